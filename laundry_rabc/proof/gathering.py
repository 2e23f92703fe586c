"""The facts of a delivery for its hygiene statement; a number of statements that grows only with
the washes its linen went through. No name of anybody is read. SELECTs only.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from esat import clock, registry
from esat.documents.models import Document
from esat.errors import NotFound
from esat.production import genealogy
from esat.production.models import Delivery, DeliveryItem, Item, Order
from esat.web.filters import number
from laundry_rabc.loggers import evidence
from laundry_rabc.loggers.evidence import CurveEvidence
from laundry_rabc.policies import keeping as policies
from laundry_rabc.proof import members, outcomes
from laundry_rabc.proof.known import Facts, Heat, Load, Wash
from laundry_rabc.proof.members import Members
from laundry_rabc.proof.outcomes import Judged
from laundry_rabc.qualify import standing
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.plant.models import Programme
from workshops.laundry.recall import cycles, facts
from workshops.laundry.recall.cycles import Run
from workshops.laundry.washing.models import Cycle

WASH: Final = "wash"


@dataclass(frozen=True, slots=True)
class Handed:
    """A delivery of an order, as one chooses it; `id` is its key, or below nothing for a day."""

    id: int
    at: datetime
    note: str

    @property
    def on(self) -> date:
        return clock.local(self.at).date()


@dataclass(frozen=True, slots=True)
class _Washed:
    """The runs of the loads, and what is known of each besides."""

    runs: dict[int, list[Run]] = field(default_factory=dict)
    curves: dict[int, CurveEvidence] = field(default_factory=dict)
    qualified: dict[int, bool] = field(default_factory=dict)


def handed(session: Session, order_id: int) -> list[Handed]:
    """What was handed over of an order and not refused, the newest first: its deliveries, and by
    day what left without a delivery note.
    """
    query = (
        select(Delivery.id, Delivery.at, func.min(Document.number))
        .outerjoin(Document, col(Document.delivery_id) == Delivery.id)
        .where(Delivery.order_id == order_id, col(Delivery.refused).is_(False))
        .group_by(col(Delivery.id), col(Delivery.at))
        .order_by(col(Delivery.at).desc(), col(Delivery.id).desc())
        .limit(50)
    )
    found = [Handed(key or 0, at, note or "") for key, at, note in session.exec(query)]
    moved = select(Item.stage_since).where(*_moved(order_id)).order_by(col(Item.stage_since))
    days = {_day_key(at): Handed(_day_key(at), at, "") for at in session.exec(moved)}
    return sorted([*found, *days.values()], key=lambda one: one.at, reverse=True)


def _moved(order_id: int) -> tuple[ColumnElement[bool], ...]:
    """The things of an order that left by a move alone: no delivery names them."""
    noted = (
        select(DeliveryItem.item_id)
        .join(Delivery, col(Delivery.id) == DeliveryItem.delivery_id)
        .where(DeliveryItem.item_id == Item.id, col(Delivery.refused).is_(False))
    )
    return (
        col(Item.order_id) == order_id, col(Item.workshop) == "laundry",
        col(Item.stage) == facts.GIVEN, ~noted.exists(),
    )  # fmt: skip


def _day_key(at: datetime) -> int:
    """A day in the place of a delivery's key: below nothing, so that it is no key."""
    return -int(f"{clock.local(at):%Y%m%d}")


def of_delivery(session: Session, order_id: int, delivery_id: int) -> Facts:
    """The facts of one delivery of that very order. NotFound otherwise."""
    one = next((h for h in handed(session, order_id) if h.id == delivery_id), None)
    order = session.get(Order, order_id)
    if one is None or order is None or order.workshop != "laundry":
        raise NotFound("not_found")
    given = _given(session, order_id, delivery_id)
    keys = [item.id or 0 for item, _ in given]
    family = genealogy.upstream(session, *(("item", key) for key in keys))
    lots = sorted(key for kind, key in family.nodes if kind == "lot")
    washed = _washed(session, lots)
    loads = [lot for lot in lots if washed.runs.get(lot)]
    inside = members.of_lots(session, loads)
    items = {key for kind, key in family.nodes if kind == "item"}
    judged = outcomes.of_loads(session, loads, items, order.client_id)
    certain = {key for kind, key in family.certain if kind == "lot"}
    return Facts(
        order=order.ref,
        note=one.note,
        delivered_at=one.at,
        what=tuple(_what(given)),
        loads=tuple(
            _load(lot, washed, inside, judged, order.client_id, certain=lot in certain)
            for lot in loads
        ),
        checks=tuple(outcomes.checks(judged, inside, washed.runs)),
        judged=judged.count,
        looking=judged.looking,
        closed=judged.closed,
        bare=members.bare(session, items),
    )


