"""A laundry with the proposed plan and calendar, its checks of one Monday, and its people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import Actor
from esat.production import barcodes, things
from esat.workers.models import Group, Worker
from laundry_rabc.cases import judged
from laundry_rabc.checks import calendar, making, settling
from laundry_rabc.checks.models import Check
from laundry_rabc.plan import proposing
from laundry_rabc.plan.models import ControlPoint
from tests import people
from tests.conftest import MONDAY
from workshops.laundry.plant.models import Machine

EIGHT_THIRTY = calendar.moment(clock.local(MONDAY).date(), time(8, 30))
DAY = timedelta(days=1)


@dataclass
class Laundry:
    """What a test needs to name."""

    paul: int
    paul_badge: str
    washer: int
    calender: int
    nadia: Actor
    rachid: Actor

    def check(self, session: Session, code: str, shift: str = "") -> Check:
        """The check of a point that is due on the Monday."""
        query = (
            select(Check)
            .join(ControlPoint, col(ControlPoint.id) == Check.point_id)
            .where(ControlPoint.code == code, Check.shift == shift)
        )
        return session.exec(query.order_by(col(Check.id))).first() or pytest.fail(code)


def account(session: Session, name: str, **more: object) -> int:
    made = Account(login=name, display_name=name, password_hash="", **more)
    session.add(made)
    session.flush()
    return made.id or 0


def _machine(session: Session, kind: str, since: datetime) -> int:
    row, _ = things.add_resource(session, "machine", kind, "laundry", "E", at=since)
    session.add(Machine(resource_id=row.id, version=1, kind=kind, label=kind, created_at=since))
    session.flush()
    return row.id or 0


@pytest.fixture
def told() -> None:
    """The listener of this room, as the part installs it."""
    judged.on_recorded(settling.told)


@pytest.fixture
def laundry(session: Session, now: datetime) -> Laundry:
    since = now - 5 * DAY
    proposing.install(session, since)
    calendar.install(session, since)
    group = Group(code="lav", name="Laverie", workshop="laundry")
    session.add(group)
    session.flush()
    paul = Worker(first_name="Paul", initial="D", first_group_id=group.id, created_at=since)
    session.add(paul)
    session.flush()
    badge = barcodes.allocate(session, "H", now)
    barcodes.bind(session, badge, worker_id=paul.id or 0)
    washer, calender = (_machine(session, kind, since) for kind in ("washer", "calender"))
    with clock.pinned(EIGHT_THIRTY - timedelta(hours=3)):
        making.make(session)
    session.commit()
    nadia = people.actor("moniteur", workshops=("laundry",), account_id=account(session, "nadia"))
    rachid = people.actor(
        "responsable_atelier", workshops=("laundry",), account_id=account(session, "rachid")
    )
    session.commit()
    return Laundry(paul.id or 0, badge, washer, calender, nadia, rachid)


@pytest.fixture
def karim(laundry: Laundry, signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    """The counter of the laundry, where workers do their checks."""
    return signed_in("comptoir", ("laundry",))


@pytest.fixture
def nadia(laundry: Laundry, signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    """A supervisor of the laundry."""
    return signed_in("moniteur", ("laundry",))
