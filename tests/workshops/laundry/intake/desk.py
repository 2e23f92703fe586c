"""What the reception's tests share: bags that wait or are received, and acts as a device sends."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from esat import clock
from esat.actors import SYSTEM
from esat.clients.models import Client
from esat.production import moves, subjects
from esat.production.models import Item
from esat.production.moves import Context
from tests import factories
from tests.workshops import roads
from workshops.laundry import forms
from workshops.laundry.intake import items
from workshops.laundry.intake.models import Weighing

ORIGIN = {"Origin": "http://localhost"}
CAPTURES = "/api/v1/captures"


@dataclass(frozen=True)
class Delivery:
    """A client's order of the day: who, and the codes of his bags."""

    client: Client
    codes: list[str]
    order_id: int


def announced(
    session: Session, bags: int, *, kg: str = "", round_: str = "Lundi", at: datetime,
    name: str | None = None,
) -> Delivery:  # fmt: skip
    """An order with bags that are expected, each on a bag of the client's own."""
    whose = factories.make_client(session, name)
    codes = [factories.make_bag(session, whose, f"Sac {n + 1}")[1] for n in range(bags)]
    order = factories.make_order(session, client=whose, at=at)
    given = {"bags": str(bags), "kg": kg, "round": round_}
    forms.add_items(session, order, given, by=SYSTEM, at=at)
    session.commit()
    return Delivery(whose, codes, order.id or 0)


def receive(session: Session, code: str, at: datetime) -> int:
    """Received by the house itself; answers the item."""
    subject = subjects.by_code(session, code)
    assert subject is not None
    moves.move(session, subject, "receive", Context(by=SYSTEM, at=at))
    session.commit()
    return subject.item_id or 0


def capture(action: str, code: str | None, **more: Any) -> dict[str, Any]:
    """One act as a device sends it; `data` and the marks may be given."""
    marks = {
        name: more.pop(name) for name in ("id", "at", "seq", "offline", "station") if name in more
    }
    return {
        "id": str(uuid.uuid4()), "at": clock.now().isoformat(), "kind": "act", "code": code,
        "action": action, "data": more,
    } | marks  # fmt: skip


def act(client: FlaskClient, action: str, code: str | None, **more: Any) -> dict[str, Any]:
    """Send it, and answer what the server says."""
    answer = client.post(CAPTURES, json=capture(action, code, **more), headers=ORIGIN)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def form(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    """One form of the page, with its marks as a script fills them in."""
    marks = {"id": str(uuid.uuid4()), "at": clock.now().isoformat(), "seq": "1", "station": ""}
    return client.post(path, data=marks | fields, headers=ORIGIN | {"HX-Request": "true"})


def weights(session: Session, item_id: int) -> list[Decimal]:
    """Every weight of an item, in the order in which they came."""
    session.expire_all()
    query = select(Weighing).where(Weighing.item_id == item_id).order_by(col(Weighing.id))
    return [row.kg for row in session.exec(query)]


def kg_now(session: Session, item_id: int) -> Decimal | None:
    session.expire_all()
    row = items.of(session, item_id)
    return None if row is None else row.kg


def stages(session: Session, whose: Client) -> list[str]:
    return [item.stage for item in roads.items(session, whose)]


def item(session: Session, key: int) -> Item:
    session.expire_all()
    return session.get_one(Item, key)
