"""What closes a move of the laundry before anybody makes it. While the house has declared no
machine, things move as mere stages: that costs one short SELECT.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from esat.declarations import Subject
from esat.production import offering, tables
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.plant.models import Bin, Machine, Precaution
from workshops.laundry.washing import loads, starting
from workshops.laundry.washing.models import Cycle

SHORT = {
    "load_too_heavy": "load_over_limit",
    "still_isolated": "isolation_not_over",
    "machine_running": "machine_busy",
    "machine_to_disinfect": "machine_not_clean",
    "not_last_of_day": "ordinary_first",
    "load_not_weighed": "load_weight_missing",
}
"""A guard answers a mere code: these say the same without naming anything."""
BIN_NEXT = "scan_bin_next"
_bin: Any = Bin.__table__
_machine: Any = Machine.__table__
_cycle: Any = Cycle.__table__
_side: Any = LaundryItem.__table__
_precaution: Any = Precaution.__table__
_FLAGS = select(
    select(_machine.c.id).exists().label("machines"),
    select(_bin.c.resource_id)
    .join(tables.resource, tables.resource.c.id == _bin.c.resource_id)
    .where(tables.resource.c.retired_at.is_(None))
    .exists()
    .label("bins"),
    select(_side.c.isolated_until)
    .where(_side.c.item_id == bindparam("item"))
    .scalar_subquery()
    .label("isolated_until"),
    select(_precaution.c.never_opened)
    .join(_side, _side.c.precaution_id == _precaution.c.id)
    .where(_side.c.item_id == bindparam("item"))
    .scalar_subquery()
    .label("never_opened"),
)
"""Whether there are machines and bins, and what a thing's precautions say: one look for all."""


def _unopened(*, of_lot: bool) -> Any:
    """The newest wash of each of these things, where its machine was not opened yet."""
    past, now = tables.lot_item.alias("past"), tables.lot_item.alias("present")
    newest = (
        select(func.max(_cycle.c.id))
        .select_from(past.join(_cycle, _cycle.c.lot_id == past.c.lot_id))
        .where(
            _cycle.c.kind == "wash",
            past.c.left_at.is_(None) | (past.c.left_at >= _cycle.c.started_at),
        )
        .group_by(past.c.item_id)
    )
    if of_lot:
        inside = select(now.c.item_id).where(
            now.c.lot_id == bindparam("key"), now.c.left_at.is_(None)
        )
        newest = newest.where(past.c.item_id.in_(inside))
    else:
        newest = newest.where(past.c.item_id == bindparam("key"))
    return select(_cycle.c.id).where(_cycle.c.opened_at.is_(None), _cycle.c.id.in_(newest)).limit(1)


_UNOPENED = {of_lot: _unopened(of_lot=of_lot) for of_lot in (True, False)}


def may_start(session: Session, subject: Subject, at: datetime) -> str | None:
    """A wash starts only as a load with a machine and a programme that suit it."""
    if not _flags(session, subject).machines:
        return None
    if subject.lot_id is None:
        return "needs_load"
    load = loads.of_lot(session, subject.lot_id)
    if load is None:
        return "load_needs_machine"
    inside = loads.contents(session, [subject.lot_id])[subject.lot_id]
    why = starting.why_not(session, load, subject.stage or "", inside, at)
    return None if why is None else why.short or SHORT.get(why.code, why.code)


def may_sort(session: Session, subject: Subject, at: datetime) -> str | None:
    """What is under precautions stays closed, and waits as long as they say. Where there are bins,
    sorting is putting into one.
    """
    if subject.item_id is None:
        return None
    flags = _flags(session, subject)
    if flags.isolated_until is not None and at < flags.isolated_until:
        return "isolation_not_over"
    if flags.never_opened:
        return "precaution_never_opened"
    return BIN_NEXT if flags.bins else None


def may_load(session: Session, subject: Subject, at: datetime) -> str | None:
    """Where there are machines, what is washed is a load: a thing alone would go nowhere."""
    del at
    if subject.item_id is None:
        return None
    flags = _flags(session, subject)
    return BIN_NEXT if flags.bins else "needs_load" if flags.machines else None


def _flags(session: Session, subject: Subject) -> Any:
    """Read once for all the offers of a thing."""
    seen = session.info.get(offering.SEEN, {})
    key = ("laundry", subject.item_id)
    if key not in seen:
        seen[key] = session.connection().execute(_FLAGS, {"item": subject.item_id}).one()
    return seen[key]


def was_opened(session: Session, subject: Subject, at: datetime) -> str | None:
    """What a machine washed is dried or folded once the machine was opened on the clean side."""
    del at
    return "not_opened" if unopened(session, subject) else None


def unopened(session: Session, subject: Subject) -> bool:
    """Whether a thing, or one of a lot, lies in a machine that nobody has opened."""
    of_lot = subject.item_id is None
    key = subject.lot_id if of_lot else subject.item_id
    return session.connection().execute(_UNOPENED[of_lot], {"key": key}).first() is not None
