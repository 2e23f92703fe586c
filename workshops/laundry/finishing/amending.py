"""What was noted by mistake after the wash: a further row in its place; the first one stays.

reject 12   stain, ours         <-- amends --   reject 15   tear, client    15 counts, 12 does not
step 7      calender, 140 °C    <-- amends --   step 9      void            it never was
"""

from typing import Any, TypeVar

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, NotFound, Refused
from esat.production import corrections, journal, lots, subjects
from esat.production.journal_models import Event
from esat.production.models import Item, Lot, Order
from workshops.laundry.finishing import steps
from workshops.laundry.finishing.asked import RejectFixIn, StepFixIn
from workshops.laundry.finishing.models import Reject, Step, counts
from workshops.laundry.intake import items as side
from workshops.laundry.washing import cycles

AMEND = "laundry.finishing_fix"
VOID = "production.correct"
"""Asked besides, by what puts linen back to the stage where it was."""
STAGES = {"rewash": "to_rewash", "mend": "to_mend", "discard": "discarded"}
_Noted = TypeVar("_Noted", Reject, Step)


def amend_reject(session: Session, reject_id: int, asked: RejectFixIn, *, by: Actor) -> Reject:
    """Say what was really wrong with linen put aside. Refuses `fix_meanwhile`, `fix_nothing`,
    `pieces_over`; forbids one without the right. Flushes.
    """
    _require(by, AMEND)
    wrong = _in_force(session, Reject, reject_id)
    told = asked.model_dump(exclude={"why"})
    if all(getattr(wrong, name) == value for name, value in told.items()):
        raise Refused("fix_nothing")
    if asked.pieces != wrong.pieces:
        _recount(session, wrong, asked.pieces)
    row = _after(wrong, asked.why, by, **told)
    _keep(session, row, by)
    return row


def void_reject(session: Session, reject_id: int, why: str, *, by: Actor) -> Reject:
    """Nothing was to be put aside: the linen stands where it did, in its load while that is open.
    Refuses `fix_meanwhile`, `fix_gone_on` (in a bin, washed again, decided otherwise since);
    forbids one without the rights. Flushes.
    """
    _require(by, AMEND)
    _require(by, VOID)
    wrong = _in_force(session, Reject, reject_id)
    item = session.get(Item, wrong.item_id)
    subject = subjects.item(session, wrong.item_id)
    if item is None or subject is None:
        raise NotFound("not_found")
    was = _came_from(session, wrong)
    if item.stage != STAGES[wrong.decision] or subject.travels_in is not None or was is None:
        raise Refused("fix_gone_on")
    row = _after(wrong, why, by, void=True)
    _keep(session, row, by)
    if wrong.decision == "discard":
        _open_again(session, item.order_id)
    corrections.correct_stage(session, subject, was, why, by=by)
    session.expire_all()
    _back_in_load(session, wrong, by)
    return row


def undone(session: Session, item_id: int, stage: str, *, by: Actor) -> None:
    """Whoever put an item aside undid it within minutes: its row counts no more."""
    query = (
        select(Reject)
        .where(Reject.item_id == item_id, counts(Reject.__table__))
        .order_by(col(Reject.id).desc())
    )
    last = session.exec(query).first()
    if last is not None and STAGES[last.decision] == stage:
        _keep(session, _after(last, "Étape annulée", by, void=True), by)


def amend_step(session: Session, step_id: int, asked: StepFixIn, *, by: Actor) -> Step:
    """Say what was really measured; judged again by the limits of its moment. Refuses
    `fix_meanwhile`, `fix_nothing`; Invalid as `steps.checked`; forbids one without the right.
    """
    _require(by, AMEND)
    wrong = _in_force(session, Step, step_id)
    steps.checked(wrong.kind, asked.value)
    if asked.value == wrong.value:
        raise Refused("fix_nothing")
    found = steps.judged(session, wrong.kind, asked.value, wrong.at)
    unit = steps.UNITS.get(wrong.kind, "") if asked.value is not None else ""
    row = _after(wrong, asked.why, by, value=asked.value, unit=unit, limit_id=found.limit_id)
    felt = steps.judged(session, wrong.kind, wrong.value, wrong.at).verdict != wrong.verdict
    if not felt:  # linen that was felt damp stays so, whatever was read
        row.verdict = found.verdict
    _keep(session, row, by)
    return row


