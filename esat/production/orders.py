"""Orders: opened, confirmed, filled with items, closed when all is handed over, cancelled."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session, col, select

from esat import clock, registry
from esat.actors import Actor
from esat.clients import service as clients
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.folding import fold
from esat.production import barcodes, numbers
from esat.production.journal import Entry, record
from esat.production.models import Barcode, Item, Order, OrderLine

LETTERS = {"laundry": "L", "green_spaces": "E", "bookbinding": "R", "subcontracting": "S"}
_CLIENT = text(
    "SELECT name, town, external_code, commitment_rule, archived_at FROM client WHERE id = :id"
)


@dataclass(frozen=True, slots=True)
class Line:
    """What is asked: a label, a quantity with its unit, and where it is done."""

    label: str
    quantity: Decimal
    unit: str
    service_code: str = ""
    place: str = "workshop"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An order to open. `commitment_no` is demanded of clients whose rule says so."""

    workshop: str
    client_id: int
    due_on: date | None = None
    site_id: int | None = None
    client_ref: str = ""
    commitment_no: str = ""
    instructions: str = ""
    lines: tuple[Line, ...] = ()


def open_order(session: Session, wanted: Wanted, *, by: Actor, at: datetime | None = None) -> Order:
    """Open an order, with its number and its D code. Invalid on an unknown workshop or client, a
    promised date in the past, a missing commitment number; forbids `not_allowed`. Flushes.
    """
    require(by, "orders.write", wanted.workshop)
    moment = at or clock.now()
    known = registry.current().workshops.get(wanted.workshop)
    client = session.connection().execute(_CLIENT, {"id": wanted.client_id}).first()
    errors = _errors(wanted, known=known is not None, client=client, at=moment)
    if errors:
        raise Invalid("form_invalid", errors)
    ref = numbers.take(session, LETTERS.get(wanted.workshop, "Z"), moment)
    order = Order(
        ref=ref,
        workshop=wanted.workshop,
        client_id=wanted.client_id,
        site_id=wanted.site_id,
        due_on=wanted.due_on,
        client_ref=wanted.client_ref,
        commitment_no=wanted.commitment_no,
        instructions=wanted.instructions,
        opened_at=moment,
        opened_by=by.account_id,
        search=_search(ref, wanted, client),
    )
    session.add(order)
    session.flush()
    _add_lines(session, order, wanted.lines)
    clients.note_contact(session, wanted.client_id, clock.local(moment).date())
    code = barcodes.allocate(session, "D", moment, order_id=key(order))
    record(
        session,
        Entry("order.opened", moment, order_id=order.id, data={"ref": ref, "code": code}),
        by=by,
    )
    return order


def _add_lines(session: Session, order: Order, lines: tuple[Line, ...]) -> None:
    for position, line in enumerate(lines, start=1):
        session.add(
            OrderLine(
                order_id=key(order),
                position=position,
                service_code=line.service_code,
                label=line.label,
                quantity=line.quantity,
                unit=line.unit,
                place=line.place,
            )
        )
    session.flush()


def _search(ref: str, wanted: Wanted, client: Any) -> str:
    """What an order is found by: its number, its client's name, town and code, his reference."""
    return fold(ref, client.name, client.town, wanted.client_ref, client.external_code)


def confirm(session: Session, order: Order, *, by: Actor, at: datetime | None = None) -> None:
    """Confirm what was agreed. Refuses `order_closed`, `order_confirmed`."""
    require(by, "orders.write", order.workshop)
    if order.closed_at is not None or order.cancelled_at is not None:
        raise Refused("order_closed")
    if order.confirmed_at is not None:
        raise Refused("order_confirmed")
    order.confirmed_at = at or clock.now()
    session.flush()
    record(session, Entry("order.confirmed", order.confirmed_at, order_id=order.id), by=by)


