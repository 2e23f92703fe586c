"""The words of a half-day and its minutes, as pure functions; it knows no base.

morning_from          from_time             morning_to
|--------- late ----------|==== present ====|
"""

from dataclasses import dataclass
from datetime import time
from typing import Protocol

LABELS = {
    "present": "Présent",
    "absent_announced": "Absent prévu",
    "absent_unannounced": "Absent non prévenu",
    "late": "En retard",
    "left_early": "Parti avant la fin",
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

HALVES = {"morning": "matin", "afternoon": "après-midi"}
SLUGS = {"matin": "morning", "apres-midi": "afternoon"}
SLUG_OF = {half: slug for slug, half in SLUGS.items()}


class Hours(Protocol):
    """A group, as far as its usual hours are concerned."""

    morning_from: time
    morning_to: time
    afternoon_from: time
    afternoon_to: time


@dataclass(frozen=True, slots=True)
class Presence:
    """What a half-day will say: its times, None where they are the usual ones, and its minutes."""

    status: str
    from_time: time | None
    to_time: time | None
    minutes: int


def span(hours: Hours, half: str) -> tuple[time, time]:
    """From when to when the group usually works that half-day."""
    if half == "morning":
        return hours.morning_from, hours.morning_to
    return hours.afternoon_from, hours.afternoon_to


def minutes_between(start: time, end: time) -> int:
    return (end.hour * 60 + end.minute) - (start.hour * 60 + start.minute)


def fault(
    hours: Hours, half: str, status: str, from_time: time | None, to_time: time | None
) -> str:
    """The code of what is missing or impossible in the times, or empty."""
    start, end = span(hours, half)
    if status == "late" and from_time is None:
        return "half_day_from_missing"
    if status == "left_early" and to_time is None:
        return "half_day_to_missing"
    if status not in {"late", "left_early"}:
        return ""
    if start <= (from_time or start) < (to_time or end) <= end:
        return ""
    return "half_day_times"


def presence(
    hours: Hours, half: str, status: str, from_time: time | None, to_time: time | None
) -> Presence:
    """The half-day with its minutes. Times count only for who came late or left early."""
    start, end = span(hours, half)
    if status in AWAY:
        return Presence(status, None, None, 0)
    if status not in {"late", "left_early"}:
        return Presence(status, None, None, minutes_between(start, end))
    minutes = minutes_between(from_time or start, to_time or end)
    return Presence(status, from_time, to_time, minutes)
