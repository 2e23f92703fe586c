"""The monthly statement of one worker, computed: pure, in minutes, nothing rounded or cut."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING
from typing import TypeVar

from esat.activity.statements import anomalies, periods
from esat.activity.statements.days import Day, Taken, counted
from esat.activity.statements.figures import AbsenceLine, Given, Half, Line, Reason, Statement, Week
from esat.workers import activities

INSIDE = tuple(code for code in activities.COLUMNS if code != "support_outside")
SUNDAY = 6
Dated = TypeVar("Dated", Half, Line, Reason)


def compute(given: Given) -> Statement:
    """The statement of a month. Late arrivals, early leaving, Sundays and the 1 May stand apart;
    a week above the limit is said, and its hours stay whole.
    """
    days = _days(given)
    sunday = sum(day.present for day in days if day.day.weekday() == SUNDAY)
    taken = [one for day in days for one in day.taken]
    contractual, holiday = sum(d.planned + d.off for d in days), sum(d.off for d in days)
    due = given.rules.due
    weeks = _weeks(given, days)
    return Statement(
        month=given.month,
        person=given.person,
        contractual=contractual,
        holiday=holiday,
        to_do=contractual - holiday,
        beyond=sum(day.beyond for day in days),
        columns=tuple((code, sum(day.columns[code] for day in days)) for code in INSIDE),
        support_outside=sum(day.outside for day in days),
        absences=absences(taken),
        late=sum(day.late for day in days),
        early=sum(day.early for day in days),
        not_said=sum(day.not_said for day in days),
        unrecorded=sum(day.unrecorded for day in days if due(day.day)),
        to_come=sum(day.unrecorded for day in days if not due(day.day)),
        sunday=sunday,
        may_day=sum(d.present for d in days if (d.day.month, d.day.day) == (5, 1)),
        rest_owed=int((sunday * given.rules.rest_ratio).to_integral_value(ROUND_CEILING)),
        rest_taken=sum(one.minutes for one in taken if one.reason and one.reason.rest),
        weeks=weeks,
        leave=given.leave,
        saturdays=given.saturdays,
        trial_half_days=_trial(given, taken),
        anomalies=anomalies.found(given, days),
        days=tuple(day.line() for day in days),
    )


def absences(taken: Iterable[Taken]) -> tuple[AbsenceLine, ...]:
    """One line an absence; without a reason, one line for each run of days of one kind."""
    groups: dict[tuple[str, int, int], list[Taken]] = {}
    run, last = 0, date.min
    for one in sorted(taken, key=lambda one: (one.half.day, one.half.half != "morning")):
        reason = one.reason
        if reason is None or not reason.absence_id:
            run += one.half.day - last > timedelta(days=1)
            last = one.half.day
        code = reason.code if reason else one.half.status
        key = (code, reason.absence_id if reason else 0, 0 if reason and reason.absence_id else run)
        groups.setdefault(key, []).append(one)
    return tuple(_absence(rows) for rows in groups.values())


def _absence(rows: Sequence[Taken]) -> AbsenceLine:
    reason = rows[0].reason
    return AbsenceLine(
        code=reason.code if reason else "",
        label=reason.label if reason else rows[0].half.status,
        paid=reason.paid if reason else False,
        since=rows[0].half.day,
        until=rows[-1].half.day,
        minutes=sum(one.minutes for one in rows),
        half_days=len({(one.half.day, one.half.half) for one in rows}),
    )


def _days(given: Given) -> list[Day]:
    halves, lines, reasons = _by_day(given.halves), _by_day(given.lines), _by_day(given.reasons)
    days = sorted({*halves, *lines, *reasons})
    return [
        counted(day, halves.get(day, ()), lines.get(day, ()), reasons.get(day, ())) for day in days
    ]


def _by_day(rows: Iterable[Dated]) -> dict[date, list[Dated]]:
    found: dict[date, list[Dated]] = defaultdict(list)
    for row in rows:
        found[row.day].append(row)
    return found


def _weeks(given: Given, days: Sequence[Day]) -> tuple[Week, ...]:
    """Each week once: in the month of its Sunday, though it begins in the month before; the one in
    which he left in the month he left, for no statement follows it.
    """
    present = {**given.before, **{day.day: day.present for day in days}}
    sunday, weeks = _sunday_of(given.month), []
    last = periods.last_day(given.month)
    if given.left_on is not None and given.left_on <= last:
        last = max(last, _sunday_of(given.left_on))
    while sunday <= last:
        monday = sunday - timedelta(days=SUNDAY)
        minutes = sum(present.get(monday + timedelta(days=n), 0) for n in range(7))
        weeks.append(Week(monday, minutes, minutes > given.rules.week_limit))
        sunday += timedelta(days=7)
    return tuple(weeks)


def _sunday_of(day: date) -> date:
    """The last day of its week."""
    return day + timedelta(days=SUNDAY - day.weekday())


def _trial(given: Given, taken: Sequence[Taken]) -> int:
    """Half-days away before the trial period ends: they may lengthen it."""
    until = given.person.trial_until
    if until is None:
        return 0
    return len({(one.half.day, one.half.half) for one in taken if one.half.day <= until})
