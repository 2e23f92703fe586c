from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from esat.clients.models import Client
from esat.files.store import Store
from tests.esat.production.buttons import press
from tests.workshops.laundry.desk.making import KARIM, MONDAY, SHIRT, left
from workshops.laundry.desk import tariffs, unclaimed
from workshops.laundry.desk.models import Bracket, DeskText, Tariff

SignedIn = Callable[..., FlaskClient]
AT = "/blanchisserie/guichet/tarifs"
LATE = "/blanchisserie/guichet/non-retires"
VALID = {"since": "2026-11-23", "status": "validated", "source": "Délibération 20"}
PRICE = {"article": "Nappe", "service": "Lavage", "unit": "pièce", "price": "2,10", **VALID}


@pytest.fixture
def odile(signed_in: SignedIn) -> FlaskClient:
    return signed_in("bureau")


def versions(
    session: Session, table: type[Tariff] | type[Bracket] | type[DeskText], code: str
) -> int:
    session.expire_all()
    return tariffs.following(session, table, code) - 1


def test_a_price_is_added_changed_and_withdrawn_on_the_page(
    odile: FlaskClient, desk: Session
) -> None:
    key = str(uuid4())
    for _ in range(2):
        assert press(odile, f"{AT}/prix", key, **PRICE).status_code == 303
    assert versions(desk, Tariff, "nappe.lavage") == 1
    assert press(odile, f"{AT}/prix", **PRICE).status_code == 409
    here = f"{AT}/prix/nappe.lavage"
    wrong = press(odile, here, **PRICE | {"price": "-1", "reason": "Erreur"})
    assert wrong.status_code == 422
    assert "Erreur" in wrong.text
    assert press(odile, here, **PRICE | {"price": "2,30", "reason": "Révision"}).status_code == 303
    assert "2,30" in odile.get(AT).text
    assert "version 1" in odile.get(here).text
    assert press(odile, f"{here}/retirer", reason="").status_code == 422
    assert press(odile, f"{here}/retirer", reason="Plus fait").status_code == 303
    assert press(odile, f"{here}/retirer", reason="Plus fait").status_code == 409
    assert "Nappe" not in odile.get(AT).text
    assert versions(desk, Tariff, "nappe.lavage") == 3


def test_a_bracket_is_added_changed_and_withdrawn_on_the_page(
    odile: FlaskClient, desk: Session
) -> None:
    given = {"label": "Tranche C", "bound": "jusqu’à 300 €", "kind": "percent", **VALID}
    assert press(odile, f"{AT}/tranches", **given).status_code == 422
    assert press(odile, f"{AT}/tranches", **given, percent="50").status_code == 303
    here = f"{AT}/tranches/tranche-c"
    fixed = given | {"kind": "fixed", "reason": "Délibération", f"fixed_{SHIRT}": "abc"}
    assert press(odile, here, **fixed).status_code == 422
    assert press(odile, here, **fixed | {f"fixed_{SHIRT}": "0,50"}).status_code == 303
    choice = tariffs.price_list(desk, MONDAY).choice("tranche-c")
    assert choice is not None
    assert str(choice.reduction.fixed[SHIRT]) == "0.500"
    assert press(odile, f"{here}/retirer", reason="Fin").status_code == 303
    assert versions(desk, Bracket, "tranche-c") == 3


def test_a_text_is_written_by_a_further_version(odile: FlaskClient, desk: Session) -> None:
    here = f"{AT}/textes/liability"
    assert "Le linge est assuré." in odile.get(here).text
    assert press(odile, here, body="", **VALID).status_code == 422
    assert press(odile, here, body="Autre", reason="Loi", **VALID).status_code == 303
    assert versions(desk, DeskText, "liability") == 2
    assert odile.get(f"{AT}/textes/autre").status_code == 404
    assert press(odile, f"{AT}/textes/autre", body="x", **VALID).status_code == 404


