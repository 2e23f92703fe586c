"""Which version of a document counts on a day, and how an action stands: pure, no session."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

PROPOSED: Final = "proposed"
REFUSED: Final = "refused"
FUTURE: Final = "future"
IN_FORCE: Final = "in_force"
SUPERSEDED: Final = "superseded"
WITHDRAWN: Final = "withdrawn"
LABELS: Final = {
    PROPOSED: "À approuver",
    REFUSED: "Refusée",
    FUTURE: "À venir",
    IN_FORCE: "En vigueur",
    SUPERSEDED: "Périmée",
    WITHDRAWN: "Retirée",
}
MEANINGS: Final = {
    PROPOSED: "question",
    REFUSED: "refused",
    FUTURE: "question",
    IN_FORCE: "ok",
    SUPERSEDED: "refused",
    WITHDRAWN: "refused",
}


@dataclass(frozen=True, slots=True)
class Known:
    """A version as its rows tell it until a day; `key` is whatever the asker knows it by."""

    key: int
    number: int
    effective_on: date
    approved_on: date | None = None
    refused: bool = False
    withdrawn_on: date | None = None

    @property
    def starts(self) -> date | None:
        """The day from which it counts: never before somebody approved it."""
        return None if self.approved_on is None else max(self.effective_on, self.approved_on)

    def gone(self, on: date) -> bool:
        return self.withdrawn_on is not None and self.withdrawn_on <= on

    def stopped(self) -> bool:
        """Whether it was withdrawn before its day: the one in force then stays so."""
        starts = self.starts
        return starts is not None and self.withdrawn_on is not None and self.withdrawn_on < starts


def states(versions: Iterable[Known], on: date) -> dict[int, str]:
    """The state of each version of one document on a day: at most one is in force."""
    known = tuple(versions)
    begun = [
        (one.starts, one.number, one)
        for one in known
        if one.starts is not None and one.starts <= on and not one.stopped()
    ]
    last = max(begun, key=lambda each: each[:2])[2] if begun else None
    return {one.key: _state(one, last, on) for one in known}


def _state(one: Known, last: Known | None, on: date) -> str:
    if one.approved_on is None or one.approved_on > on:
        return REFUSED if one.refused else PROPOSED
    if one is last or one.stopped():
        return WITHDRAWN if one.gone(on) else (IN_FORCE if one is last else FUTURE)
    return SUPERSEDED if one.starts is None or one.starts <= on else FUTURE


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an action, as the rule needs it."""

    kind: str
    account_id: int | None
    owner_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class ActionState:
    """`open`, `done` (waits for its verification) or `verified`; whose and by when, after moves."""

    code: str
    owner_id: int
    due_on: date
    doers: frozenset[int | None]
    """Who said it was done, since it was last opened, and its owner: none of them verifies it."""

    def late(self, on: date) -> bool:
        return self.code == "open" and self.due_on < on

    def label(self, on: date) -> str:
        if self.late(on):
            return "En retard"
        return {"open": "À faire", "done": "À vérifier", "verified": "Vérifiée"}[self.code]

    def meaning(self, on: date) -> str:
        if self.late(on):
            return "refused"
        return {"open": "plain", "done": "question", "verified": "ok"}[self.code]


def action_state(owner_id: int, due_on: date, steps: Sequence[Step]) -> ActionState:
    """Read the steps in their order."""
    code, doers = "open", frozenset[int | None]()
    for step in steps:
        if step.kind == "moved" and step.owner_id is not None and step.due_on is not None:
            owner_id, due_on = step.owner_id, step.due_on
        elif step.kind == "done":
            code, doers = "done", doers | {step.account_id}
        elif step.kind == "returned":
            code, doers = "open", frozenset()
        elif step.kind == "verified":
            code = "verified"
    return ActionState(code, owner_id, due_on, doers | {owner_id})


def months_after(day: date, months: int) -> date:
    """The same day some months later, the last of its month where there is none such."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))
