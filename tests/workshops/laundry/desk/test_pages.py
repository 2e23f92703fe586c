import io
from datetime import datetime
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.clients.models import Client
from esat.files.models import StoredFile
from esat.production import barcodes
from tests.esat.production.buttons import OWN, hidden, press
from tests.factories import items_of
from tests.workshops.laundry.desk import making
from tests.workshops.laundry.desk.making import DESK, LINES, SignedIn, leave, orders_of
from workshops.laundry.desk import payments
from workshops.laundry.desk.models import Deposit
from workshops.laundry.desk.record_models import Collection


def test_the_desk_finds_a_person_by_name_and_says_what_it_does_not_take(
    karim: FlaskClient, lucie: Client
) -> None:
    assert "contaminé" not in karim.get(f"{DESK}?q=aubrac").text
    page = karim.get(f"{DESK}?q=aubrac").text
    assert f"{DESK}/depot?client={lucie.id}" in page
    assert "Personne de ce nom" in karim.get(f"{DESK}?q=zzz").text


def test_a_person_needs_a_name_and_nothing_else(
    karim: FlaskClient, desk: Session, lucie: Client
) -> None:
    url, key = f"{DESK}/personnes", str(uuid4())
    made = press(karim, url, key, name="M. Sans Téléphone")
    again = press(karim, url, key, name="M. Sans Téléphone")
    assert made.status_code == again.status_code == 303
    assert made.headers["Location"] == again.headers["Location"]
    desk.expire_all()
    found = desk.exec(select(Client).where(Client.name == "M. Sans Téléphone")).one()
    assert (found.kind, found.phone, found.email, found.notify) == ("individual", "", "", False)
    assert press(karim, url, name="").status_code == 422
    bad = press(karim, url, name="Mme Neuve", phone="allo")
    assert bad.status_code == 422
    assert "Mme Neuve" in bad.text
    twin = press(karim, url, name=lucie.name)
    assert twin.status_code == 409
    assert press(karim, url, name=lucie.name, anyway="1").status_code == 303


def test_a_deposit_from_the_page_shows_its_ticket(
    karim: FlaskClient, desk: Session, lucie: Client
) -> None:
    page = karim.get(f"{DESK}/depot?client={lucie.id}").text
    assert "Chemise" in page
    assert "Tranche A" in page
    data = making.picture()
    answer = leave(
        karim, lucie, note_1="Col jauni", reservations_1="stain", due_on="2026-11-26",
        photos_1=(io.BytesIO(data.data), data.name),
    )  # fmt: skip
    assert answer.status_code == 303
    (order,) = orders_of(desk)
    shown = karim.get(answer.headers["Location"]).text
    for words in ("TD26-00001", "Tache, Col jauni", "9,10", "Pas encore noté", order.ref):
        assert words in shown, words
    (file,) = desk.exec(select(StoredFile)).all()
    assert f"/fichiers/{file.id}" in shown
    assert karim.get("/documents/TD26-00001.pdf").data.startswith(b"%PDF")


def test_a_deposit_sent_twice_is_one(karim: FlaskClient, desk: Session, lucie: Client) -> None:
    key = str(uuid4())
    first, again = leave(karim, lucie, key), leave(karim, lucie, key)
    assert first.headers["Location"] == again.headers["Location"]
    assert len(orders_of(desk)) == 1
    assert leave(karim, lucie, key, quantity_1="3").status_code == 409


def test_a_price_that_changed_meanwhile_is_asked_again_and_nothing_is_lost(
    karim: FlaskClient, desk: Session, lucie: Client
) -> None:
    key = str(uuid4())
    answer = leave(karim, lucie, key, expected="8.00", note_2="Ourlet défait")
    assert answer.status_code == 409
    assert "9,10" in answer.text
    assert "Ourlet défait" in answer.text
    assert orders_of(desk) == []
    given = {"client_id": str(lucie.id), "bracket": "full", "expected": "8.00", **LINES}
    short = karim.post(f"{DESK}/depot", data=given, headers={"Origin": OWN, "HX-Request": "true"})
    assert short.status_code == 409
    assert "<html" not in short.text
    assert 'value="9.10"' in short.text
    done = leave(karim, lucie, key, expected="8.00", agreed="9.10")
    assert done.status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity_1": "0"}, {"quantity_1": "10000"}, {"quantity_1": "-1"}, {"tariff_1": "rien"},
        {"bracket": ""}, {"due_on": "2020-01-01"}, {"value_1": "x"}, {"photos_1": "texte"},
    ],
)  # fmt: skip
def test_nonsense_comes_back_filled_and_changes_nothing(
    karim: FlaskClient, desk: Session, lucie: Client, wrong: dict[str, str]
) -> None:
    answer = leave(karim, lucie, note_2="À garder", **wrong)
    if "photos_1" in wrong:  # a text is no file
        assert answer.status_code == 303
        return
    assert answer.status_code == 422
    assert "À garder" in answer.text
    assert orders_of(desk) == []


@pytest.mark.parametrize("client", ["", "abc", "0", "-4", "987654", "99999999999999"])
def test_a_deposit_of_nobody_is_not_found(karim: FlaskClient, desk: Session, client: str) -> None:
    assert karim.get(f"{DESK}/depot?client={client}").status_code == 404
    assert press(karim, f"{DESK}/depot", client_id=client, **LINES).status_code == 404


