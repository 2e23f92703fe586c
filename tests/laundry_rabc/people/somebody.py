"""People of the laundry and of elsewhere, for the tests of authorisations."""

from uuid import uuid4

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import Actor
from esat.workers.models import Group, Worker
from laundry_rabc.people.authorising import Person
from tests import people, signing_in


def account(session: Session, role: str, *workshops: str) -> Actor:
    signing_in.open_session(session, role, people.NAMES[role], workshops or None)
    key = session.exec(select(Account.id).order_by(col(Account.id).desc())).first()
    return people.actor(role, workshops=workshops or None, account_id=key or 0)


def worker(session: Session, first: str = "Paul", workshop: str = "laundry") -> Person:
    group = Group(code=f"g-{uuid4().hex[:8]}", name="Groupe linge", workshop=workshop)
    session.add(group)
    session.flush()
    made = Worker(
        first_name=first, initial="D", last_name="Durand", first_group_id=group.id,
        created_at=clock.now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return Person(worker_id=made.id)
