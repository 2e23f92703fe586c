"""Two tablets at once, a cut network, another door: one result, and a clear second answer."""

from uuid import uuid4

from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.clients.models import Client
from tests.esat.production.buttons import press
from tests.factories import items_of
from tests.workshops.laundry.desk import making
from tests.workshops.laundry.desk.making import DESK, SignedIn, leave, orders_of
from workshops.laundry.desk import payments
from workshops.laundry.desk.record_models import Collection


def test_two_tablets_pay_and_hand_over_the_same_deposit_once(
    karim: FlaskClient, signed_in: SignedIn, desk: Session, lucie: Client
) -> None:
    """Each has its own page, opened before the other pressed: the second is told what stands."""
    leave(karim, lucie)
    (order,) = orders_of(desk)
    here = f"{DESK}/depot/{order.ref}"
    making.make_ready(desk, order)
    desk.commit()
    nadia = signed_in("moniteur", ("laundry",))
    bag = items_of(desk, order)[0].code
    assert press(karim, f"{here}/paiement", kind="invoice").status_code == 303
    again = press(nadia, f"{here}/paiement", kind="invoice")
    assert again.status_code == 409
    assert "C’est déjà noté ainsi" in again.text
    other = {"cash_office": "Régie du CCAS", "paid_on": "2026-11-23", "amount": "9,10"}
    changed = press(nadia, f"{here}/paiement", kind="receipt", receipt_no="8", **other)
    assert changed.status_code == 422
    assert "Écrivez pourquoi le paiement change" in changed.text
    assert 'value="8"' in changed.text
    out = {"items": bag, "receiver": "Sa voisine", "proof": "ticket"}
    assert press(karim, f"{here}/remise", **out).status_code == 303
    late = press(nadia, f"{here}/remise", **out | {"receiver": "Son fils"})
    assert late.status_code == 409
    assert "Tout a été remis" in late.text
    desk.expire_all()
    assert len(payments.history(desk, order.id or 0)) == 1
    assert len(desk.exec(select(Collection)).all()) == 1


def test_a_deposit_whose_answer_was_lost_is_not_taken_twice(
    karim: FlaskClient, desk: Session, lucie: Client
) -> None:
    """The network was cut before the answer: the same page sends again, the same or changed."""
    key = str(uuid4())
    assert leave(karim, lucie, key).status_code == 303
    assert leave(karim, lucie, key).status_code == 303
    changed = leave(karim, lucie, key, quantity_1="5", expected="16.50")
    assert changed.status_code == 409
    assert "Ce dépôt est déjà enregistré" in changed.text
    assert len(orders_of(desk)) == 1


def test_nothing_unpaid_leaves_by_another_door(
    karim: FlaskClient, desk: Session, lucie: Client
) -> None:
    """The counter's own move, and the hand-over of any order."""
    leave(karim, lucie)
    (order,) = orders_of(desk)
    making.make_ready(desk, order)
    desk.commit()
    bag = items_of(desk, order)[0].code or ""
    here = f"{DESK}/depot/{order.ref}"
    move = {"code": bag, "action": "hand_over", "sure": "1"}
    told = press(karim, "/comptoir/passage", **move)
    assert "Notez d’abord le paiement" in told.text
    signed = press(karim, f"/commandes/{order.ref}/remise", items=bag, receiver="Elle")
    assert "Notez d’abord le paiement" in signed.text
    assert "Prêt à rendre" in karim.get(here).text
    desk.expire_all()
    assert items_of(desk, order)[0].stage == "packed"
    assert press(karim, f"{here}/paiement", kind="invoice").status_code == 303
    press(karim, "/comptoir/passage", **move)
    desk.expire_all()
    assert order.closed_at is not None