def void_step(session: Session, step_id: int, why: str, *, by: Actor) -> Step:
    """A step that never was. Refuses `fix_meanwhile`, `fix_of_cycle` (a dryer stopped); forbids one
    without the right. Flushes.
    """
    _require(by, AMEND)
    wrong = _in_force(session, Step, step_id)
    if wrong.cycle_id is not None:
        raise Refused("fix_of_cycle")
    row = _after(wrong, why, by, void=True)
    _keep(session, row, by)
    return row


def _require(by: Actor, right: str) -> None:
    if not by.can(right, workshop="laundry"):
        raise Forbidden("not_allowed")


def _in_force(session: Session, kind: type[_Noted], key: int) -> _Noted:
    found = session.get(kind, key)
    if found is None:
        raise NotFound("not_found")
    later = select(kind.id).where(kind.amends_id == key)
    if found.void or session.exec(later).first() is not None:
        raise Refused("fix_meanwhile")
    return found


def _after(wrong: _Noted, why: str, by: Actor, **changed: Any) -> _Noted:
    """The same row with what changed; it happened when it did, and is said now."""
    told = wrong.model_dump(exclude={"id"}) | changed
    told |= {
        "amends_id": wrong.id, "fix_reason": why, "recorded_at": clock.now(),
        "account_id": by.account_id, "station_id": by.station_id,
    }  # fmt: skip
    return type(wrong)(**told)


def _keep(session: Session, row: Reject | Step, by: Actor) -> None:
    session.add(row)
    session.flush()
    now = row.recorded_at
    data = {"amends": row.amends_id, "void": row.void}
    if isinstance(row, Step):
        data["step"] = row.id
        entry = journal.Entry(
            "lot.step_fixed", now, lot_id=row.lot_id, reason=row.fix_reason, data=data
        )
        journal.record(session, entry, by=by)
        return
    data["reject"] = row.id
    entry = journal.Entry(
        "item.aside_fixed", now, item_id=row.item_id, reason=row.fix_reason, data=data
    )
    journal.record(session, entry, by=by)
    item = session.get(Item, row.item_id)
    if row.void and row.decision == "discard" and item is not None:
        kept = journal.Entry(
            "order.linen_kept", now, order_id=item.order_id, reason=row.fix_reason,
            data={"reject": row.id},
        )  # fmt: skip
        journal.record(session, kept, by=by)


def _recount(session: Session, wrong: Reject, pieces: int | None) -> None:
    """The pieces of a part, and of what it was cut from, as they really were."""
    rows = side.rows(session, [wrong.item_id, wrong.from_item_id or 0])
    part, rest = rows.get(wrong.item_id), rows.get(wrong.from_item_id or 0)
    if rest is not None and rest.pieces is not None and wrong.pieces is not None:
        there = rest.pieces + wrong.pieces
        if pieces is not None and pieces >= there:
            raise Refused("pieces_over", had=there)
        rest.pieces = None if pieces is None else there - pieces
    if part is not None and wrong.from_item_id is not None:
        part.pieces = pieces


def _came_from(session: Session, wrong: Reject) -> str | None:
    """The stage from which this decision took the item; None where it took it nowhere."""
    stage = STAGES[wrong.decision]
    mine = Event.lot_id == wrong.lot_id if wrong.whole_load else Event.item_id == wrong.item_id
    query = (
        select(Event.from_stage)
        .where(mine, Event.to_stage == stage, Event.at == wrong.at, col(Event.kind).like("%.moved"))
        .order_by(col(Event.id).desc())
    )
    return session.exec(query).first()


def _open_again(session: Session, order_id: int) -> None:
    """An order that the discard had ended is open again."""
    order = session.get(Order, order_id)
    if order is not None and order.closed_at is not None:
        order.closed_at = None
        session.flush()


def _back_in_load(session: Session, wrong: Reject, by: Actor) -> None:
    item = session.get(Item, wrong.item_id)
    lot = session.get(Lot, wrong.lot_id) if wrong.lot_id is not None else None
    if item is None or lot is None or lot.closed_at is not None or lot.stage != item.stage:
        return
    last = cycles.last_of_lot(session, lots.key(lot))
    if last is None or last.ended_at is not None:
        lots.put_in(session, lot, [wrong.item_id], by=by)
