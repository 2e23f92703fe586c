import pytest
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.clients import reads, service
from esat.clients.forms import ClientIn


@pytest.fixture
def names(session: Session) -> dict[str, int]:
    given = [
        ClientIn(name="Hôtel de l’Œuvre", town="Clermont-Ferrand", phone="04 73 42 63 63"),
        ClientIn(name="Mairie d'Égliseneuve", town="Égliseneuve", siret="21630113500010"),
        ClientIn(name="EHPAD Les Hôtels", town="Riom", external_code="C0042"),
        ClientIn(name="100 % Linge", town="Vichy"),
    ]
    return {one.name: service.create_client(session, one, by=SYSTEM).id or 0 for one in given}


def found(session: Session, text: str) -> list[str]:
    return [row.name for row in reads.search(session, text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("oeuvre", "Hôtel de l’Œuvre"),
        ("EGLISE", "Mairie d'Égliseneuve"),
        ("clermont hotel", "Hôtel de l’Œuvre"),
        ("0473426363", "Hôtel de l’Œuvre"),
        ("73 42", "Hôtel de l’Œuvre"),
        ("21630113", "Mairie d'Égliseneuve"),
        ("c0042", "EHPAD Les Hôtels"),
        ("100 %", "100 % Linge"),
    ],
)
def test_a_client_is_found_whatever_the_accents(
    session: Session, names: dict[str, int], text: str, name: str
) -> None:
    assert found(session, text)[0] == name


def test_names_that_begin_with_the_text_come_first(session: Session, names: dict[str, int]) -> None:
    assert found(session, "hotel") == ["Hôtel de l’Œuvre", "EHPAD Les Hôtels"]


def test_signs_of_like_are_no_jokers(session: Session, names: dict[str, int]) -> None:
    assert found(session, "%") == []
    assert found(session, "_") == []
    assert found(session, "'; DROP TABLE client; --") == []


def test_an_archived_client_is_not_found(session: Session, names: dict[str, int]) -> None:
    service.archive_client(session, names["100 % Linge"], by=SYSTEM)
    assert found(session, "linge") == []
    assert [row.name for row in reads.page(session, archived=True).rows] == ["100 % Linge"]


def test_the_pages_follow_each_other_without_gap(session: Session, names: dict[str, int]) -> None:
    first = reads.page(session, limit=3)
    second = reads.page(session, after=first.after, limit=3)
    assert second.after is None
    assert [row.id for row in (*first.rows, *second.rows)] == [
        names[name]
        for name in (
            "100 % Linge", "EHPAD Les Hôtels", "Hôtel de l’Œuvre", "Mairie d'Égliseneuve",
        )
    ]  # fmt: skip


def test_an_export_line_has_a_cell_for_each_header(session: Session, names: dict[str, int]) -> None:
    lines = list(reads.export_rows(session, None, None))
    assert len(lines) == 4
    assert {len(line) for line in lines} == {len(reads.EXPORT_HEADERS)}
