"""An order of a client who is told, and the shortest way to move its things."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.mailing.models import Mail
from esat.production import moves, offering, orders
from esat.production.models import Order
from esat.production.moves import Context
from tests.factories import items_of, make_client, make_order

ROAD = ("receive", "start_wash", "end_wash", "finish", "pack", "hand_over")
Walk = Callable[..., None]


@pytest.fixture
def order(session: Session, now: object) -> Order:
    owner = make_client(
        session, "Résidence Les Tilleuls", postcode="63200", email="accueil@tilleuls.example.org"
    )
    return make_order(session, items=3, client=owner, due_on=date(2026, 11, 27))


@pytest.fixture
def walk(session: Session) -> Walk:
    """`walk(order, "packed", of=2)`: bring the first two things to that stage."""

    def go(order: Order, stage: str, of: int = 99) -> None:
        for item in items_of(session, order)[:of]:
            subject = item
            for action in ROAD:
                if subject.stage == stage:
                    break
                if any(o.action == action for o in offering.offers(session, subject, by=SYSTEM)):
                    subject = moves.move(session, subject, action, Context(by=SYSTEM)).subject
        orders.close_if_done(session, orders.key(order), by=SYSTEM)

    return go


@pytest.fixture
def mails(session: Session) -> Callable[[], list[Mail]]:
    return lambda: list(session.exec(select(Mail).order_by(Mail.id)))
