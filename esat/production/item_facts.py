"""What a label and a card say of any item, whatever its workshop: whose, which order, until when.

The workshops add what only they know; nothing here reads their tables.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlmodel import Session

from esat.errors import NotFound
from esat.production import tables


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One item with its order, its client and the order's place, read in one statement."""

    item_id: int
    kind: str
    label: str
    quantity: Decimal
    unit: str
    client: str
    town: str
    order_id: int
    order_ref: str
    due_on: date | None
    site: str
    access_note: str


_item, _order, _client, _site = (
    tables.item, tables.order, tables.client, tables.delivery_site,
)  # fmt: skip
_FACTS = (
    select(
        _item.c.kind,
        _item.c.label,
        _item.c.quantity,
        _item.c.unit,
        _client.c.name.label("client"),
        _client.c.town,
        _order.c.id.label("order_id"),
        _order.c.ref,
        _order.c.due_on,
        _site.c.name.label("site"),
        _site.c.access_note,
    )
    .select_from(
        _item.join(_order, _order.c.id == _item.c.order_id)
        .join(_client, _client.c.id == _order.c.client_id)
        .outerjoin(_site, _site.c.id == _order.c.site_id)
    )
    .where(_item.c.id == bindparam("item"))
)


def item_facts(session: Session, item_id: int) -> ItemFacts:
    """The facts of one item. NotFound (`not_found`) when there is no such item."""
    row = session.connection().execute(_FACTS, {"item": item_id}).first()
    if row is None:
        raise NotFound("not_found")
    return ItemFacts(
        item_id=item_id,
        kind=row.kind,
        label=row.label,
        quantity=row.quantity,
        unit=row.unit,
        client=row.client,
        town=row.town,
        order_id=row.order_id,
        order_ref=row.ref,
        due_on=row.due_on,
        site=row.site or "",
        access_note=row.access_note or "",
    )
