"""Nadia's group of the laundry, an order of a thousand pieces, and browsers signed in."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.actors import SYSTEM
from esat.production import orders
from esat.production.models import Order
from esat.production.orders import Line, Wanted
from esat.workers import people
from tests import factories
from tests.esat.workers.conftest import Team, leader, team

__all__ = ["leader", "team"]

SignedIn = Callable[..., FlaskClient]
TODAY = date(2026, 11, 23)
HOME = "/equipes/linge/2026-11-23"


def order_of(
    session: Session, *lines: tuple[str, str], workshop: str = "laundry", at: datetime
) -> Order:
    """An order of these quantities and units, for a client of its own."""
    client = factories.make_client(session)
    asked = tuple(Line(f"Service {unit}", Decimal(quantity), unit) for quantity, unit in lines)
    wanted = Wanted(workshop=workshop, client_id=client.id or 0, lines=asked)
    return orders.open_order(session, wanted, by=SYSTEM, at=at)


@pytest.fixture
def order(session: Session, now: datetime) -> Order:
    return order_of(session, ("1000", "pièce"), at=now)


@pytest.fixture
def nadia(session: Session, signed_in: SignedIn, team: Team, order: Order) -> FlaskClient:
    """Nadia's browser: she leads the group of the laundry."""
    browser = signed_in("moniteur", ("laundry",))
    account = session.exec(select(Account).order_by(col(Account.id).desc())).first()
    assert account is not None
    people.lead(session, team.group, account.id or 0, TODAY)
    session.commit()
    return browser
