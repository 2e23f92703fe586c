"""Who leads which group, and when: what a supervisor may do follows from it, and ends with it."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden
from esat.workers.models import Group, Supervision

_S = Supervision.__table__.c
_LED = select(_S.group_id).where(
    _S.account_id == bindparam("account"),
    _S.since <= bindparam("day"),
    or_(_S.until.is_(None), _S.until >= bindparam("day")),
)
"""Built once: it is asked at each request of a supervisor."""


def groups_of(session: Session, account_id: int, day: date | None = None) -> frozenset[int]:
    """The groups that this account leads that day (today), replacements included."""
    rows = session.connection().execute(_LED, {"account": account_id, "day": day or clock.today()})
    return frozenset(rows.scalars())


def may(by: Actor, capability: str, group: Group) -> bool:
    """Whether he may do it with this group. Who leads a group has it whatever his own workshop:
    a replacement may come from another one.
    """
    workshop = group.workshop or None if by.groups is None else None
    return by.can(capability, workshop=workshop, group=group.id)


def not_yours(session: Session, by: Actor, group: Group, at: datetime) -> Forbidden:
    """Why it was not his at that moment: to who leads it at another time, with the day."""
    query = select(_S.id).where(
        _S.account_id == by.account_id,
        _S.group_id == group.id,
        or_(_S.until.is_(None), _S.until >= _S.since),
    )
    led = by.groups is not None and session.connection().execute(query.limit(1)).first()
    if not led:
        return Forbidden("not_your_group")
    return Forbidden("not_your_group_then", day=clock.local(at).date())


def as_then(session: Session, by: Actor, at: datetime) -> Actor:
    """`by` with the groups that he led at that moment, for what a tablet sends later."""
    day = clock.local(at).date()
    if by.groups is None or by.account_id is None or day == clock.today():
        return by
    return replace(by, groups=groups_of(session, by.account_id, day))
