"""What a team made of an order: recorded, corrected by a further row; it knows no worker."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from esat import clock
from esat.activity.outputs import reads, remarks, units
from esat.activity.outputs.models import Output
from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.production import journal
from esat.production.models import Order
from esat.workers import leading
from esat.workers.models import Group

RECORD = "outputs.record"
KIND = "output.recorded"


@dataclass(frozen=True, slots=True)
class Made:
    """What is said: how much of an order, in which unit; `unit` empty where the order has one."""

    quantity: Decimal
    unit: str = ""
    scrap: Decimal = Decimal(0)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """How it came: by which capture, and whether after the fact."""

    capture_uid: bytes | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What was kept, and where the order stands now in that unit."""

    output: Output
    order: Order
    total: Decimal
    ordered: Decimal | None

    @property
    def over(self) -> bool:
        return self.ordered is not None and self.total > self.ordered


ONLINE = Sending()


def record(
    session: Session,
    group: Group,
    day: date,
    order: Order,
    made: Made,
    *,
    by: Actor,
    at: datetime | None = None,
    how: Sending = ONLINE,
) -> Done:
    """Keep what the group made. More than was ordered is kept, and `Done.over` says so.

    Forbidden: `not_your_group`. Refuses `output_future`, `output_nothing`, `group_archived`,
    `output_other_workshop`, `output_order_closed`, `output_order_cancelled`, `output_unit_asked`,
    `output_unit_unknown`, `note_too_long`. Flushes.
    """
    at = at or clock.now()
    _refuse_group(session, group, day, by, at)
    _refuse_order(group, order, at)
    if made.quantity <= 0 and made.scrap <= 0:
        raise Refused("output_nothing")
    known = units.of_orders(session, [order.id or 0])[order.id or 0]
    unit = units.chosen(known, made.unit)
    output = Output(
        group_id=group.id or 0, day=day, order_id=order.id or 0, quantity=made.quantity,
        scrap=made.scrap, unit=unit, note_id=remarks.write(session, made.note, by=by, at=at),
        at=at, recorded_at=clock.now(), recorded_by=by.account_id, late=how.late,
    )  # fmt: skip
    return _keep(session, output, order, known, how, by)


def correct(
    session: Session,
    output_id: int,
    made: Made,
    reason: str,
    *,
    by: Actor,
    at: datetime | None = None,
    how: Sending = ONLINE,
) -> Done:
    """Say again what a row should have said; the former one stays, with its author and times.
    Nothing at all takes it back.

    Forbidden: `not_your_group`. NotFound: `output_unknown`. Refuses `output_amended` (somebody
    corrected it already), `output_reason`, and what `record` refuses of an order and of a unit.
    """
    at = at or clock.now()
    former = session.get(Output, output_id)
    if former is None:
        raise NotFound("output_unknown")
    group = session.get_one(Group, former.group_id)
    _refuse_group(session, group, former.day, by, at)
    if session.exec(select(Output.id).where(col(Output.amends_id) == output_id)).first():
        raise Refused("output_amended")
    if not reason.strip():
        raise Refused("output_reason")
    order = session.get_one(Order, former.order_id)
    known = units.of_orders(session, [former.order_id])[former.order_id]
    output = Output(
        group_id=former.group_id, day=former.day, order_id=former.order_id,
        quantity=made.quantity, scrap=made.scrap,
        unit=units.chosen(known, made.unit or former.unit),
        note_id=remarks.write(session, made.note, by=by, at=at),
        reason_id=remarks.write(session, reason, by=by, at=at),
        amends_id=output_id, at=at, recorded_at=clock.now(), recorded_by=by.account_id,
        late=how.late,
    )  # fmt: skip
    return _keep(session, output, order, known, how, by, amends=former.event_id)


def _keep(  # noqa: PLR0917 - one row, its event, and what both stand on
    session: Session,
    output: Output,
    order: Order,
    known: units.Units,
    how: Sending,
    by: Actor,
    amends: int | None = None,
) -> Done:
    """Write the event, then the row that points to it: neither names a person."""
    data = {
        "quantity": str(output.quantity), "unit": output.unit, "scrap": str(output.scrap),
        "group_id": output.group_id,
    }  # fmt: skip
    event = journal.record(
        session,
        journal.Entry(
            KIND, output.at, order_id=output.order_id, capture_uid=how.capture_uid,
            amends_id=amends, late=how.late, data=data,
        ),
        by=by,
    )  # fmt: skip
    output.event_id = event.id
    session.add(output)
    session.flush()
    total = reads.total(session, output.order_id, output.unit)
    return Done(output, order, total.quantity, known.get(output.unit))


def may_record(by: Actor, group: Group) -> bool:
    """Whether this person tells what this group makes."""
    return leading.may(by, RECORD, group)


def _refuse_group(session: Session, group: Group, day: date, by: Actor, at: datetime) -> None:
    if not may_record(by, group):
        raise leading.not_yours(session, by, group, at)
    if group.archived_at is not None:
        raise Refused("group_archived", name=group.name)
    if day > clock.local(at).date():
        raise Refused("output_future")


def _refuse_order(group: Group, order: Order, at: datetime) -> None:
    """What was made before an order was closed was made: only what came after is refused."""
    if group.workshop and order.workshop != group.workshop:
        raise Refused("output_other_workshop", ref=order.ref)
    if order.cancelled_at is not None and order.cancelled_at <= at:
        raise Refused("output_order_cancelled", ref=order.ref)
    if order.closed_at is not None and order.closed_at <= at:
        raise Refused("output_order_closed", ref=order.ref)
