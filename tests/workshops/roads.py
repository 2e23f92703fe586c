"""What the workshops' tests share: an order opened through the page, and a road walked by moves."""

from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from esat import registry
from esat.clients.models import Client
from esat.production import moves, subjects
from esat.production.models import Item, Order
from esat.production.moves import Context
from esat.production.subjects import Subject
from tests import people


def open_by_form(client: FlaskClient, slug: str, whose: Client, **fields: object) -> TestResponse:
    """The form of a new order, sent as a browser would."""
    return client.post(
        "/commandes/nouvelle", data={"atelier": slug, "client_id": str(whose.id)} | fields
    )


def items(session: Session, whose: Client) -> list[Item]:
    """The items of a client, oldest first."""
    query = (
        select(Item)
        .join(Order, col(Order.id) == Item.order_id)
        .where(Order.client_id == whose.id)
        .order_by(col(Item.id))
    )
    session.expire_all()
    return list(session.exec(query))


def walk(session: Session, item: Item, *actions: str) -> list[str]:
    """Make the moves one after the other as the workshop's supervisor; the stages gone through."""
    by = people.actor("moniteur", workshops=(item.workshop,))
    subject = subjects.item(session, item.id or 0)
    assert subject is not None
    stages = [subject.stage or ""]
    for action in actions:
        subject = moves.move(session, subject, action, Context(by=by)).subject
        stages.append(subject.stage or "")
    return stages


def every_stage(workshop: str) -> list[str]:
    """The stages that a workshop declares, in order."""
    return [stage.code for stage in registry.current().workshop(workshop).road.stages]


def subject(session: Session, item: Item) -> Subject:
    found = subjects.item(session, item.id or 0)
    assert found is not None
    return found
