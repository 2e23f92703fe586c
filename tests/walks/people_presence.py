"""Nadia, who leads the laundry, and her tablet; what the base holds of a half-day."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.workers import people
from esat.workers.models import HalfDay
from tests.esat.workers.conftest import Team

SignedIn = Callable[..., FlaskClient]
MONDAY = date(2026, 11, 23)
CAPTURES = "/api/v1/captures"


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), clock.PARIS)


def page(day: date, half: str = "matin") -> str:
    return f"/equipes/linge/{day}/{half}"


@dataclass
class Nadia:
    """A supervisor of the laundry: her browser, her account."""

    browser: FlaskClient
    account_id: int

    def send(self, day: date, said: dict[str, str], moment: datetime, **more: Any) -> Any:
        """The sheet of a morning as her tablet sends it; offline unless said otherwise."""
        data = {"group": "linge", "day": day.isoformat(), "half": "morning", **said}
        sent = {"id": str(uuid.uuid4()), "at": moment.isoformat(), "kind": "act", "code": None,
                "action": "half_day.record", "offline": True, "data": data, **more}  # fmt: skip
        return self.browser.post(CAPTURES, json=sent).get_json()


@pytest.fixture
def supervisor(session: Session, signed_in: SignedIn) -> Callable[[], Nadia]:
    def make() -> Nadia:
        browser = signed_in("moniteur", ("laundry",))
        account = session.exec(select(Account).order_by(col(Account.id).desc())).first()
        assert account is not None
        return Nadia(browser, account.id or 0)

    return make


@pytest.fixture
def nadia(session: Session, team: Team, supervisor: Callable[[], Nadia]) -> Nadia:
    """She has led the laundry since January."""
    made = supervisor()
    people.lead(session, team.group, made.account_id, date(2026, 1, 1))
    session.commit()
    return made


def rows(session: Session) -> dict[int, HalfDay]:
    session.expire_all()
    return {row.worker_id: row for row in session.exec(select(HalfDay))}


def minutes(session: Session) -> dict[int, int]:
    return {worker: row.minutes for worker, row in rows(session).items()}
