"""What comes back after it was delivered: a new passage linked to the old one, which stays."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Refused
from esat.production import barcodes, journal, orders, things
from esat.production.journal import Entry
from esat.production.models import Item, ItemLink, Order, Resource
from esat.production.orders import Wanted
from esat.production.subjects import Subject
from workshops.laundry.dispatch import labels, scope
from workshops.laundry.dispatch.models import ParcelLine, Return
from workshops.laundry.intake import items
from workshops.laundry.models import LaundryOrder

REASONS: Final = {
    "refused_later": "Refusé après la remise",
    "wrong_client": "Livré au mauvais client",
    "stained": "Taché",
    "damaged": "Abîmé",
    "damp": "Humide",
    "other": "Autre raison",
}
TO: Final = {"to_rewash": "À relaver", "packed": "Prêt à repartir"}
"""What is misdelivered and was not opened leaves again as it is; all else is washed again."""


@dataclass(frozen=True, slots=True)
class Back:
    """What came back, why, and what becomes of it; a part of it where kilograms are given."""

    code: str
    reason: str
    to: str
    note: str = ""
    kg: Decimal | None = None
    pieces: int | None = None
    capture_uid: bytes | None = None
    late: bool = False


def take_back(session: Session, back: Back, *, by: Actor, at: datetime | None = None) -> Item:
    """Open the new passage of something that was delivered. Refuses `code_unknown`,
    `return_not_delivered`, `returned_already`, `return_too_much`, `return_reason`,
    `return_note`; forbids `not_allowed`. Flushes.
    """
    scope.require(by)
    moment = at or clock.now()
    _check(back)
    delivered = delivered_of(session, scope.subject_of(session, back.code))
    kg = _much(session, delivered, back)
    order = _order_for(session, delivered, by, moment)
    made = _new(session, order, delivered, back, by, moment)
    row = items.ensure(session, made.id or 0)
    before = items.of(session, delivered.id or 0)
    row.kg = kg
    row.pieces = back.pieces or (before.pieces if before and not back.kg else None)
    row.family_code = before.family_code if before else None
    _lines(session, delivered, made, back)
    amount = kg or Decimal(1)
    session.add(
        ItemLink(parent_id=delivered.id or 0, child_id=made.id or 0, quantity=amount, at=moment)
    )
    session.add(
        Return(
            delivered_id=delivered.id or 0, item_id=made.id or 0, reason=back.reason,
            note=back.note.strip()[:200], kg=back.kg, pieces=back.pieces, at=moment,
            recorded_at=clock.now(), late=back.late, account_id=by.account_id,
        )
    )  # fmt: skip
    session.flush()
    data = {"delivered": delivered.id, "reason": back.reason}
    entry = Entry(
        "item.returned", moment, item_id=made.id, capture_uid=back.capture_uid, late=back.late,
        data=data,
    )  # fmt: skip
    journal.record(session, entry, by=by)
    labels.ask(session, _own_code(session, made), by=by, at=moment)
    return made


def delivered_of(session: Session, subject: Subject) -> Item:
    """The delivered passage that a label speaks of. Refuses `return_not_delivered`."""
    if subject.item_id is not None:
        found = session.get(Item, subject.item_id, populate_existing=True)
    else:
        query = select(Item).where(Item.resource_id == subject.resource_id)
        last = query.order_by(col(Item.id).desc()).limit(1)
        found = session.exec(last.execution_options(populate_existing=True)).first()
    if found is None or found.stage != "handed_over":
        raise Refused("return_not_delivered", label=subject.label)
    return found


def since(session: Session, at: datetime) -> list[tuple[Return, Item]]:
    """What came back since a moment, newest first, with the new passage of each."""
    query = select(Return, Item).join(Item, col(Item.id) == col(Return.item_id))
    return list(session.exec(query.where(col(Return.at) >= at).order_by(col(Return.id).desc())))


def _check(back: Back) -> None:
    if back.reason not in REASONS or back.to not in TO:
        raise Refused("return_reason")
    if back.to == "packed" and back.reason != "wrong_client":
        raise Refused("return_to_rewash")
    if back.reason == "other" and not back.note.strip():
        raise Refused("return_note")


def _much(session: Session, delivered: Item, back: Back) -> Decimal | None:
    """What came back in kilograms, the whole where no part is told."""
    row = items.of(session, delivered.id or 0)
    whole = row.kg if row is not None else None
    before = session.exec(select(Return).where(Return.delivered_id == delivered.id)).all()
    if before and (back.kg is None or any(one.kg is None for one in before)):
        raise Refused("returned_already", label=delivered.label)
    if back.kg is None:
        return whole
    already = sum((one.kg or Decimal(0) for one in before), Decimal(0))
    if back.kg <= 0 or (whole is not None and already + back.kg > whole):
        raise Refused("return_too_much", label=delivered.label)
    return back.kg


def _order_for(session: Session, delivered: Item, by: Actor, at: datetime) -> Order:
    """The client's last open order of the laundry, else a new one like that of the delivery."""
    old = session.get_one(Order, delivered.order_id)
    query = (
        select(Order)
        .where(
            Order.workshop == "laundry",
            Order.client_id == old.client_id,
            col(Order.closed_at).is_(None),
            col(Order.cancelled_at).is_(None),
        )
        .order_by(col(Order.id).desc())
        .limit(1)
    )
    found = session.exec(query).first()
    if found is not None:
        return found
    wanted = Wanted(
        workshop="laundry", client_id=old.client_id, site_id=old.site_id,
        client_ref=old.client_ref, commitment_no=old.commitment_no,
    )  # fmt: skip
    made = orders.open_order(session, wanted, by=by, at=at)
    session.add(LaundryOrder(order_id=orders.key(made)))
    session.flush()
    return made


def _new(
    session: Session, order: Order, delivered: Item, back: Back, by: Actor, at: datetime
) -> Item:
    bag = session.get(Resource, delivered.resource_id) if delivered.resource_id else None
    whole = back.kg is None
    kind = "parcel" if bag and not whole else delivered.kind
    return things.add_item(
        session, order, kind, delivered.label, by=by, at=at, resource=bag if whole else None,
        quantity=back.kg if kind == "linen" and back.kg else delivered.quantity,
        unit=None if kind != delivered.kind else delivered.unit, stage=back.to,
    )  # fmt: skip


def _lines(session: Session, delivered: Item, made: Item, back: Back) -> None:
    """What the new passage holds, where that is known: all of it, or pieces of the only kind."""
    query = select(ParcelLine).where(ParcelLine.item_id == delivered.id)
    lines = session.exec(query.order_by(col(ParcelLine.id))).all()
    if back.kg is not None:
        lines = lines if len(lines) == 1 and back.pieces else []
    for line in lines:
        session.add(
            ParcelLine(
                item_id=made.id or 0, family_code=line.family_code, label=line.label,
                pieces=back.pieces or line.pieces, kg=None if back.kg is not None else line.kg,
            )
        )  # fmt: skip


def _own_code(session: Session, made: Item) -> list[str]:
    """A bag keeps its label; what has a code of its own wants one printed."""
    code = None if made.resource_id else barcodes.of(session, item_id=made.id or 0)
    return [code] if code else []
