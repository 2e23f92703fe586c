"""Paul and Zoé of the laundry, Ali of the gardens, their supervisors, and the items of trades."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.activity.skills import items
from esat.workers import people
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.models import Group, Worker
from esat.workers.posts import posts

SignedIn = Callable[..., FlaskClient]
TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Crew:
    linen: Group
    garden: Group
    paul: Worker
    zoe: Worker
    ali: Worker


@pytest.fixture
def crew(session: Session, now: datetime) -> Crew:
    posts.install(session, now)
    items.install(session, now)
    linen = people.create_group(session, GroupIn(code="linge", name="Linge", workshop="laundry"))
    garden = people.create_group(
        session, GroupIn(code="jardin", name="Jardin", workshop="green_spaces")
    )

    def worker(first: str, last: str, group: Group) -> Worker:
        given = WorkerIn(first_name=first, last_name=last, group_id=group.id)
        return people.create_worker(session, given)

    made = Crew(
        linen,
        garden,
        worker("Paul", "Durand", linen),
        worker("Zoé", "Martin", linen),
        worker("Ali", "Roux", garden),
    )
    session.commit()
    return made


@pytest.fixture
def nadia(session: Session, signed_in: SignedIn, crew: Crew) -> FlaskClient:
    """Who leads the group of the laundry and no other."""
    browser = signed_in("moniteur", ("laundry",))
    account = session.exec(select(Account).order_by(col(Account.id).desc())).first()
    assert account is not None
    people.lead(session, crew.linen, account.id or 0, date(2026, 11, 1))
    session.commit()
    return browser


def picture() -> io.BytesIO:
    """A small photograph."""
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(kept, "JPEG")
    kept.seek(0)
    return kept
