"""Linen put aside at a control: rewashed, mended or discarded; in part or whole, to the gram.

item in a load --reject--> the part leaves the load --> to_rewash | to_mend | discarded
                                    the rest goes on          to_mend --mended--> finished

A later decision on what waits aside is a further row; the first one stays as it was.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.production import holds, journal, lots, moves, orders, subjects, tables
from esat.production.models import Item, Lot
from esat.production.moves import Context, members
from esat.production.subjects import Subject
from esat.web.filters import number
from workshops.laundry.finishing import machines, parts, steps
from workshops.laundry.finishing.asked import DiscardIn, RejectIn, RewashIn
from workshops.laundry.finishing.models import Reject
from workshops.laundry.washing import cycles
from workshops.laundry.washing.cycles import LATE
from workshops.laundry.washing.models import Cycle

DISCARD = "laundry.discard"
FROM = ("washed", "dried", "finished")
_cycle, _member = Cycle.__table__, tables.lot_item


@dataclass(frozen=True, slots=True)
class Aside:
    """How something is put aside: who, when, from which capture."""

    by: Actor
    at: datetime
    capture_uid: bytes | None = None

    @property
    def late(self) -> bool:
        return clock.now() - self.at > LATE


def reject(session: Session, code: str, asked: RejectIn, how: Aside) -> Reject:
    """Put aside an item of a load, or a part of it. Refuses `code_not_here`, `load_running`,
    `on_hold`, `split_quantity`, `pieces_over`, `discard_needs_reason`, `reject_not_here`, what
    the move refuses. Flushes.
    """
    lots.require_move(how.by, "laundry")
    machines.right_side(how.by)
    whole, lot = _free_item(session, code)
    if whole.stage not in FROM:
        raise Refused("reject_not_here")
    _may_discard(asked.decision, asked.note, how.by)
    item, quantity = _apart(session, whole, lot, asked, how)
    row = _row(session, item, lot, asked, how)
    row.quantity, row.pieces = quantity, asked.pieces
    row.from_item_id = whole.id if item.id != whole.id else None
    _decide(session, row, asked.decision, how)
    return row


def rewash_load(session: Session, code: str, asked: RewashIn, how: Aside) -> list[Reject]:
    """Everything in a load is washed again: the load ends, its items wait for a bin. Refuses as
    `reject`.
    """
    lots.require_move(how.by, "laundry")
    machines.right_side(how.by)
    lot = steps.open_load(session, code)
    inside = members(session, lots.key(lot))
    context = Context(
        by=how.by, at=how.at, capture_uid=how.capture_uid, late=how.late, reason=asked.note
    )
    moves.move(session, lots.subject_of(session, lot), "rewash", context)
    session.expire_all()
    rows = []
    for item_id in inside:
        item = _item(session, item_id)
        row = _row(session, item, lot, asked, how)
        row.quantity, row.decision, row.whole_load = item.quantity, "rewash", True
        _keep(session, row, how)
        rows.append(row)
    lots.take_out(session, lot, inside, by=how.by, at=how.at, reason=asked.note)
    return rows


def decide_again(session: Session, code: str, asked: RejectIn, how: Aside) -> Reject:
    """A further decision on what waits aside or was packed: washed again, discarded. Refuses
    `reject_not_waiting`, `discard_needs_reason`, `on_hold`.
    """
    lots.require_move(how.by, "laundry")
    item, lot = _free_item(session, code)
    if item.stage not in {"to_rewash", "to_mend", "packed"}:
        raise Refused("reject_not_waiting")
    _may_discard(asked.decision, asked.note, how.by)
    if lot is not None:
        lots.take_out(session, lot, [item.id or 0], by=how.by, at=how.at)
    row = _row(session, item, lot, asked, how)
    row.quantity = item.quantity
    _decide(session, row, asked.decision, how)
    return row


def discard(session: Session, code: str, asked: DiscardIn, how: Aside) -> Reject:
    """Discard what waits to be washed again or mended; its order says so. Refuses as above."""
    whole = RejectIn(decision="discard", **asked.model_dump())
    return decide_again(session, code, whole, how)


def mended(session: Session, code: str, how: Aside, reason: str = "") -> Subject:
    """What was mended is finished again. Refuses `move_not_offered`, `on_hold`. Flushes."""
    lots.require_move(how.by, "laundry")
    found = machines.subject(session, code)
    if found.kind != "item":
        raise Refused("code_not_here")
    context = Context(
        by=how.by, at=how.at, capture_uid=how.capture_uid, late=how.late, reason=reason
    )
    done = moves.move(session, found, "mended", context)
    session.expire_all()
    return done.subject


def last_wash(session: Session, item_id: int, at: datetime) -> Cycle | None:
    """The last wash that an item went through, itself or what it was cut from."""
    family, frontier = {item_id}, {item_id}
    link = tables.models.ItemLink.__table__
    while frontier:
        query = select(link.c.parent_id).where(link.c.child_id.in_(frontier))
        frontier = set(session.connection().execute(query).scalars()) - family
        family |= frontier
    lots_of = set(
        session.connection()
        .execute(select(_member.c.lot_id).where(_member.c.item_id.in_(family)))
        .scalars()
    )
    lot_link, parents = tables.models.LotLink.__table__, lots_of
    while parents:
        up = select(lot_link.c.parent_id).where(lot_link.c.child_id.in_(parents))
        parents = set(session.connection().execute(up).scalars()) - lots_of
        lots_of |= parents
    found = session.connection().execute(
        select(_cycle.c.id)
        .where(_cycle.c.lot_id.in_(lots_of), _cycle.c.kind == "wash", _cycle.c.started_at <= at)
        .order_by(_cycle.c.started_at.desc(), _cycle.c.id.desc())
        .limit(1)
    )
    key = found.scalar()
    return None if key is None else session.get(Cycle, key)


def _free_item(session: Session, code: str) -> tuple[Item, Lot | None]:
    """The item of a code, and the load that it is in, which must not turn."""
    found = machines.subject(session, code)
    if found.kind != "item" or found.item_id is None:
        raise Refused("code_not_here")
    standing = holds.open_holds(session, found)
    if standing:
        labels = sorted({hold.label for hold in standing})
        raise Refused("on_hold", holds=", ".join(labels))
    lot = None if found.travels_in is None else session.get(Lot, found.travels_in)
    last = None if lot is None else cycles.last_of_lot(session, lots.key(lot))
    if last is not None and last.ended_at is None:
        raise Refused("load_running")
    return _item(session, found.item_id), lot


def _apart(
    session: Session, whole: Item, lot: Lot | None, asked: RejectIn, how: Aside
) -> tuple[Item, Decimal]:
    """What is put aside, out of its load: a part cut from the item, or all of it."""
    asked_for = whole.quantity if asked.quantity is None else asked.quantity
    if asked_for > whole.quantity:
        has = number(whole.quantity)
        raise Refused("part_too_big", label=whole.label, has=f"{has} {whole.unit}")
    if asked_for < whole.quantity:
        child = parts.part(
            session, whole.id or 0, asked_for, by=how.by, at=how.at, pieces=asked.pieces
        )
        return child, asked_for
    if lot is not None:
        lots.take_out(session, lot, [whole.id or 0], by=how.by, at=how.at)
    return whole, asked_for


def _row(
    session: Session, item: Item, lot: Lot | None, asked: RejectIn | RewashIn, how: Aside
) -> Reject:
    cycle = last_wash(session, item.id or 0, how.at)
    return Reject(
        item_id=item.id or 0, lot_id=None if lot is None else lot.id,
        cycle_id=None if cycle is None else cycle.id,
        programme_id=None if cycle is None else cycle.programme_id,
        reason=asked.reason, fault=asked.fault, decision="rewash", quantity=item.quantity,
        unit=item.unit, note=asked.note, at=how.at, recorded_at=clock.now(),
        station_id=how.by.station_id, account_id=how.by.account_id,
        late=how.late, late_reason=asked.late_reason,
    )  # fmt: skip


def _decide(session: Session, row: Reject, decision: str, how: Aside) -> None:
    row.decision = decision
    _keep(session, row, how)
    item = _item(session, row.item_id)
    found = subjects.item(session, row.item_id)
    if found is None:
        raise NotFound("not_found")
    if not (decision == "rewash" and item.stage == "to_rewash"):
        context = Context(
            by=how.by, at=how.at, capture_uid=how.capture_uid, late=how.late, reason=row.note
        )
        moves.move(session, found, decision, context)
        session.expire_all()
    if decision == "discard":
        _tell_order(session, item, row, how)


def _tell_order(session: Session, item: Item, row: Reject, how: Aside) -> None:
    """The order says what was discarded and why, for who tells the client."""
    data = {"reject": row.id, "quantity": str(row.quantity), "unit": row.unit, "why": row.reason}
    entry = journal.Entry(
        "order.linen_discarded", how.at, order_id=item.order_id, late=row.late,
        capture_uid=how.capture_uid, reason=row.note, data=data,
    )  # fmt: skip
    journal.record(session, entry, by=how.by)
    orders.close_if_done(session, item.order_id, by=how.by, at=how.at)


def _keep(session: Session, row: Reject, how: Aside) -> None:
    session.add(row)
    session.flush()
    data = {
        "reject": row.id, "reason_code": row.reason, "fault": row.fault, "decision": row.decision,
        "quantity": str(row.quantity), "unit": row.unit,
    }  # fmt: skip
    entry = journal.Entry(
        "item.put_aside", how.at, item_id=row.item_id, late=row.late, reason=row.note,
        capture_uid=how.capture_uid, data=data,
    )  # fmt: skip
    journal.record(session, entry, by=how.by)


def _may_discard(decision: str, note: str, by: Actor) -> None:
    """Who may not discard by right says why in words. Refuses `discard_needs_reason`."""
    allowed = by.is_system or by.can(DISCARD, workshop="laundry")
    if decision == "discard" and not allowed and not note:
        raise Refused("discard_needs_reason")


def _item(session: Session, item_id: int) -> Item:
    found = session.get(Item, item_id)
    if found is None:
        raise NotFound("not_found")
    return found
