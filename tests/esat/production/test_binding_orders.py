from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.errors import Refused
from esat.production import barcodes, orders, subjects
from esat.production.binding_orders import bind_to_order
from esat.production.journal_models import Event
from esat.production.models import Item, Order, Resource
from tests import people
from tests.factories import make_client, make_order

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def binder(loaded: object) -> Actor:
    return people.actor("moniteur", workshops=("bookbinding",))


@pytest.fixture
def order(session: Session, now: datetime) -> Order:
    town = make_client(session, "Mairie de Royat", town="Royat")
    return make_order(session, "bookbinding", client=town, at=now)


@pytest.fixture
def blank(session: Session, order: Order, now: datetime) -> str:
    return barcodes.allocate(session, "V", now)


def test_the_first_scan_makes_a_pre_printed_label_a_volume_of_an_order(
    session: Session, signed_in: SignedIn, order: Order, blank: str
) -> None:
    session.commit()
    desk = signed_in("moniteur", workshops=("bookbinding",))
    scanned = desk.post("/comptoir/scan", data={"code": blank.lower()}).text
    assert "De quelle commande" in scanned
    found = desk.get(f"/comptoir/commandes?code={blank}&q=royat").text
    assert order.ref in found
    ticket = barcodes.of(session, order_id=order.id or 0)
    assert order.ref in desk.get(f"/comptoir/commandes?code={blank}&q={ticket}").text
    done = desk.post("/comptoir/lier", data={"code": blank, "order": order.ref})
    assert (done.status_code, "est lié à la commande" in done.text) == (200, True)
    again = desk.post("/comptoir/lier", data={"code": blank, "order": order.ref})
    assert again.status_code == 409
    bound = subjects.by_code(session, blank)
    assert bound is not None
    assert (bound.kind, bound.order_ref, bound.thing) == ("item", order.ref, "volume")
    assert len(session.exec(select(Item)).all()) == 1
    assert session.exec(select(Event).where(col(Event.kind) == "item.bound")).one().data == {
        "code": blank
    }


@pytest.mark.parametrize(
    ("raw", "ref", "refusal"),
    [
        ("V", "R99-00001", "order_gone"),
        ("F", "", "label_no_kind"),
        ("V-closed", "", "order_closed"),
        ("V-used", "", "code_bound"),
        ("V0000000", "", "code_unknown"),
    ],
)
def test_what_cannot_be_bound_changes_nothing(
    session: Session, order: Order, blank: str, binder: Actor, now: datetime, raw: str, ref: str,
    refusal: str,
) -> None:  # fmt: skip
    code = {"V": blank, "F": barcodes.allocate(session, "F", now)}.get(raw[:1], raw)
    if raw == "V-closed":
        orders.cancel(session, order, "Erreur", by=binder)
    if raw == "V-used":
        bind_to_order(session, code, order.ref, by=binder, at=now)
    if raw == "V0000000":
        code = raw
    before = len(session.exec(select(Item)).all())
    nested = session.begin_nested()
    with pytest.raises(Refused, match=refusal):
        bind_to_order(session, code, ref or order.ref, by=binder, at=now)
    nested.rollback()
    assert len(session.exec(select(Item)).all()) == before


def test_an_order_of_another_workshop_takes_no_label(
    session: Session, signed_in: SignedIn, order: Order, blank: str
) -> None:
    session.commit()
    other = signed_in("moniteur", workshops=("subcontracting",))
    assert order.ref not in other.get(f"/comptoir/commandes?code={blank}&q=royat").text
    answer = other.post("/comptoir/lier", data={"code": blank, "order": order.ref})
    assert answer.status_code in {403, 409}
    assert session.exec(select(Item)).all() == []


def test_a_blank_label_may_name_a_shelf(
    session: Session, signed_in: SignedIn, now: datetime
) -> None:
    code = barcodes.allocate(session, "X", now)
    session.commit()
    desk = signed_in("moniteur", workshops=("bookbinding",))
    assert "matériel" in desk.post("/comptoir/scan", data={"code": code}).text
    given = {"kind": "shelf", "label": "Étagère C", "workshop": "bookbinding", "etiquette": code}
    assert desk.post("/materiel", data={**given, "kind": "machine"}).status_code == 422
    assert desk.post("/materiel", data=given).status_code == 303
    assert desk.post("/materiel", data=given).status_code == 409
    bound = subjects.by_code(session, code)
    assert bound is not None
    assert (bound.label, bound.kind) == ("Étagère C", "resource")
    assert len(session.exec(select(Resource)).all()) == 1
