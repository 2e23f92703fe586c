"""The words of a half-day and its minutes, as pure functions; it knows no base.

plan.start     from_time        to_time        plan.end
|---- late ----|==== present ====|--- left early ---|
"""

from dataclasses import dataclass
from datetime import time
from typing import Final

from esat.workers.timetables.plans import Span, minutes

LABELS = {
    "present": "Présence",
    "absent_announced": "Absence (prévue)",
    "absent_unannounced": "Absence (imprévue)",
    "late": "Arrivée tardive",
    "left_early": "Départ avant la fin",
    "elsewhere": "Autre atelier",
    "outside": "À l’extérieur",
}
PICTOGRAMS = {
    "present": "check-circle",
    "absent_announced": "calendar-x",
    "absent_unannounced": "question-circle",
    "late": "clock",
    "left_early": "door-open",
    "elsewhere": "arrow-left-right",
    "outside": "signpost-2",
}
MEANINGS = {
    "present": "ok",
    "absent_announced": "plain",
    "absent_unannounced": "question",
    "late": "question",
    "left_early": "question",
    "elsewhere": "plain",
    "outside": "plain",
}
AWAY = frozenset({"absent_announced", "absent_unannounced"})
TIME_ASKED: Final = {"late": "from", "left_early": "to"}
"""The time that a status asks for; the other one may be given too."""
QUICK: Final = (5, 15, 30, 60)

HALVES = {"morning": "matin", "afternoon": "après-midi"}
SLUGS = {"matin": "morning", "apres-midi": "afternoon"}
SLUG_OF = {half: slug for slug, half in SLUGS.items()}


@dataclass(frozen=True, slots=True)
class Presence:
    """What a half-day will say: its times, None where they are the usual ones, and its minutes."""

    status: str
    from_time: time | None
    to_time: time | None
    minutes: int


def fault(
    plan: Span | None, status: str, from_time: time | None, to_time: time | None, far: int
) -> str:
    """The code of what is missing or impossible in the times, or empty.

    `plan` is what is expected of the worker that half-day; without one, both times are asked.
    `far`: minutes before or after it from which a time is taken for a slip of the finger.
    """
    if status in AWAY:
        return ""
    missing = _missing(plan, status, from_time, to_time)
    if missing:
        return missing
    found = span(plan, from_time, to_time)
    if found.start >= found.end:
        return "half_day_to_before_from"
    if plan is None:
        return ""
    if _far(plan, found, far):
        return "half_day_far"
    return _contradiction(plan, status, found)


def presence(
    plan: Span | None, status: str, from_time: time | None, to_time: time | None
) -> Presence:
    """The half-day with its minutes; a time that is the planned one is not kept apart."""
    if status in AWAY:
        return Presence(status, None, None, 0)
    found = span(plan, from_time, to_time)
    if plan is not None and status not in TIME_ASKED:
        from_time = None if found.start == plan.start else from_time
        to_time = None if found.end == plan.end else to_time
    return Presence(status, from_time, to_time, found.minutes)


def quick_times(plan: Span | None, usual: Span) -> dict[str, list[time]]:
    """Times of arrival and of departure that are often right: after the planned one, before it."""
    if plan is None:
        return {"from": [usual.start], "to": [usual.end]}
    first, last = minutes(plan.start), minutes(plan.end)
    return {
        "from": [_at(first + n) for n in QUICK if first + n < last],
        "to": [_at(last - n) for n in reversed(QUICK) if last - n > first],
    }


def _at(minute: int) -> time:
    return time(*divmod(minute, 60))


def _missing(plan: Span | None, status: str, from_time: time | None, to_time: time | None) -> str:
    if status == "late" and from_time is None:
        return "half_day_from_missing"
    if status == "left_early" and to_time is None:
        return "half_day_to_missing"
    if plan is None and (from_time is None or to_time is None):
        return "half_day_span_missing"
    return ""


def span(plan: Span | None, from_time: time | None, to_time: time | None) -> Span:
    start = from_time or (plan.start if plan else time())
    return Span(start, to_time or (plan.end if plan else time()))


def _contradiction(plan: Span, status: str, found: Span) -> str:
    """Where the times say something else than the word."""
    if status == "late" and found.start < plan.start:
        return "half_day_times"
    if status == "left_early" and found.end > plan.end:
        return "half_day_times"
    if status == "present" and (found.start > plan.start or found.end < plan.end):
        return "half_day_not_whole"
    return ""


def _far(plan: Span, found: Span, far: int) -> bool:
    """So long before or after what was planned that a figure must be wrong."""
    before = minutes(plan.start) - minutes(found.start)
    after = minutes(found.end) - minutes(plan.end)
    apart = found.start >= plan.end or found.end <= plan.start
    return before > far or after > far or apart
