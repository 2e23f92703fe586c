"""What became of a check, from its times and its answer: pure.

before due_at   due_at ── late_at ── closes_at ──▶
à venir         à faire   en retard   manqué          (without an answer)
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from laundry_rabc.limits import Verdict


class State(StrEnum):
    """Where a check stands."""

    UPCOMING = "upcoming"
    DUE = "due"
    LATE = "late"
    DONE = "done"
    DONE_LATE = "done_late"
    NOT_DONE = "not_done"
    NOT_APPLICABLE = "not_applicable"
    MISSED = "missed"

    @property
    def label(self) -> str:
        """The French word of a badge."""
        return LABELS[self]

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer and is not missed yet."""
        return self in {State.UPCOMING, State.DUE, State.LATE}

    @property
    def meaning(self) -> str:
        """The colour and shape that say it."""
        return MEANINGS.get(self, "plain")


LABELS: Final = {
    State.UPCOMING: "À venir",
    State.DUE: "À faire",
    State.LATE: "En retard",
    State.DONE: "Fait",
    State.DONE_LATE: "Fait en retard",
    State.NOT_DONE: "Pas fait",
    State.NOT_APPLICABLE: "Sans objet",
    State.MISSED: "Manqué",
}
MEANINGS: Final = {
    State.DUE: "question",
    State.LATE: "refused",
    State.DONE: "ok",
    State.DONE_LATE: "question",
    State.NOT_DONE: "refused",
    State.MISSED: "refused",
}


@dataclass(frozen=True, slots=True)
class Times:
    """When a check is due, late, over."""

    due_at: datetime
    late_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """Its answer: whether it was entered late, and the verdict of its last correction."""

    late: bool
    recorded_at: datetime
    verdict: Verdict


def state_of(times: Times, answer: Answered | None, at: datetime) -> State:
    """The state of a check at a moment. What was entered late stays late, corrected or not."""
    if answer is None:
        return _waiting(times, at)
    if answer.verdict is Verdict.NOT_MEASURED:
        return State.NOT_DONE
    if answer.verdict is Verdict.NOT_APPLICABLE:
        return State.NOT_APPLICABLE
    late = answer.late or answer.recorded_at > times.late_at
    return State.DONE_LATE if late else State.DONE


def _waiting(times: Times, at: datetime) -> State:
    if at >= times.closes_at:
        return State.MISSED
    if at > times.late_at:
        return State.LATE
    return State.DUE if at >= times.due_at else State.UPCOMING
