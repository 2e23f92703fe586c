"""A deposit by mistake: cancelled at the counter while nothing was washed, and only then."""

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat.clients.models import Client
from esat.production import moves
from esat.production.journal_models import Event
from tests.esat.production.buttons import press
from tests.factories import SYSTEM, items_of
from tests.workshops.laundry.desk.making import DESK, SignedIn, leave, orders_of
from workshops.laundry.desk import collecting, payments, reads

WHY = "Deux draps et non un"


def test_a_mistake_is_cancelled_once_with_its_reason_and_frees_the_bag(
    karim: FlaskClient, desk: Session, lucie: Client
) -> None:
    leave(karim, lucie)
    (order,) = orders_of(desk)
    here = f"{DESK}/depot/{order.ref}"
    bag = items_of(desk, order)[0].code
    assert "Dépôt noté par erreur" in karim.get(here).text
    assert press(karim, f"{here}/paiement", kind="invoice").status_code == 303
    empty = press(karim, f"{here}/annulation", cause=" ")
    assert empty.status_code == 422
    assert "Ce champ est à remplir" in empty.text
    assert press(karim, f"{here}/annulation", cause=WHY).status_code == 303
    assert press(karim, f"{here}/annulation", cause=WHY).status_code == 409
    shown = karim.get(here).text
    assert "Ce dépôt est annulé" in shown
    assert "Noter le paiement" not in shown
    desk.expire_all()
    assert order.cancelled_at is not None
    assert payments.standing(desk, order.id or 0) is None
    assert list(reads.export_rows(desk, None, None)) == []
    assert collecting.by_name(desk, "Aubrac") == []
    said = select(Event.reason).where(Event.kind == "order.cancelled", col(Event.id) > 0)
    assert desk.exec(said).all() == [WHY]
    leave(karim, lucie)
    assert items_of(desk, orders_of(desk)[1])[0].code == bag


def test_what_is_begun_paid_by_a_receipt_or_another_s_is_not_cancelled(
    karim: FlaskClient, signed_in: SignedIn, client: FlaskClient, desk: Session, lucie: Client
) -> None:
    leave(karim, lucie)
    (order,) = orders_of(desk)
    here = f"{DESK}/depot/{order.ref}"
    for who, status in ((("moniteur", ("bookbinding",)), 404), (("qualite",), 403)):
        assert press(signed_in(*who), f"{here}/annulation", cause=WHY).status_code == status
    assert press(client, f"{here}/annulation", cause=WHY).status_code in {302, 303, 401}
    receipt = {"kind": "receipt", "cash_office": "Régie du CCAS", "paid_on": "2026-11-23"}
    press(karim, f"{here}/paiement", **receipt, receipt_no="7", amount="9,10")
    refused = press(karim, f"{here}/annulation", cause=WHY)
    assert refused.status_code == 409
    assert "Le reçu 7 est noté" in refused.text
    press(karim, f"{here}/paiement", kind="invoice", reason="Reçu annulé")
    moves.move(desk, items_of(desk, order)[0], "start_wash", moves.Context(by=SYSTEM))
    desk.commit()
    assert "Dépôt noté par erreur" not in karim.get(here).text
    begun = press(karim, f"{here}/annulation", cause=WHY)
    assert begun.status_code == 409
    assert "Le travail a commencé" in begun.text
    desk.expire_all()
    assert order.cancelled_at is None
    assert payments.standing(desk, order.id or 0) is not None


@pytest.mark.parametrize("cause", ["x" * 10_000, "\x00"])
def test_nonsense_cancels_nothing(
    karim: FlaskClient, desk: Session, lucie: Client, cause: str
) -> None:
    leave(karim, lucie)
    (order,) = orders_of(desk)
    told = press(karim, f"{DESK}/depot/{order.ref}/annulation", cause=cause)
    assert told.status_code == 422
    desk.expire_all()
    assert order.cancelled_at is None
