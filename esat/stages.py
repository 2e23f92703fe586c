"""Stages and moves as pure data: one engine for every workshop, no database, no request.

    expected --receive--> received --start_wash--> washing --end_wash--> washed ...

Where a thing stands is its stage; whether it may leave is decided elsewhere (holds, guards).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Phase(StrEnum):
    """The client's words for where his order stands."""

    REGISTERED = "registered"
    PLANNED = "planned"
    RECEIVED = "received"
    IN_WORK = "in_work"
    CHECKING = "checking"
    READY = "ready"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return PHASE_LABELS[self]

    @property
    def rank(self) -> int:
        """Place on the road; planned and received share a place (the one or the other is used)."""
        return PHASE_RANKS[self]


PHASE_LABELS = {
    Phase.REGISTERED: "Enregistrée",
    Phase.PLANNED: "Planifiée",
    Phase.RECEIVED: "Reçue à l’atelier",
    Phase.IN_WORK: "En cours",
    Phase.CHECKING: "Contrôle",
    Phase.READY: "Prête",
    Phase.HANDED_OVER: "Remise",
    Phase.CLOSED: "Clôturée",
}
PHASE_RANKS = {
    Phase.REGISTERED: 0,
    Phase.PLANNED: 1,
    Phase.RECEIVED: 1,
    Phase.IN_WORK: 2,
    Phase.CHECKING: 3,
    Phase.READY: 4,
    Phase.HANDED_OVER: 5,
    Phase.CLOSED: 6,
}


@dataclass(frozen=True, slots=True)
class Stage:
    """A place on a workshop's road. `final` closes the item that reaches it. What stands at a
    stage that is not `counted` went on as other items (a bag that was emptied) or went nowhere
    (linen discarded): it counts neither for nor against how far an order is.
    """

    code: str
    label: str
    phase: Phase
    final: bool = False
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Move:
    """An act that takes a thing from one of `sources` to `target`."""

    action: str
    label: str
    sources: tuple[str, ...]
    target: str
    capability: str = "production.move"
    pictogram: str = "arrow-right"
    kinds: tuple[str, ...] | None = None
    """Item kinds this move is for; None for all. Lots take a move that one of their kinds takes."""
    confirms: bool = False
    """Whether a tablet asks once more before it (hand-over, closing)."""
    offered: bool = True
    """False for a step that only an act of the workshop makes, with what it must know besides."""

    def takes(self, kind: str | None) -> bool:
        return kind is None or self.kinds is None or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Offer:
    """A move as a tablet shows it: open, or closed with its reason."""

    action: str
    label: str
    open: bool
    reason: str | None = None
    message: str | None = None
    pictogram: str = "arrow-right"
    target: str | None = None
    confirms: bool = False


@dataclass(frozen=True)
class StageMachine:
    """A workshop's stages and moves, checked when it is made and indexed for look-up."""

    initial: str
    stages: tuple[Stage, ...]
    moves: tuple[Move, ...]
    _stage: dict[str, Stage] = field(init=False, repr=False, compare=False)
    _from: dict[str, tuple[Move, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        codes = [stage.code for stage in self.stages]
        _refuse_doubles("stage", codes)
        named = {self.initial, *(m.target for m in self.moves)}
        named.update(source for move in self.moves for source in move.sources)
        if unknown := named - set(codes):
            msg = f"moves name unknown stages: {sorted(unknown)}"
            raise ValueError(msg)
        for code in codes:
            actions = [move.action for move in self.moves if code in move.sources]
            _refuse_doubles(f"action from {code}", actions)
        object.__setattr__(self, "_stage", {stage.code: stage for stage in self.stages})
        leaving = {c: tuple(m for m in self.moves if c in m.sources) for c in codes}
        object.__setattr__(self, "_from", leaving)

    def stage(self, code: str) -> Stage:
        return self._stage[code]

    def knows(self, code: str) -> bool:
        return code in self._stage

    def moves_from(self, code: str, kind: str | None = None) -> tuple[Move, ...]:
        """The moves that leave a stage, in the order declared."""
        return tuple(m for m in self._from.get(code, ()) if m.takes(kind))

    def move(self, code: str, action: str, kind: str | None = None) -> Move | None:
        """The move that `action` makes from a stage, or None when there is none."""
        return next((m for m in self.moves_from(code, kind) if m.action == action), None)

    def declares(self, action: str) -> bool:
        return any(move.action == action for move in self.moves)

    def position(self, code: str) -> int:
        return next(n for n, stage in enumerate(self.stages) if stage.code == code)


def _refuse_doubles(what: str, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            msg = f"{what} twice: {code}"
            raise ValueError(msg)
        seen.add(code)
