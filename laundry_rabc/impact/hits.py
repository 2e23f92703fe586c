"""Which cycles a cause touched, by one statement on the cycles; what needs judgement is judged on
the rows. A cycle counts when it ran at any moment of the period.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlmodel import Session

from workshops.laundry.plant.models import Machine, Programme
from workshops.laundry.washing.models import Cycle, CycleFix

Kind = Literal["instrument", "machine", "programme", "pump", "chemical", "point", "period"]
KINDS: Final[dict[str, str]] = {
    "instrument": "Une sonde, un thermomètre",
    "machine": "Une machine",
    "programme": "Une version de programme",
    "pump": "Une pompe",
    "chemical": "Un lot de produit",
    "point": "Un contrôle",
    "period": "Une période entière",
}
_cycle: Any = Cycle.__table__
_machine: Any = Machine.__table__
_programme: Any = Programme.__table__
_fix: Any = CycleFix.__table__


@dataclass(frozen=True, slots=True)
class Cause:
    """What failed, and from when to when. `correction` is what is to be added to a reading of the
    instrument to have the true value.
    """

    kind: str
    since: datetime
    until: datetime
    thing: int | None = None
    correction: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A cycle that a cause touched; temperatures in °C, times in minutes, as they count today."""

    id: int
    lot_id: int
    machine_id: int
    machine: str
    programme_id: int | None
    programme: str
    started_at: datetime
    ended_at: datetime | None
    max_c: Decimal | None
    hold_minutes: Decimal | None


Window = tuple[int | None, datetime, datetime]
"""A machine (None: any), and from when to when it was touched."""


@dataclass(frozen=True, slots=True)
class Touch:
    """What of the cycles a cause touches: on which machines when, with which programme versions
    (None: all), and what else a row must satisfy.
    """

    windows: tuple[Window, ...]
    programmes: tuple[int, ...] | None = None
    keeps: Callable[[Hit], bool] | None = None


@dataclass(frozen=True, slots=True)
class Wash:
    """A touched cycle by its keys alone: there may be thirty thousand."""

    id: int
    lot_id: int
    started_at: datetime


def of_touch(session: Session, touch: Touch) -> list[Wash]:
    """The washes that went to their end in these windows, the first one first."""
    if touch.keeps is not None:
        kept = [one for one in _as_corrected(session, _rows(session, touch)) if touch.keeps(one)]
        return [Wash(one.id, one.lot_id, one.started_at) for one in kept]
    query = (
        select(_cycle.c.id, _cycle.c.lot_id, _cycle.c.started_at)
        .where(_touched(touch))
        .order_by(_cycle.c.started_at, _cycle.c.id)
    )
    return [Wash(*row) for row in session.connection().execute(query)]


def shown(session: Session, washes: Sequence[Wash], most: int) -> list[Hit]:
    """The last of them with all that is known, the newest first."""
    keys = [one.id for one in washes[-most:]]
    query = _QUERY.where(_cycle.c.id.in_(keys))
    return _as_corrected(session, _read(session, query))[::-1]


def _touched(touch: Touch) -> ColumnElement[bool]:
    conditions = [_in_window(*one) for one in touch.windows]
    return and_(
        _cycle.c.kind == "wash",
        _cycle.c.lot_id.is_not(None),
        _cycle.c.outcome.in_(("", "done")),
        or_(*conditions) if conditions else false(),
        true() if touch.programmes is None else _cycle.c.programme_id.in_(touch.programmes),
    )


_QUERY = (
    select(
        _cycle.c.id, _cycle.c.lot_id, _cycle.c.machine_id, _cycle.c.programme_id,
        _cycle.c.started_at, _cycle.c.ended_at, _cycle.c.max_c, _cycle.c.hold_minutes,
        _machine.c.label.label("machine"),
        func.coalesce(_programme.c.label, "").label("programme"),
    )
    .join(_machine, _machine.c.id == _cycle.c.machine_version_id)
    .outerjoin(_programme, _programme.c.id == _cycle.c.programme_id)
    .order_by(_cycle.c.started_at, _cycle.c.id)
)  # fmt: skip


def _rows(session: Session, touch: Touch) -> list[Hit]:
    return _read(session, _QUERY.where(_touched(touch)))


def _read(session: Session, query: Select[Any]) -> list[Hit]:
    return [Hit(**row) for row in session.connection().execute(query).mappings()]


def _in_window(machine: int | None, since: datetime, until: datetime) -> ColumnElement[bool]:
    ends = func.coalesce(_cycle.c.ended_at, _cycle.c.started_at)
    ran = and_(_cycle.c.started_at < until, ends >= since)
    return ran if machine is None else and_(ran, _cycle.c.machine_id == machine)


def _as_corrected(session: Session, rows: list[Hit]) -> list[Hit]:
    """What was corrected later counts."""
    if not rows:
        return rows
    fixed: dict[tuple[int, str], Decimal] = {}
    query = (
        select(_fix.c.cycle_id, _fix.c.field, _fix.c.after)
        .where(
            _fix.c.field.in_(("max_c", "hold_minutes")),
            _fix.c.cycle_id >= min(one.id for one in rows),
            _fix.c.cycle_id <= max(one.id for one in rows),
        )
        .order_by(_fix.c.id)
    )
    for cycle, field, after in session.connection().execute(query):
        fixed[cycle, field] = Decimal(after)
    return [
        replace(
            one,
            max_c=fixed.get((one.id, "max_c"), one.max_c),
            hold_minutes=fixed.get((one.id, "hold_minutes"), one.hold_minutes),
        )
        if any((one.id, name) in fixed for name in ("max_c", "hold_minutes"))
        else one
        for one in rows
    ]
