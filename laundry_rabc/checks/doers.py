"""Who did a check: the person signed in, or a worker named by his badge or his tile."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam
from sqlmodel import Session, col, or_, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import Actor
from esat.errors import Refused
from esat.production import codes
from esat.production.models import Barcode
from esat.workers import memberships
from esat.workers.models import Group, HalfDay, Worker
from laundry_rabc.checks.rights import WORKSHOP
from laundry_rabc.checks.shapes import MYSELF

THERE: Final = ("present", "late", "left_early")
MOST: Final = 80
LONGEST_KEY: Final = 9

_OF_LAUNDRY = (
    select(Worker)
    .join(Group, col(Group.id) == memberships.group_on(bindparam("day")))
    .where(
        col(Group.workshop).in_((WORKSHOP, "")),
        or_(col(Worker.left_on).is_(None), col(Worker.left_on) >= bindparam("day")),
    )
    .order_by(col(Worker.first_name), col(Worker.id))
)
"""The workers of the laundry's groups, and of none in particular, who have not left that day."""
_ONE = _OF_LAUNDRY.where(col(Worker.id) == bindparam("worker"))


@dataclass(frozen=True, slots=True)
class Doer:
    """Who did it. `worker_id` None is the person signed in himself."""

    key: str
    name: str
    worker_id: int | None
    pictogram: str = "person"


def present(session: Session, at: datetime) -> list[Doer]:
    """The laundry's workers who are there this half-day; all of its groups while no sheet says who
    is.
    """
    wall = clock.local(at)
    there = select(HalfDay.worker_id).where(
        HalfDay.day == wall.date(),
        HalfDay.half == clock.half_of(at),
        col(HalfDay.status).in_(THERE),
    )
    asked = {"day": wall.date()}
    those_there = _OF_LAUNDRY.where(col(Worker.id).in_(there)).limit(MOST)
    found = session.exec(those_there, params=asked).all()
    found = found or session.exec(_OF_LAUNDRY.limit(MOST), params=asked).all()
    return [_doer(one) for one in sorted(found, key=lambda one: one.display_name)]


def named(session: Session, text: str, *, by: Actor) -> Doer:
    """The doer that a form names: « moi », a worker's number, or the code of a badge. Refuses
    `check_who` without one, and `check_badge_unknown`.
    """
    plain = text.strip()
    if by.worker_id is not None and plain in {"", MYSELF}:
        return Doer(MYSELF, by.display_name, by.worker_id)
    if plain == MYSELF and by.account_id is not None:
        return Doer(MYSELF, by.display_name, None)
    if not plain or plain == MYSELF:
        raise Refused("check_who")
    typed = plain.isdecimal() and len(plain) <= LONGEST_KEY
    worker_id = int(plain) if typed else _of_badge(session, plain[:64])
    asked = {"worker": worker_id, "day": clock.today()}
    found = session.exec(_ONE, params=asked).first() if worker_id is not None else None
    if found is None:
        raise Refused("check_badge_unknown")
    return _doer(found)


def _of_badge(session: Session, text: str) -> int | None:
    """The worker of a badge: his own, or the one of his account."""
    query = (
        select(Barcode.worker_id, Account.worker_id)
        .join(Account, col(Account.id) == Barcode.account_id, isouter=True)
        .where(Barcode.code == codes.repair(text), col(Barcode.revoked_at).is_(None))
    )
    found = session.exec(query).first()
    return None if found is None else (found[0] or found[1])


def _doer(one: Worker) -> Doer:
    return Doer(str(one.id), one.display_name, one.id, one.pictogram or "person")
