"""How far an order is, in the client's words: SELECTs only; no name and no internal word in it.

registered --- received --- in work --- checking --- ready --- handed over
     done          done       current      todo        todo         todo
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select, union_all
from sqlmodel import Session

from esat import registry
from esat.declarations import Workshop
from esat.errors import NotFound
from esat.production import tables
from esat.stages import PHASE_RANKS, Phase

CANCELLED = "Annulée"
_item, _event, _member, _hold = tables.item, tables.event, tables.lot_item, tables.hold


@dataclass(frozen=True, slots=True)
class Step:
    """A phase of the road: its word, done / current / todo, and when it was first reached."""

    phase: Phase
    label: str
    state: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """What a client may know of his order; `word` says it in one or two words."""

    order_id: int
    ref: str
    workshop: str
    workshop_label: str
    client_ref: str
    phase: Phase
    word: str
    steps: tuple[Step, ...]
    due_on: date | None
    total: int
    ready: int
    handed_over: int
    side: str | None
    """« En attente de votre réponse », « Suspendue », « Annulée », or nothing."""
    last_update: datetime
    closed_at: datetime | None
    cancelled_at: datetime | None

    @property
    def counted(self) -> str:
        """« 4 sur 6 »: what is ready, or handed over once all is ready; empty without items."""
        if not self.total:
            return ""
        done = self.handed_over if self.ready == self.total else self.ready
        return f"{done} sur {self.total}"


def progress(session: Session, order_id: int) -> Progress:
    """How far an order is. NotFound (`order_unknown`) when there is no such order."""
    connection = session.connection()
    order = connection.execute(_ORDER, {"order": order_id}).first()
    if order is None:
        raise NotFound("order_unknown")
    workshop = registry.current().workshop(order.workshop)
    stages = [
        (row.stage, row.n, row.since)
        for row in connection.execute(_ITEMS, {"order": order_id})
        if workshop.road.stage(row.stage).counted
    ]
    phases = _by_phase(workshop, stages)
    phase = _current(phases, closed=order.closed_at is not None)
    reached = _reached(session, order_id, workshop) if stages else {}
    reached[Phase.REGISTERED] = order.opened_at
    side = CANCELLED if order.cancelled_at is not None else _side(session, order_id)
    moments = [order.opened_at, order.confirmed_at, order.closed_at, order.cancelled_at]
    return Progress(
        order_id=order_id,
        ref=order.ref,
        workshop=workshop.code,
        workshop_label=workshop.label,
        client_ref=order.client_ref,
        phase=phase,
        word=CANCELLED if order.cancelled_at is not None else phase.label,
        steps=_steps(workshop, phase, reached),
        due_on=order.due_on,
        total=sum(phases.values()),
        ready=_at_least(phases, Phase.READY),
        handed_over=_at_least(phases, Phase.HANDED_OVER),
        side=side,
        last_update=max(m for m in (*moments, *(since for _, _, since in stages)) if m is not None),
        closed_at=order.closed_at,
        cancelled_at=order.cancelled_at,
    )


def road_phases(workshop: Workshop) -> tuple[Phase, ...]:
    """The phases that a workshop's road goes through, registration first."""
    used = {stage.phase for stage in workshop.road.stages} | {Phase.REGISTERED}
    return tuple(sorted(used, key=PHASE_RANKS.__getitem__))


def current_phase(phases: Mapping[Phase, int]) -> Phase:
    """The word for things that stand at several phases at once.

    All agree: that phase. Some have left the start: « in work » until the last one is further.
    """
    if not phases:
        return Phase.REGISTERED
    ordered = sorted(phases, key=PHASE_RANKS.__getitem__)
    first, last = ordered[0], ordered[-1]
    if first is last or PHASE_RANKS[first] >= PHASE_RANKS[Phase.IN_WORK]:
        return first
    return Phase.IN_WORK if PHASE_RANKS[last] >= PHASE_RANKS[Phase.IN_WORK] else last


def _current(phases: Mapping[Phase, int], *, closed: bool) -> Phase:
    """A closed order is at the end of what its things reached."""
    if closed and phases:
        return max(phases, key=PHASE_RANKS.__getitem__)
    return current_phase(phases)


def _by_phase(workshop: Workshop, stages: Iterable[tuple[str, int, datetime]]) -> dict[Phase, int]:
    counted: dict[Phase, int] = {}
    for stage, n, _since in stages:
        phase = workshop.road.stage(stage).phase
        counted[phase] = counted.get(phase, 0) + n
    return counted


def _at_least(phases: Mapping[Phase, int], floor: Phase) -> int:
    return sum(n for phase, n in phases.items() if PHASE_RANKS[phase] >= PHASE_RANKS[floor])


