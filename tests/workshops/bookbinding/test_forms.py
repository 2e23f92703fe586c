from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from tests import factories
from tests.workshops import roads
from workshops.bookbinding import forms, reads
from workshops.bookbinding.models import Volume

SignedIn = Callable[..., FlaskClient]


def row(n: int, **fields: str) -> dict[str, str]:
    return {f"volume-{n}-{name}": value for name, value in fields.items()}


GOOD = row(1, owner="Mairie de Riom", kind="deliberations", period="2025", leaves="187")
BIRTHS = row(2, owner="Mairie de Riom", kind="etat_civil", period="2023-2025", copy_no="2")
EMPTY = row(3, owner="Mairie de Riom", kind="", period="", copy_no="", leaves="")


def test_an_order_makes_one_item_a_row_and_keeps_each_volume_s_identity(
    session: Session, signed_in: SignedIn
) -> None:
    whose = factories.make_client(session, "Mairie de Riom")
    session.commit()
    answer = roads.open_by_form(signed_in("bureau"), "reliure", whose, **GOOD, **BIRTHS, **EMPTY)
    assert answer.status_code == 303
    made = roads.items(session, whose)
    assert [item.label for item in made] == ["Délibérations 2025", "État civil 2023-2025 (ex. 2)"]
    first, second = (session.get(Volume, item.id) for item in made)
    assert first is not None
    assert second is not None
    assert (first.owner, first.kind, first.copy_no, first.leaves) == (
        "Mairie de Riom",
        "deliberations",
        None,
        187,
    )
    assert (second.copy_no, second.leaves) == (2, None)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "volume-1-kind"),
        (EMPTY, "volume-3-kind"),
        (GOOD | row(1, kind=""), "volume-1-kind"),
        (GOOD | row(1, kind="roman"), "volume-1-kind"),
        (GOOD | row(1, period=""), "volume-1-period"),
        (GOOD | row(1, period="x" * 61), "volume-1-period"),
        (GOOD | row(1, owner=""), "volume-1-owner"),
        (GOOD | row(1, owner="a\x01"), "volume-1-owner"),
        (GOOD | row(1, leaves="0"), "volume-1-leaves"),
        (GOOD | row(1, leaves="cent"), "volume-1-leaves"),
        (GOOD | row(1, copy_no="3"), "volume-1-copy_no"),
        (GOOD | row(2, kind="tables"), "volume-2-period"),
    ],
)
def test_a_wrong_row_says_so_and_nothing_is_kept(
    session: Session, signed_in: SignedIn, fields: dict[str, str], wrong: str
) -> None:
    whose = factories.make_client(session)
    session.commit()
    answer = roads.open_by_form(signed_in("moniteur", ("bookbinding",)), "reliure", whose, **fields)
    assert answer.status_code == 422
    assert f'id="e-{wrong}"' in answer.text
    assert roads.items(session, whose) == []


def test_what_was_typed_is_still_there_after_a_mistake(
    session: Session, signed_in: SignedIn
) -> None:
    whose = factories.make_client(session)
    session.commit()
    fields = GOOD | row(7, owner="CCAS de Riom", kind="arretes", period="")
    answer = roads.open_by_form(signed_in("bureau"), "reliure", whose, **fields, **BIRTHS)
    assert answer.status_code == 422
    assert 'value="CCAS de Riom"' in answer.text
    assert 'value="2023-2025"' in answer.text
    assert 'id="e-volume-7-period"' in answer.text


def test_a_new_form_writes_the_client_as_the_owner(session: Session, signed_in: SignedIn) -> None:
    whose = factories.make_client(session, "Mairie de Volvic")
    session.commit()
    page = signed_in("bureau").get(f"/commandes/nouvelle?atelier=reliure&client={whose.id}")
    assert page.text.count('value="Mairie de Volvic"') == forms.ROWS


def test_one_more_row_is_asked_by_those_who_open_orders_of_bookbinding(
    signed_in: SignedIn, client: FlaskClient
) -> None:
    asked = "/reliure/fragments/volume?n=4&owner=Mairie"
    shown = signed_in("moniteur", ("bookbinding",)).get(asked)
    assert shown.status_code == 200
    assert 'name="volume-4-owner"' in shown.text
    assert "n=5" in shown.text
    assert signed_in("moniteur", ("laundry",)).get(asked).status_code == 403
    assert signed_in("inspecteur").get(asked).status_code == 403
    assert client.get(asked).status_code in {302, 303, 401}
    assert signed_in("bureau").post(asked).status_code == 405


def test_rows_are_not_asked_for_without_end(signed_in: SignedIn) -> None:
    shown = signed_in("bureau").get(f"/reliure/fragments/volume?n={forms.MOST_ROWS}")
    assert "n=61" not in shown.text


def test_the_slip_and_the_card_tell_two_like_volumes_apart(
    session: Session, signed_in: SignedIn
) -> None:
    whose = factories.make_client(session, "Syndicat des eaux")
    session.commit()
    nadia = signed_in("moniteur", ("bookbinding",))
    roads.open_by_form(nadia, "reliure", whose, **GOOD, **BIRTHS)
    first, second = roads.items(session, whose)
    lines = reads.label_lines(session, first.id or 0)
    assert lines["title"] == "Mairie de Riom"
    assert (lines["line1"], lines["line3"]) == ("Délibérations 2025", "187 feuillets déclarés")
    assert reads.label_lines(session, second.id or 0)["line2"] == "Exemplaire 2"
    shown = nadia.get(f"/atelier/objet/{roads.subject(session, first).code}")
    assert "Mairie de Riom" in shown.text
    assert "187" in shown.text