def promise(
    session: Session,
    order: Order,
    due_on: date,
    reason: str,
    *,
    by: Actor,
    at: datetime | None = None,
) -> None:
    """Promise another date, with its reason. Refuses `order_closed`; Invalid without reason."""
    require(by, "orders.write", order.workshop)
    if order.closed_at is not None or order.cancelled_at is not None:
        raise Refused("order_closed")
    if not reason.strip():
        raise Invalid("form_invalid", {"reason": "Écrivez la raison du changement."})
    before, order.due_on = order.due_on, due_on
    session.flush()
    data = {"before": before.isoformat() if before else None, "after": due_on.isoformat()}
    record(
        session,
        Entry("order.promised", at or clock.now(), order_id=order.id, reason=reason, data=data),
        by=by,
    )


def cancel(
    session: Session,
    order: Order,
    reason: str,
    *,
    by: Actor,
    at: datetime | None = None,
    untouched: Collection[str] = (),
) -> None:
    """Cancel an order nothing of which has begun: where things come in as they are written down,
    the stages named `untouched` are no beginning. Refuses `order_closed`, `order_begun`; Invalid
    without reason.
    """
    require(by, "orders.write", order.workshop)
    moment = at or clock.now()
    if order.closed_at is not None or order.cancelled_at is not None:
        raise Refused("order_closed")
    if not reason.strip():
        raise Invalid("form_invalid", {"reason": "Écrivez la raison de l’annulation."})
    initial = registry.current().workshop(order.workshop).road.initial
    items = session.exec(select(Item).where(Item.order_id == order.id)).all()
    if any(item.stage != initial and item.stage not in untouched for item in items):
        raise Refused("order_begun")
    for item in items:
        item.closed_at = moment
    order.cancelled_at = moment
    session.flush()
    record(session, Entry("order.cancelled", moment, order_id=order.id, reason=reason), by=by)


_OPEN_ITEM = (
    select(Item.id)
    .where(col(Item.order_id) == bindparam("order"), col(Item.closed_at).is_(None))
    .limit(1)
)


def close_if_done(
    session: Session, order_id: int, *, by: Actor, at: datetime | None = None
) -> bool:
    """Close an order all of whose items have reached the end of their road."""
    order = session.get(Order, order_id)
    if order is None or order.closed_at is not None or order.cancelled_at is not None:
        return False
    open_item = session.exec(_OPEN_ITEM, params={"order": order_id}).first()
    if open_item is not None:
        return False
    order.closed_at = at or clock.now()
    session.flush()
    record(session, Entry("order.closed", order.closed_at, order_id=order_id), by=by)
    return True


def by_ref(session: Session, ref: str) -> Order:
    """An order by its reference or its D code; NotFound otherwise."""
    order = session.exec(select(Order).where(Order.ref == ref.strip().upper())).first()
    if order is None:
        owner = session.exec(
            select(Barcode.order_id).where(Barcode.code == ref.strip().upper())
        ).first()
        order = session.get(Order, owner) if owner else None
    if order is None:
        raise NotFound("order_unknown")
    return order


def key(order: Order) -> int:
    """The key of a flushed order."""
    if order.id is None:
        msg = "an order without key"
        raise ValueError(msg)
    return order.id


def _errors(wanted: Wanted, *, known: bool, client: object, at: datetime) -> dict[str, str]:
    errors = {}
    if not known:
        errors["workshop"] = "Choisissez un atelier."
    if client is None:
        errors["client_id"] = "Choisissez un client."
    elif getattr(client, "archived_at", None) is not None:
        errors["client_id"] = "Ce client est archivé. Réactivez sa fiche d’abord."
    elif getattr(client, "commitment_rule", "") == "required" and not wanted.commitment_no:
        errors["commitment_no"] = "Ce client exige un numéro d’engagement."
    if wanted.due_on is not None and wanted.due_on < clock.local(at).date():
        errors["due_on"] = "La date promise est déjà passée."
    return errors


def require(by: Actor, capability: str, workshop: str) -> None:
    """Forbids (`not_allowed`) one without the capability for that workshop."""
    if not by.is_system and not by.can(capability, workshop=workshop):
        raise Forbidden("not_allowed")