def test_the_prices_in_force_are_displayed_with_their_brackets(
    signed_in: SignedIn, odile: FlaskClient, desk: Session
) -> None:
    for browser in (odile, signed_in(*KARIM)):
        page = browser.get(f"{AT}/affiche").text
        for words in ("3,30", "2,48", "1,00", "Tranche B", "Le linge est assuré.", "Gardé un an."):
            assert words in page, words


def test_the_tariff_is_closed_to_strangers_other_roles_and_other_workshops(
    client: FlaskClient, signed_in: SignedIn, desk: Session
) -> None:
    other = signed_in("responsable_atelier", workshops=("bookbinding",))
    karim = signed_in(*KARIM)
    reads = (AT, f"{AT}/prix", f"{AT}/prix/{SHIRT}", f"{AT}/tranches", f"{AT}/tranches/tranche-a",
             f"{AT}/textes/liability")  # fmt: skip
    for path in reads:
        assert client.get(path).status_code in {302, 303, 401}
        assert other.get(path).status_code == 404
        assert karim.get(path).status_code == 403
    writes = (f"{AT}/prix", f"{AT}/prix/{SHIRT}", f"{AT}/prix/{SHIRT}/retirer", f"{AT}/tranches",
              f"{AT}/tranches/tranche-a", f"{AT}/tranches/tranche-a/retirer",
              f"{AT}/textes/liability")  # fmt: skip
    given = PRICE | {
        "reason": "Intrus",
        "label": "Z",
        "kind": "percent",
        "percent": "5",
        "body": "x",
    }
    for path in writes:
        assert press(client, path, **given).status_code in {302, 303, 401}
        assert press(other, path, **given).status_code == 404
        assert press(karim, path, **given).status_code == 403
    assert other.get(f"{AT}/affiche").status_code == 404
    assert client.get(f"{AT}/affiche").status_code in {302, 303, 401}
    assert versions(desk, Tariff, SHIRT) == versions(desk, Bracket, "tranche-a") == 1
    for path in (f"{AT}/prix/rien", f"{AT}/tranches/rien"):
        assert signed_in("bureau").get(path).status_code == 404


def test_what_nobody_fetches_is_reminded_then_decided_on_the_page(
    signed_in: SignedIn, client: FlaskClient, desk: Session, lucie: Client, store: Store
) -> None:
    lucie.phone = "0473000000"
    made = left(desk, store, lucie, (SHIRT, "1"), expected="3.30")
    desk.commit()
    ref, key = made.order.ref, str(uuid4())
    with clock.pinned(clock.now() + timedelta(days=400)):
        karim, odile = signed_in(*KARIM), signed_in("bureau")
        other = signed_in("comptoir", workshops=("bookbinding",))
        assert "La maison décide" in karim.get(LATE).text
        assert "Noter la décision" not in karim.get(LATE).text
        assert "Noter la décision" in odile.get(LATE).text
        for _ in range(2):
            assert press(karim, f"{LATE}/{ref}/rappel", key, way="phone").status_code == 303
        assert press(karim, f"{LATE}/{ref}/rappel", way="letter").status_code == 409
        assert press(karim, f"{LATE}/{ref}/rappel", way="pigeon").status_code == 422
        assert press(karim, f"{LATE}/{ref}/decision", decision="keep").status_code == 403
        assert press(odile, f"{LATE}/{ref}/decision", decision="keep").status_code == 422
        for path in (LATE, f"{LATE}/{ref}/rappel"):
            assert (other.get(path) if path == LATE else press(other, path)).status_code == 404
            answer = client.get(path) if path == LATE else press(client, path)
            assert answer.status_code in {302, 303, 401}
        kept = {"decision": "keep", "reason": "Hospitalité de la maison"}
        assert press(odile, f"{LATE}/{ref}/decision", **kept).status_code == 303
        assert press(odile, f"{LATE}/L26-99999/decision", **kept).status_code == 404
        desk.expire_all()
        (one,) = unclaimed.waiting(desk, clock.now())
        assert len(one.reminders) == 1
        assert one.decision is not None
        assert "Garder encore" in karim.get(LATE).text
