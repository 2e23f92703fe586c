"""The plan of the first day, and two persons with accounts."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from esat.accounts.models import Account
from esat.actors import Actor
from laundry_rabc.plan import proposing
from tests import people

SignedIn = Callable[..., FlaskClient]
Person = Callable[..., Actor]


@pytest.fixture
def plan(session: Session, now: object) -> None:
    """What the first day proposes."""
    proposing.install(session, clock.now())
    session.commit()


@pytest.fixture
def person(session: Session) -> Person:
    """Somebody of a role who has an account."""

    def made(role: str, workshops: tuple[str, ...] | None = None) -> Actor:
        account = Account(login=f"{role}-{uuid4().hex[:8]}", display_name=role, password_hash="")
        session.add(account)
        session.flush()
        return replace(people.actor(role, workshops=workshops), account_id=account.id)

    return made


def form(**fields: object) -> dict[str, object]:
    """A form with a key of its own."""
    return {"capture": str(uuid4())} | fields
