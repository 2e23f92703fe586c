"""The checks that the plan in force asks for, written once each, however often this runs.

    shift of an open day --> plan in force when it starts --> one check a turn, machine and time

A turn longer than a shift is due at the first open shift of its day, week, month, quarter or year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from esat import clock
from laundry_rabc.checks import calendar
from laundry_rabc.checks.calendar import Span
from laundry_rabc.checks.models import Check
from laundry_rabc.plan import reads as plan
from laundry_rabc.plan.models import PointVersion
from workshops.laundry.dispatch.models import Trip
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Machine

ALONE: Final = ("system", "machine")
"""Who comes first among those who do it, and judges alone: such points are watched."""
BY_PEOPLE: Final = frozenset({"shift", "day", "week", "month", "quarter", "year", "round"})
KINDS: Final = {"LAV": "washer", "ESS": "extractor", "SEC": "dryer", "CAL": "calender"}
"""Which machines the points of a step are about, by the beginning of their code."""
CAUGHT_UP: Final = 60
"""How many days are made up for, after a time in which no clockwork ran."""


Row = dict[str, Any]
"""A check that is due; most of them are there already."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a point: its key, where it closes, for which shift and round."""

    key: str
    closes_at: datetime
    shift: str = ""
    place: str = ""


def make(session: Session, now: datetime | None = None) -> int:
    """Write what has become due until the end of today; answers how many. Flushes."""
    at = now or clock.now()
    today = clock.local(at).date()
    first, last = session.exec(select(func.min(Check.made_at), func.max(Check.due_at))).one()
    started = first or at
    day = today if last is None else clock.local(last).date()
    day = max(min(day, today), today - timedelta(days=CAUGHT_UP))
    book, machines = calendar.load(session), _machines(session)
    made = 0
    while day <= today:
        for n, span in enumerate(book.on(day)):
            wanted = _wanted(session, day, span, machines, rounds=n == 0)
            made += _write(session, wanted, started, at)
        day += calendar.DAY
    return made


def is_asked(version: PointVersion) -> bool:
    """Whether people do this check at its turn, rather than a machine or this house."""
    return version.frequency in BY_PEOPLE and version.who.partition(" ")[0] not in ALONE


def _wanted(
    session: Session, day: date, span: Span, machines: dict[str, list[int]], *, rounds: bool
) -> Iterator[Row]:
    for code, version in plan.plan_at(session, span.starts_at).items():
        if not is_asked(version):
            continue
        for turn in _turns(session, version.frequency, day, span, rounds=rounds):
            yield from _checks(code, version, turn, span, machines)


def _checks(
    code: str, version: PointVersion, turn: Turn, span: Span, machines: dict[str, list[int]]
) -> Iterator[Row]:
    kind = KINDS.get(code.partition("-")[0], "washer")
    those: list[int | None] = [*machines.get(kind, ())] if version.per_machine else [None]
    late_at = span.starts_at + timedelta(hours=version.late_after_hours)
    for machine in those:
        for n in range(1, version.times + 1):
            key = turn.key + (f"/m{machine}" if machine else "") + (f"/{n}" if n > 1 else "")
            yield {
                "point_id": version.point_id, "version_id": version.id or 0, "key": key,
                "zone": version.zone, "step": version.step, "shift": turn.shift,
                "place": turn.place, "machine_id": machine, "due_at": span.starts_at,
                "late_at": min(late_at, turn.closes_at), "closes_at": turn.closes_at,
            }  # fmt: skip


def _turns(
    session: Session, frequency: str, day: date, span: Span, *, rounds: bool
) -> Iterator[Turn]:
    over = calendar.midnight_after(day)
    if frequency == "shift":
        yield Turn(f"{day}/{span.code}", over, span.code)
    elif frequency == "day":
        yield Turn(str(day), over)
    elif frequency == "round":
        if rounds:
            for trip in session.exec(select(Trip).where(Trip.day == day).order_by(col(Trip.id))):
                yield Turn(f"{day}/t{trip.id}", over, place=trip.label)
    else:
        key, following = period(frequency, day)
        yield Turn(key, calendar.moment(following))


def period(frequency: str, day: date) -> tuple[str, date]:
    """The name of the week, month, quarter or year of a day, and the first day after it."""
    if frequency == "week":
        year, week, weekday = day.isocalendar()
        return f"{year}-W{week:02}", day + timedelta(days=8 - weekday)
    months = {"month": 1, "quarter": 3, "year": 12}[frequency]
    first = (day.month - 1) // months * months
    following = date(day.year + (first + months) // 12, (first + months) % 12 + 1, 1)
    names = {
        "month": f"{day:%Y-%m}", "quarter": f"{day.year}-T{first // 3 + 1}", "year": f"{day:%Y}",
    }  # fmt: skip
    return names[frequency], following


def _write(session: Session, wanted: Iterator[Row], started: datetime, at: datetime) -> int:
    """Add those that are not there, and none that was over before the house had checks at all."""
    fresh = [one for one in wanted if one["late_at"] > started]
    if not fresh:
        return 0
    keys = {one["key"] for one in fresh}
    query = select(Check.point_id, Check.key).where(col(Check.key).in_(keys))
    known = set(session.exec(query).all())
    missing = [one | {"made_at": at} for one in fresh if (one["point_id"], one["key"]) not in known]
    if missing:
        session.connection().execute(insert(Check), missing)
    return len(missing)


def _machines(session: Session) -> dict[str, list[int]]:
    """The machines in use, by kind; a washer extracts where there is no extractor."""
    found: dict[str, list[int]] = {}
    for one in versions.in_force(session, Machine, "resource_id"):
        found.setdefault(one.kind, []).append(one.resource_id)
    found.setdefault("extractor", found.get("washer", []))
    return found
