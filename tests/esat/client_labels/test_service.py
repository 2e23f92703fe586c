from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.client_labels import ranges, service
from esat.client_labels.models import ClientTemplate, IssuedNumber
from esat.db import Database
from esat.errors import EsatError, Invalid, NotFound, Refused
from esat.production import scans
from tests.esat.client_labels.drawings import SSCC, ZPL, opened, svg, zxing
from tests.esat.client_labels.lending import PLAIN, make_range, make_things, save, template
from tests.factories import AT, make_client


def faults(session: Session, **values: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        save(session, **values)
    assert refused.value.code == "form_invalid"
    return refused.value.fields


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(EsatError) as refused:
        work()
    return refused.value.code


def test_each_change_is_a_version_more_and_none_is_lost(session: Session) -> None:
    save(session)
    save(session, name="Autre nom", seen=1, reason="Nouveau logo")
    service.withdraw(session, "client-a", "Le client a changé", by=SYSTEM, at=AT)
    kept = service.versions(session, "client-a")
    assert [(one.version, one.name, one.withdrawn, one.reason) for one in kept] == [
        (3, "Autre nom", True, "Le client a changé"),
        (2, "Autre nom", False, "Nouveau logo"),
        (1, "Carton du client A", False, ""),
    ]
    assert code_of(lambda: service.current(session, "client-a")) == "template_unknown"
    again = save(session, seen=3, reason="Il y revient")
    assert service.current(session, "client-a").version == again.version == 4


def test_two_who_change_the_same_version_do_not_overwrite_each_other(session: Session) -> None:
    save(session)
    save(session, seen=1, reason="a")
    assert code_of(lambda: save(session, seen=1, reason="b")) == "template_changed"
    assert code_of(lambda: save(session, seen=7, reason="b")) == "template_changed"


def test_versions_saved_at_once_are_one(file_database: Database) -> None:
    with file_database.write() as session:
        save(session)

    def attempt(name: str) -> str:
        try:
            with file_database.write() as session:
                return f"version {save(session, name=name, seen=1, reason='x').version}"
        except Refused as error:
            return error.code

    with ThreadPoolExecutor(6) as pool:
        outcomes = sorted(pool.map(attempt, "abcdef"))
    assert outcomes == ["template_changed"] * 5 + ["version 2"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "Client A"}, "code"),
        ({"code": ""}, "code"),
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"letter": "Z"}, "letter"),
        ({"width_mm": Decimal(9)}, "width_mm"),
        ({"height_mm": Decimal(301)}, "height_mm"),
        ({"client_id": 987654}, "client_id"),
        ({"range_id": 987654}, "range_id"),
        ({"seen": 1}, "reason"),
        ({"body": "<script/>"}, "body"),
        ({"body": SSCC}, "range_id"),
        ({"body": ZPL, "language": "zpl"}, "range_id"),
        ({"body": ZPL.replace("^XZ", "^JUS^XZ"), "language": "zpl"}, "body"),
    ],
)
def test_a_wrong_template_is_said_at_its_field(
    session: Session, values: dict[str, object], field: str
) -> None:
    assert list(faults(session, **values)) == [field]
    assert session.exec(select(ClientTemplate)).all() == []


def test_a_short_name_is_used_once_and_a_withdrawn_one_too(session: Session) -> None:
    save(session)
    assert list(faults(session)) == ["code"]
    service.withdraw(session, "client-a", "x", by=SYSTEM, at=AT)
    assert list(faults(session)) == ["code"]


def test_a_range_is_open_and_of_the_same_client(session: Session) -> None:
    mine, other = make_client(session), make_client(session)
    held = make_range(session, client_id=mine.id)
    assert "autre client" in faults(session, range_id=held.id, client_id=other.id)["range_id"]
    assert "autre client" in faults(session, range_id=held.id)["range_id"]
    ranges.close_range(session, held.code, by=SYSTEM, at=AT)
    assert "fermée" in faults(session, range_id=held.id, client_id=mine.id)["range_id"]


