"""What a paper says, read once from the tables and kept as it was: SELECTs only, no token."""

from collections import defaultdict
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from esat import config, registry
from esat.administration import contacts
from esat.files.models import StoredFile
from esat.production import barcodes, deliveries, order_detail, orders
from esat.production.models import Delivery, Order
from esat.production.order_detail import OrderPage
from esat.web import filters

_CLIENT = text(
    "SELECT name, address, address_extra, postcode, town, siret, service_code"
    " FROM client WHERE id = :id"
)
_SITE = text("SELECT name, address, postcode, town FROM delivery_site WHERE id = :id")


def of_order(session: Session, order: Order, at: datetime) -> dict[str, Any]:
    """What every paper of an order begins with: house, client, order, what was asked."""
    return _said(session, order, order_detail.order_page(session, order), at)


def of_ticket(session: Session, order: Order, at: datetime) -> dict[str, Any]:
    """What a deposit ticket says: that, and what the workshop adds to it."""
    ask = registry.current().workshop(order.workshop).paper_more
    more = None if ask is None else ask(session, orders.key(order))
    return of_order(session, order, at) | {"more": None if more is None else asdict(more)}


def of_delivery(session: Session, order: Order, delivery: Delivery) -> dict[str, Any]:
    """What a delivery note says: what left, what was refused, who signed, with which reserves."""
    page = order_detail.order_page(session, order)
    said = _said(session, order, page, delivery.at)
    codes = {item.id: item.code for item in page.items}
    rows = deliveries.same_hand_over(session, delivery)
    kept = registry.current().workshop(order.workshop).paper_words
    words = kept(session, list(codes)) if kept else {}
    for name, refused in (("handed", False), ("refused", True)):
        alike = [row for row in rows if row.refused is refused]
        said[name] = _things(session, alike, codes, words)
    tell = registry.current().workshop(order.workshop).order_words
    said["told"] = [] if tell is None else tell(session, orders.key(order))
    said["total"] = _total(session, order, [row for row in rows if not row.refused])
    said["receiver"] = delivery.receiver
    said["reserves"] = delivery.reserves
    said["hour"] = filters.hour(delivery.at)
    said["signature"] = _signature(session, delivery)
    return said


def _said(session: Session, order: Order, page: OrderPage, at: datetime) -> dict[str, Any]:
    client = session.connection().execute(_CLIENT, {"id": order.client_id}).one()
    contact = contacts.contact(session, order.workshop)
    return {
        "house": config.current().house_name,
        "workshop": registry.current().workshop(order.workshop).label,
        "phone": contact.phone,
        "email": contact.email,
        "house_address": contact.address,
        "day": filters.day(at),
        "ref": order.ref,
        "code": barcodes.of(session, order_id=orders.key(order)) or "",
        "client": client.name,
        "address": _lines(client),
        "siret": client.siret,
        "service_code": client.service_code,
        "site": _site(session, order.site_id),
        "client_ref": order.client_ref,
        "commitment_no": order.commitment_no,
        "due": filters.day(order.due_on) if order.due_on else "",
        "instructions": order.instructions,
        "lines": [
            {"label": line.label, "quantity": filters.number(line.quantity, line.unit)}
            for line in page.lines
        ],
        "items": [_item(item.code, item.label, item.quantity, item.unit) for item in page.items],
    }


def _item(code: str, label: str, value: Decimal, unit: str) -> dict[str, str]:
    return {"code": code, "label": label, "quantity": filters.number(value, unit)}


def _things(
    session: Session, rows: list[Delivery], codes: dict[int, str], words: dict[int, str]
) -> list[dict[str, str]]:
    found = []
    for item in (one for row in rows for one in deliveries.items_of(session, row.id or 0)):
        key = item.id or 0
        said = _item(codes.get(key, ""), item.label, item.quantity, item.unit)
        said["quantity"] = " · ".join(filter(None, (said["quantity"], words.get(key, ""))))
        found.append(said)
    return found


def _total(session: Session, order: Order, rows: list[Delivery]) -> str:
    """What left in all, unit by unit; kilograms last."""
    items = [one for row in rows for one in deliveries.items_of(session, row.id or 0)]
    more = registry.current().workshop(order.workshop).paper_sums
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for item in items:
        sums[item.unit] += item.quantity
    for unit, value in (more(session, [one.id or 0 for one in items]) if more else {}).items():
        sums[unit] += value
    by_unit = sorted(sums.items(), key=lambda pair: pair[0] == "kg")
    return " · ".join(filters.number(value, unit) for unit, value in by_unit if value)


def _lines(client: Any) -> list[str]:
    place = f"{client.postcode} {client.town}".strip()
    return [line for line in (client.address, client.address_extra, place) if line]


def _site(session: Session, site_id: int | None) -> str:
    if site_id is None:
        return ""
    row = session.connection().execute(_SITE, {"id": site_id}).one()
    return ", ".join(
        part for part in (row.name, row.address, f"{row.postcode} {row.town}".strip()) if part
    )


def _signature(session: Session, delivery: Delivery) -> str:
    if delivery.signature_file_id is None:
        return ""
    kept = session.get(StoredFile, delivery.signature_file_id)
    return kept.sha256 if kept is not None else ""
