"""Who leads which group, and when: what a supervisor may do follows from it, and ends with it."""

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from esat import clock
from esat.actors import Actor
from esat.workers.models import Group, Supervision


def groups_of(session: Session, account_id: int, day: date | None = None) -> frozenset[int]:
    """The groups that this account leads that day (today), replacements included."""
    when = day or clock.today()
    until = col(Supervision.until)
    query = select(Supervision.group_id).where(
        Supervision.account_id == account_id,
        col(Supervision.since) <= when,
        or_(until.is_(None), until >= when),
    )
    return frozenset(session.exec(query))


def may(by: Actor, capability: str, group: Group) -> bool:
    """Whether he may do it with this group. Who leads a group has it whatever his own workshop:
    a replacement may come from another one.
    """
    workshop = group.workshop or None if by.groups is None else None
    return by.can(capability, workshop=workshop, group=group.id)


def as_then(session: Session, by: Actor, at: datetime) -> Actor:
    """`by` with the groups that he led at that moment, for what a tablet sends later."""
    day = clock.local(at).date()
    if by.groups is None or by.account_id is None or day == clock.today():
        return by
    return replace(by, groups=groups_of(session, by.account_id, day))
