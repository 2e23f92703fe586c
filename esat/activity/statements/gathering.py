"""What the statements of a month are computed from, read for everybody at once in a fixed number
of statements. The reasons of absence are opened only when they are asked for, by the office's code.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlmodel import Session

from esat.activity.allocations import reads as allocations
from esat.activity.statements import leave as counters
from esat.activity.statements import periods, sources
from esat.activity.statements.figures import Counter, Given, Half, Kept, Line, Person, Reason, Rules
from esat.activity.statements.sources import Who
from esat.workers.absences import kinds, sealed
from esat.workers.absences import reads as absences
from esat.workers.contracts import chains
from esat.workers.contracts import reads as contracts
from esat.workers.contracts.chains import Chain
from esat.workers.rules.keeping import BOOK
from esat.workers.statuses import LABELS
from esat.workers.timetables import plans
from esat.workers.timetables import reads as timetables
from esat.workers.timetables.plans import DayPlan

COLUMN_OF: Final = {
    "FORM": "training", "MAD": "secondment", "PMSMP": "placement", "DELEG": "delegate",
}  # fmt: skip
"""Reasons that are activity elsewhere: their hours count in a column of the statement."""
PLANNED_AWAY: Final = "absent_announced"


@dataclass(slots=True)
class _Read:
    """All that was read, by worker."""

    month: date
    today: date
    office: bool
    rules: Mapping[str, Decimal]
    plans: dict[int, list[DayPlan]]
    halves: dict[int, list[Any]]
    lines: dict[int, list[Line]]
    reasons: dict[int, list[Reason]]
    agreed: set[tuple[int, date]]
    chains: dict[int, list[Chain]]
    others: dict[int, Decimal]
    kept: dict[int, tuple[Kept, ...]]
    leave: dict[int, tuple[Counter, ...]]
    saturdays: dict[int, list[date]]


def gather(
    session: Session,
    month: date,
    worker_ids: Collection[int] | None = None,
    *,
    today: date,
    reasons: bool,
    leave: bool = False,
) -> list[Given]:
    """The workers of a month with all their facts, by name. Without `reasons`, an absence that
    was entered is told from presence and from nothing said, never why. `leave`: with the counters
    of leave, which take as long as the rest.
    """
    found = sources.people(session, month, worker_ids)
    if not found:
        return []
    last, asked = periods.last_day(month), tuple(found)
    read = _Read(
        month=month,
        today=today,
        office=reasons,
        rules=BOOK.values(session, last),
        plans=timetables.over(session, asked, month, last),
        halves=sources.half_days(session, asked, periods.first_monday(month), last),
        lines=_lines(session, asked, month, last),
        reasons=_coded(session, asked, month) if reasons else _away(session, asked, month),
        agreed=contracts.agreements(session, asked, month, last),
        chains=_chains(session, asked),
        others=contracts.others(session, asked, last) if reasons else {},
        kept=sources.timetables(session, asked, month),
        leave=counters.at(session, asked, last) if reasons and leave else {},
        saturdays=_saturdays(session, asked, month) if reasons else {},
    )
    made = [_given(read, key, who) for key, who in found.items()]
    return sorted(made, key=lambda one: (one.person.name.casefold(), one.person.worker_id))


def _given(read: _Read, key: int, who: Who) -> Given:
    held = [one for one in read.chains.get(key, ()) if one.counted]
    days = [plan for plan in read.plans[key] if _here(who, held, plan.day)]
    recorded = read.halves.get(key, [])
    halves = _halves(days, [row for row in recorded if row.day >= read.month])
    said = {(half.day, half.half) for half in halves if half.status}
    return Given(
        month=read.month,
        person=_person(read, key, who, held, days),
        rules=Rules(
            read.today,
            _minutes(read.rules["week_limit_hours"]),
            _minutes(read.rules["two_jobs_limit_hours"]),
            read.rules["sunday_rest_ratio"],
        ),
        halves=halves,
        lines=tuple(read.lines.get(key, ())),
        reasons=tuple(
            one
            for one in read.reasons.get(key, ())
            if one.code != PLANNED_AWAY or (one.day, one.half) not in said
        ),
        agreements=frozenset(day for worker, day in read.agreed if worker == key),
        before=_before(recorded, read.month),
        leave=read.leave.get(key, ()),
        saturdays=tuple(read.saturdays.get(key, ())),
        left_on=who.worker.left_on,
    )


def _person(
    read: _Read, key: int, who: Who, held: Sequence[Chain], days: Sequence[DayPlan]
) -> Person:
    worker, last = who.worker, periods.last_day(read.month)
    day = min(last, worker.left_on or last)
    contract = chains.standing(held, day).get(key) or next(iter(held), None)
    hours = contract.hours(day) if contract else worker.weekly_hours
    full_time = read.rules["full_time_hours"]
    return Person(
        worker_id=key,
        name=sources.full_name(worker) if read.office else worker.display_name,
        payroll_id=worker.payroll_id or "",
        group=who.group,
        contract_kind=contract.kind if contract else "",
        contract_since=contract.begins if contract else worker.contract_starts,
        contract_until=contract.last if contract else worker.contract_ends,
        full_time=_minutes(full_time),
        weekly=_minutes(hours or Decimal(0)),
        elsewhere=_minutes(read.others.get(key, Decimal(0))),
        fte=chains.full_time_share(hours, full_time) if hours else None,
        timetables=read.kept.get(key, ()),
        has_contract=contract is not None,
        has_timetable=any(plan.source != plans.NOTHING for plan in days) or not days,
    )


def _here(who: Who, held: Sequence[Chain], day: date) -> bool:
    """Under contract that day; by the dates of his sheet while no contract is known."""
    if held:
        return any(one.stands(day) for one in held)
    starts, left = who.worker.contract_starts, who.worker.left_on
    return (starts is None or starts <= day) and (left is None or day <= left)


def _halves(days: Iterable[DayPlan], recorded: Iterable[Any]) -> tuple[Half, ...]:
    """What was planned, and what was recorded with the plan of that moment."""
    rows = {(row.day, row.half): row for row in recorded}
    made = []
    for plan in days:
        for half in plans.HALVES:
            span, row = plan.half(half), rows.pop((plan.day, half), None)
            off = span.minutes if span and plan.holiday else 0
            if row is not None:
                made.append(_recorded(row, off, holiday=bool(plan.holiday)))
            elif span:
                made.append(Half(plan.day, half, 0 if plan.holiday else span.minutes, off))
    made += [_recorded(row, 0, holiday=bool(plans.holiday(row.day))) for row in rows.values()]
    return tuple(made)


def _recorded(row: Any, off: int, *, holiday: bool) -> Half:
    late = early = 0
    if row.from_time and row.planned_from:
        late = plans.minutes(row.from_time) - plans.minutes(row.planned_from)
    if row.to_time and row.planned_to:
        early = plans.minutes(row.planned_to) - plans.minutes(row.to_time)
    return Half(
        row.day, row.half, 0 if holiday else row.planned_minutes, off, row.status, row.minutes,
        max(0, late), max(0, early),
    )  # fmt: skip


def _before(recorded: Iterable[Any], month: date) -> dict[date, int]:
    found: dict[date, int] = {}
    for row in recorded:
        if row.day < month:
            found[row.day] = found.get(row.day, 0) + row.minutes
    return found


def _lines(
    session: Session, asked: Collection[int], since: date, until: date
) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    for one in allocations.slices(session, since, until, asked):
        line = Line(one.day, one.activity, one.minutes, one.unsettled)
        found.setdefault(one.worker_id, []).append(line)
    return found


def _chains(session: Session, asked: Collection[int]) -> dict[int, list[Chain]]:
    found: dict[int, list[Chain]] = {}
    for one in contracts.of_workers(session, asked):
        found.setdefault(one.worker_id, []).append(one)
    return found


def _coded(session: Session, asked: Collection[int], month: date) -> dict[int, list[Reason]]:
    """Every reason of the month: for the office's own pages and papers."""
    last = periods.last_day(month)
    catalogue = kinds.catalogue(session, last)
    found: dict[int, list[Reason]] = {}
    for one in absences.coded(session, asked, month, last):
        kind = catalogue[one.kind_code]
        reason = Reason(
            one.day, one.half, kind.code, one.minutes, kind.label, kind.paid, one.absence_id,
            COLUMN_OF.get(kind.code, ""), kind.counter == "rest", one.there,
        )  # fmt: skip
        found.setdefault(one.worker_id, []).append(reason)
    return found


def _saturdays(session: Session, asked: Collection[int], month: date) -> dict[int, list[date]]:
    """The last days of leave of which nobody said yet whether the days after them count."""
    found: dict[int, list[date]] = {}
    for row in absences.standing(session, month, periods.last_day(month), asked):
        if absences.reason(row).saturday == sealed.ASKED:
            found.setdefault(row.worker_id, []).append(row.until)
    return found


def _away(session: Session, asked: Collection[int], month: date) -> dict[int, list[Reason]]:
    """Whole half-days for which an absence is entered, without a word of why."""
    found: dict[int, list[Reason]] = {}
    for row in absences.standing(session, month, periods.last_day(month), asked):
        if row.from_time is None:
            for day, half in absences.stretch(row).keys(month, periods.last_day(month)):
                reason = Reason(day, half, PLANNED_AWAY, 24 * 60, LABELS[PLANNED_AWAY])
                found.setdefault(row.worker_id, []).append(reason)
    return found


def _minutes(hours: Decimal) -> int:
    return round(hours * 60)
