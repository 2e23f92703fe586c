"""What keeps a half-day sheet out: strangers, impossible times, two halves that overlap."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from esat import clock, texts
from esat.errors import Invalid, Refused
from esat.workers import statuses
from esat.workers.models import Group
from esat.workers.roll_call import Person
from esat.workers.statuses import Presence
from esat.workers.timetables.plans import Span


class Said(Protocol):
    """A half-day, as far as what it says is concerned."""

    @property
    def status(self) -> str: ...
    @property
    def from_time(self) -> time | None: ...
    @property
    def to_time(self) -> time | None: ...
    @property
    def planned_from(self) -> time | None: ...
    @property
    def planned_to(self) -> time | None: ...


@dataclass(frozen=True, slots=True)
class Stands:
    """What already stands of a half-day."""

    id: int
    group_id: int
    status: str
    from_time: time | None
    to_time: time | None
    planned_from: time | None
    planned_to: time | None
    minutes: int


Standing = dict[tuple[int, str], Stands]
"""What already stands of a day, by worker and half."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one worker."""

    worker_id: int
    status: str
    from_time: time | None = None
    to_time: time | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Which half-day of which group, and how it came: `late` when it was sent after the fact."""

    group: Group
    day: date
    half: str
    late: bool = False
    reason: str = ""


def kept_plan(row: Said) -> Span | None:
    """What was expected when it was recorded."""
    if row.planned_from is None or row.planned_to is None:
        return None
    return Span(row.planned_from, row.planned_to)


def span_of(row: Said) -> Span | None:
    """When he was there, or None."""
    start, end = row.from_time or row.planned_from, row.to_time or row.planned_to
    if row.status in statuses.AWAY or start is None or end is None:
        return None
    return Span(start, end)


def refuse_strangers(
    sheet: Sheet, named: Collection[int], known: Mapping[int, Person], standing: Standing
) -> None:
    """Everybody named is of the group and under contract that day, or already on this sheet."""
    for key in named:
        if _stands(sheet, standing.get((key, sheet.half))):
            continue
        person = known.get(key)
        if person is None or person.group_id != sheet.group.id:
            raise Refused("not_in_group", name=sheet.group.name, day=sheet.day)
        if person.left is not None and person.left < sheet.day:
            raise Refused("worker_left", day=person.left)
        if person.starts is not None and person.starts > sheet.day:
            raise Refused("worker_not_yet", day=person.starts)


def presences(
    sheet: Sheet,
    entries: Sequence[Entry],
    plans: Mapping[int, Span | None],
    standing: Standing,
    far: int,
) -> dict[int, Presence]:
    """What each entry will say; `far`: minutes from the plan that are taken for a slip.

    Invalid: `form_invalid`, one sentence a worker.
    """
    other = "afternoon" if sheet.half == "morning" else "morning"
    found: dict[int, Presence] = {}
    faults: dict[str, str] = {}
    for entry in entries:
        plan = plans[entry.worker_id]
        beside = standing.get((entry.worker_id, other))
        code = "half_day_twice" if entry.worker_id in found else ""
        code = code or _fault(sheet, entry, plan, span_of(beside) if beside else None, far)
        if code:
            faults[str(entry.worker_id)] = _sentence(code, plan)
        else:
            found[entry.worker_id] = statuses.presence(
                plan, entry.status, entry.from_time, entry.to_time
            )
    if faults:
        raise Invalid("form_invalid", faults)
    return found


def _stands(sheet: Sheet, row: Stands | None) -> bool:
    return row is not None and row.group_id == sheet.group.id


def _fault(sheet: Sheet, entry: Entry, plan: Span | None, beside: Span | None, far: int) -> str:
    said = (plan, entry.status, entry.from_time, entry.to_time, far)
    code = statuses.fault(*said)
    if code or entry.status in statuses.AWAY:
        return code
    found = statuses.span(plan, entry.from_time, entry.to_time)
    if clock_changes(sheet.day, found):
        return "half_day_clock_change"
    if beside is not None and found.start < beside.end and beside.start < found.end:
        return "half_day_overlap"
    return ""


def clock_changes(day: date, found: Span) -> bool:
    """Whether the clock of the house changes within it: its minutes could not be told."""
    start = datetime.combine(day, found.start, clock.PARIS)
    end = datetime.combine(day, found.end, clock.PARIS).replace(fold=1)
    return start.utcoffset() != end.utcoffset()


def _sentence(code: str, plan: Span | None) -> str:
    hours = {"start": plan.start, "end": plan.end} if plan else {}
    return texts.sentence(code, hours)