def test_a_ticket_that_is_scanned_opens_its_deposit_and_proves_it(
    karim: FlaskClient, desk: Session, lucie: Client
) -> None:
    leave(karim, lucie)
    (order,) = orders_of(desk)
    ticket = barcodes.of(desk, order_id=order.id or 0)
    opened = karim.get(f"{DESK}?q={ticket}")
    assert opened.status_code == 303
    assert opened.headers["Location"] == f"{DESK}/depot/{order.ref}?preuve=ticket"
    bag = items_of(desk, order)[0].code
    assert karim.get(f"{DESK}?q={bag}").headers["Location"] == f"{DESK}/depot/{order.ref}"
    assert "Dépôts à rendre" in karim.get(f"{DESK}?q=aubrac").text
    wrong = karim.get(f"{DESK}?q=D0000000")
    assert wrong.status_code == 409


def test_payment_then_collection_on_the_page(
    karim: FlaskClient, desk: Session, lucie: Client
) -> None:
    leave(karim, lucie)
    (order,) = orders_of(desk)
    here = f"{DESK}/depot/{order.ref}"
    making.make_ready(desk, order)
    desk.commit()
    bag = items_of(desk, order)[0].code
    out = {"items": bag, "receiver": "Sa voisine", "proof": "identity"}
    assert press(karim, f"{here}/remise", **out).status_code == 409
    receipt = {"kind": "receipt", "cash_office": "Régie du CCAS", "paid_on": "2026-11-23"}
    part = press(karim, f"{here}/paiement", **receipt, receipt_no="7", amount="5")
    assert part.status_code == 409
    assert 'value="7"' in part.text
    assert press(karim, f"{here}/paiement", **receipt, amount="9,10").status_code == 422
    key = str(uuid4())
    for _ in range(2):
        paid = press(karim, f"{here}/paiement", key, **receipt, receipt_no="7", amount="9,10")
        assert paid.status_code == 303
    assert len(payments.history(desk, order.id or 0)) == 1
    assert press(karim, f"{here}/remise", items=bag, receiver="Elle").status_code == 422
    key = str(uuid4())
    for _ in range(2):
        assert press(karim, f"{here}/remise", key, **out).status_code == 303
    desk.expire_all()
    assert len(desk.exec(select(Collection)).all()) == 1
    shown = karim.get(here).text
    for words in ("Tout a été remis", "Sa voisine", "Ticket perdu", "Régie, reçu n° 7"):
        assert words in shown, words
    assert press(karim, f"{here}/remise", **out).status_code == 409


def test_the_desk_is_closed_to_strangers_other_roles_and_other_workshops(
    client: FlaskClient, signed_in: SignedIn, karim: FlaskClient, desk: Session, lucie: Client
) -> None:
    leave(karim, lucie)
    (order,) = orders_of(desk)
    here = f"{DESK}/depot/{order.ref}"
    reads = (DESK, f"{DESK}/depot?client={lucie.id}", here)
    writes = (f"{DESK}/personnes", f"{DESK}/depot", f"{here}/paiement", f"{here}/remise")
    other, office = signed_in("moniteur", workshops=("bookbinding",)), signed_in("bureau")
    for path in reads:
        assert client.get(path).status_code in {302, 303, 401}
        assert other.get(path).status_code == 404
        assert office.get(path).status_code == 403
    for path in writes:
        given = {"client_id": str(lucie.id), "name": "Intrus", "kind": "invoice"}
        assert press(client, path, **given).status_code in {302, 303, 401}
        assert press(other, path, **given).status_code == 404
        assert press(office, path, **given).status_code == 403
        assert (
            karim.post(path, data=given, headers={"Origin": "https://autre.example"}).status_code
            == 403
        )
    assert len(orders_of(desk)) == 1
    assert len(desk.exec(select(Deposit)).all()) == 1
    assert payments.standing(desk, order.id or 0) is None


def test_an_order_that_is_no_deposit_has_no_page_here(
    karim: FlaskClient, desk: Session, now: datetime
) -> None:
    order = making.make_client(desk)
    desk.commit()
    assert karim.get(f"{DESK}/depot/L26-99999").status_code == 404
    answer = karim.get(f"{DESK}/depot?client={order.id}")
    assert answer.status_code == 409


def test_a_page_without_script_asks_the_total_first(
    karim: FlaskClient, desk: Session, lucie: Client
) -> None:
    answer = leave(karim, lucie, expected="")
    assert answer.status_code == 409
    assert "Confirmer ce total" in answer.text
    assert "Chemise · Lavage : 3,30\u00a0€ la pièce" in answer.text
    (key,) = set(hidden(answer.text, "capture"))
    assert leave(karim, lucie, key, expected="", agreed="9.10").status_code == 303


def test_what_is_ready_is_listed_folded_for_the_desk_alone(
    karim: FlaskClient, desk: Session, lucie: Client
) -> None:
    leave(karim, lucie)
    leave(karim, lucie)
    assert "Prêts à rendre" not in karim.get(DESK).text
    making.make_ready(desk, orders_of(desk)[0])
    desk.commit()
    shown = karim.get(DESK).text
    assert "Prêts à rendre : 1" in shown
    assert shown.index("<details") < shown.index("Aubrac")
    assert orders_of(desk)[1].ref not in shown