def test_withdrawing_needs_a_reason_and_a_template(session: Session) -> None:
    assert code_of(lambda: service.withdraw(session, "rien", "x", by=SYSTEM)) == "template_unknown"
    assert code_of(lambda: service.versions(session, "rien")) == "template_unknown"
    save(session)
    for reason in (" ", "x" * 201):
        with pytest.raises(Invalid):
            service.withdraw(session, "client-a", reason, by=SYSTEM)
    service.withdraw(session, "client-a", "x", by=SYSTEM)
    assert code_of(lambda: service.withdraw(session, "client-a", "x", by=SYSTEM)) == (
        "template_unknown"
    )


def test_a_thing_is_offered_its_client_s_templates_then_everybody_s(session: Session) -> None:
    mine, other = make_client(session), make_client(session)
    save(session, code="tous", name="A pour tous")
    save(session, code="mien", name="B du client", client_id=mine.id)
    save(session, code="colis", name="C des colis", client_id=mine.id, letter="N")
    save(session, code="vieux", name="D retiré")
    service.withdraw(session, "vieux", "x", by=SYSTEM, at=AT)
    save(session, code="mien", name="B du client, mieux", client_id=mine.id, seen=1, reason="x")

    def offered(client_id: int | None, letter: str) -> list[str]:
        return [one.name for one in service.for_thing(session, client_id, letter)]

    assert offered(mine.id, "N") == ["B du client, mieux", "C des colis", "A pour tous"]
    assert offered(mine.id, "T") == ["B du client, mieux", "A pour tous"]
    assert offered(other.id, "N") == offered(None, "N") == ["A pour tous"]


def test_the_label_of_a_thing_says_what_is_known_of_it(session: Session, now: datetime) -> None:
    client = make_client(session, "Mairie d’Ambert")
    (code,) = make_things(session, client=client)
    body = PLAIN.replace("{{unit}}", "{{unit}} {{date}} {{title}} {{code}}")
    label = service.filled(session, save(session, body=body), code, {"title": "Sac <1>"})
    assert f"Mairie d’Ambert L26-00001 1 sac 23/11/2026 Sac &lt;1&gt; {code}" in label.body


def test_the_words_of_our_own_label_win_except_the_code(session: Session) -> None:
    (code,) = make_things(session)
    template = save(session, body=svg("<text>{{client}}|{{code}}</text>"))
    fields = {"client": "Autre nom", "code": "FAUX", "__class__": "x", "url": "http://e.fr"}
    assert f"Autre nom|{code}" in service.filled(session, template, code, fields).body


def test_a_number_is_given_at_the_request_and_printed_by_the_job(file_database: Database) -> None:
    with file_database.write() as session:
        held = make_range(session)
        save(session, body=SSCC, range_id=held.id)
        (code,) = make_things(session)
    with file_database.read() as session:
        template = service.current(session, "client-a")
        with pytest.raises(Refused, match="number_not_given"):
            service.filled(session, template, code, {})
    with file_database.write() as session:
        given = service.issue_for(session, template, code, by=SYSTEM, at=AT)
        assert given is not None
        assert given.text == "337601320000000016"
    with file_database.read() as session:
        label = service.filled(session, service.current(session, "client-a"), code, {})
    image = opened(service.render(label, "png", 203))
    assert ("]C1", "00337601320000000016") in zxing(image)
    with file_database.read() as session:
        found = scans.resolve(session, "]C100337601320000000016")
        assert found.subject is not None
        assert found.subject.client_name
        assert len(session.exec(select(IssuedNumber)).all()) == 1


def test_a_template_without_numbers_gives_none(session: Session) -> None:
    (code,) = make_things(session)
    assert service.issue_for(session, save(session), code, by=SYSTEM) is None
    assert session.exec(select(IssuedNumber)).all() == []


def test_what_a_template_can_become_is_known_before_the_click(session: Session) -> None:
    held = make_range(session)
    assert service.kinds(save(session)) == ("png", "pdf", "zpl")
    zpl = save(session, code="zpl", language="zpl", body=ZPL, range_id=held.id)
    assert service.kinds(zpl) == ("zpl",)


def test_an_unknown_code_has_no_label(session: Session) -> None:
    with pytest.raises(NotFound):
        service.filled(session, save(session), "N0000019", {})


def test_checking_keeps_nothing(session: Session) -> None:
    service.check(session, template())
    with pytest.raises(Invalid):
        service.check(session, replace(template(), body=""))
    assert session.exec(select(ClientTemplate)).all() == []