def _steps(workshop: Workshop, phase: Phase, reached: Mapping[Phase, datetime]) -> tuple[Step, ...]:
    here = PHASE_RANKS[phase]
    found = []
    for step in road_phases(workshop):
        rank = PHASE_RANKS[step]
        state = "done" if rank < here else "current" if rank == here else "todo"
        at = reached.get(step) if rank <= here else None
        found.append(Step(step, step.label, state, at))
    return tuple(found)


def _reached(session: Session, order_id: int, workshop: Workshop) -> dict[Phase, datetime]:
    """When each phase was first reached by one of the order's things, undone moves apart."""
    found: dict[Phase, datetime] = {}
    for row in session.connection().execute(_FIRST, {"order": order_id}):
        if not workshop.road.knows(row.to_stage):
            continue
        phase = workshop.road.stage(row.to_stage).phase
        if phase not in found or row.at < found[phase]:
            found[phase] = row.at
    return found


def _side(session: Session, order_id: int) -> str | None:
    """The client's word of what holds his things; waiting for him goes before all."""
    reasons = registry.current().hold_reasons
    held = session.connection().execute(_HELD, {"order": order_id}).scalars()
    words = {reasons[code].client_word for code in held if code in reasons} - {None}
    return min((word for word in words if word), default=None)


_ORDER = select(
    tables.order.c.ref, tables.order.c.workshop, tables.order.c.client_ref, tables.order.c.due_on,
    tables.order.c.opened_at, tables.order.c.confirmed_at, tables.order.c.closed_at,
    tables.order.c.cancelled_at,
).where(tables.order.c.id == bindparam("order"))  # fmt: skip
_ITEMS = (
    select(_item.c.stage, func.count().label("n"), func.max(_item.c.stage_since).label("since"))
    .where(_item.c.order_id == bindparam("order"))
    .group_by(_item.c.stage)
)


def _first() -> Any:
    """The undone events are listed once for the whole order, and not looked for at each event."""
    undoing = _event.alias("undoing")
    undone = select(undoing.c.amends_id).where(
        undoing.c.amends_id.is_not(None), _item.c.order_id == bindparam("order")
    )
    undone_of_items = undone.join(_item, _item.c.id == undoing.c.item_id)
    undone_of_lots = undone.select_from(
        _item.join(_member, _member.c.item_id == _item.c.id).join(
            undoing, undoing.c.lot_id == _member.c.lot_id
        )
    )
    of_item = (
        select(_event.c.to_stage, func.min(_event.c.at).label("at"))
        .join(_item, _item.c.id == _event.c.item_id)
        .where(
            _item.c.order_id == bindparam("order"),
            *_reaching(),
            _event.c.id.not_in(undone_of_items),
        )
        .group_by(_event.c.to_stage)
    )
    of_lot = (
        select(_event.c.to_stage, func.min(_event.c.at).label("at"))
        .select_from(
            _item.join(_member, _member.c.item_id == _item.c.id).join(
                _event, _event.c.lot_id == _member.c.lot_id
            )
        )
        .where(
            _item.c.order_id == bindparam("order"),
            *_reaching(),
            *travelling(),
            _event.c.id.not_in(undone_of_lots),
        )
        .group_by(_event.c.to_stage)
    )
    return union_all(of_item, of_lot)


def _reaching() -> tuple[Any, ...]:
    kinds = ("item.move_undone", "lot.move_undone")
    return _event.c.to_stage.is_not(None), _event.c.kind.not_in(kinds)


def travelling() -> tuple[Any, ...]:
    """A lot's event is an item's while the item belonged; the moment of leaving is its own only
    when it left by reaching the end of the road with the lot.
    """
    return (
        _event.c.at >= _member.c.joined_at,
        or_(
            _member.c.left_at.is_(None),
            _event.c.at < _member.c.left_at,
            (_event.c.at == _member.c.left_at) & (_item.c.closed_at == _member.c.left_at),
        ),
    )


def _held() -> Any:
    """Reasons that stand on an order's items, their lots or what carries them: one index each."""
    standing: Select[Any] = select(_hold.c.reason).where(_hold.c.lifted_at.is_(None))
    mine = _item.c.order_id == bindparam("order")
    on_item = standing.join(_item, _item.c.id == _hold.c.item_id).where(mine)
    on_lot = (
        standing.join(_member, _member.c.lot_id == _hold.c.lot_id)
        .join(_item, _item.c.id == _member.c.item_id)
        .where(mine, _member.c.left_at.is_(None))
    )
    on_resource = standing.join(_item, _item.c.resource_id == _hold.c.resource_id).where(
        mine, _item.c.closed_at.is_(None)
    )
    return union_all(on_item, on_lot, on_resource)


_FIRST = _first()
_HELD = _held()