def _given(session: Session, order_id: int, key: int) -> list[tuple[Item, Decimal | None]]:
    query = (
        select(Item, col(LaundryItem.kg))
        .outerjoin(LaundryItem, col(LaundryItem.item_id) == Item.id)
        .order_by(col(Item.id))
    )
    if key < 0:
        rows = session.exec(query.where(*_moved(order_id))).all()
        return [(item, kg) for item, kg in rows if _day_key(item.stage_since) == key]
    inside = select(DeliveryItem.item_id).where(DeliveryItem.delivery_id == key)
    return list(session.exec(query.where(Item.workshop == "laundry", col(Item.id).in_(inside))))


def _what(given: Sequence[tuple[Item, Decimal | None]]) -> Iterable[str]:
    """« 2 colis », « 38 kg », « 3 sans poids »: as counted, as weighed."""
    kinds = registry.current().workshop("laundry")
    counted: dict[str, int] = {}
    for item, _ in given:
        counted[item.kind] = counted.get(item.kind, 0) + 1
    for kind, count in sorted(counted.items()):
        known = kinds.item_kind(kind)
        yield number(count, known.counted_in if known and known.counted_in != "kg" else "lot")
    kg = [item.quantity if item.kind == "linen" else weight for item, weight in given]
    known_kg = [one for one in kg if one is not None]
    if known_kg:
        yield number(sum(known_kg, Decimal(0)), "kg")
    if len(known_kg) < len(kg):
        yield f"{len(kg) - len(known_kg)} sans poids relevé"


def _washed(session: Session, lots: Sequence[int]) -> _Washed:
    found = {
        lot: [run for run in runs if run.kind == WASH]
        for lot, runs in cycles.of_lots(session, lots).items()
    }
    keys = [run.id for runs in found.values() for run in runs]
    curves = {}
    for key in keys:
        curve = evidence.of_cycle(session, key)
        if curve is not None:
            curves[key] = curve
    return _Washed(found, curves, _qualified(session, keys))


def _qualified(session: Session, keys: Collection[int]) -> dict[int, bool]:
    """Whether the programme of each cycle was proved on its machine when it began."""
    query = (
        select(Cycle, Programme.resource_id)
        .join(Programme, col(Programme.id) == Cycle.programme_id)
        .where(col(Cycle.id).in_(sorted(keys)))
    )
    rows = session.exec(query).all()
    pairs = sorted({(cycle.machine_id, card) for cycle, card in rows})
    reports = standing.known(session, pairs)
    found = {}
    for cycle, card in rows:
        notice = policies.number(session, "qualified_notice", cycle.started_at)
        stands = standing.stands(
            reports.get((cycle.machine_id, card), []), cycle.started_at, notice
        )
        found[cycle.id or 0] = stands.standing.state.proved
    return found


def _load(
    lot: int, washed: _Washed, inside: Members, judged: Judged, client: int, *, certain: bool
) -> Load:
    return Load(
        washes=tuple(_wash(run, washed, judged) for run in washed.runs[lot]),
        certain=certain,
        mixed=bool(inside.clients.get(lot, set()) - {client}),
        bare=lot in inside.bare,
    )


def _wash(run: Run, washed: _Washed, judged: Judged) -> Wash:
    return Wash(
        at=run.started_at,
        celsius=run.wanted_c,
        version=run.programme_version,
        done=run.outcome == "done",
        heat=_heat(run, washed.curves.get(run.id), judged),
        qualified=washed.qualified.get(run.id),
        proposed=run.programme_status != "validated",
    )


def _heat(run: Run, curve: CurveEvidence | None, judged: Judged) -> Heat:
    verdict, proposed = judged.holds.get(run.id, (None, True))
    if curve is not None:
        own, required = curve.own, curve.required
        return Heat(
            source="measured",
            celsius=None if required is None else required.celsius,
            minutes=None if required is None else own.credited_minutes,
            peak=None if own.peak is None else own.peak.celsius,
            whole=own.whole,
            verdict=verdict,
            proposed=proposed,
        )
    if run.max_c is None and run.hold_minutes is None:
        return Heat()
    return Heat(source="declared", celsius=run.max_c, minutes=run.hold_minutes)
