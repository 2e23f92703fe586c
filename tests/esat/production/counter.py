"""What the counter's tests share: a browser's post as scan.js makes it, and the codes it scans."""

import uuid
from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from esat import clock
from esat.actors import SYSTEM
from esat.production import barcodes, lots, things
from tests import factories


@dataclass(frozen=True)
class Codes:
    """Two bags of a client, an action card, a blank label, an item of an order and a lot of two."""

    bag: str
    other: str
    card: str
    blank: str
    item: str
    lot: str
    client_id: int


def codes(session: Session) -> Codes:
    owner = factories.make_client(session, "EHPAD Les Tilleuls", town="Riom")
    order = factories.make_order(session, items=3, client=owner)
    first, *rest = factories.items_of(session, order)
    lot = lots.open_lot(
        session,
        "laundry",
        "expected",
        [item.item_id or 0 for item in rest],
        by=SYSTEM,
        at=factories.AT,
    )
    made = Codes(
        bag=factories.make_bag(session, owner)[1],
        other=factories.make_bag(session, owner, "Sac 2")[1],
        card=things.add_resource(
            session, "card", "Lavage", "laundry", "K", action="start_wash", at=factories.AT
        )[1],
        blank=barcodes.allocate(session, "F", factories.AT),
        item=first.code or "",
        lot=barcodes.of(session, lot_id=lot.id or 0) or "",
        client_id=owner.id or 0,
    )
    session.commit()
    return made


def post(client: FlaskClient, act: str, **fields: object) -> TestResponse:
    """One form of the counter with its marks, as a script sends it."""
    marks = {"id": str(uuid.uuid4()), "at": clock.now().isoformat(), "seq": "1", "station": ""}
    return client.post(f"/comptoir/{act}", data=marks | fields, headers={"HX-Request": "true"})
