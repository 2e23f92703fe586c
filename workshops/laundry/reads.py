"""What the laundry shows of a bag: on the counter's card and on its label. SELECTs only."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from esat.declarations import Subject
from esat.production import tables
from esat.production.item_facts import item_facts
from esat.web.filters import number, short_day
from workshops.laundry.models import LaundryOrder

GARMENTS = frozenset({"textile", "garment"})
_order_of_laundry = LaundryOrder.__table__
_ANNOUNCED = select(_order_of_laundry).where(_order_of_laundry.c.order_id == bindparam("order"))
_CARD = (
    select(_order_of_laundry, tables.order.c.due_on)
    .join(tables.order, tables.order.c.id == _order_of_laundry.c.order_id)
    .join(tables.item, tables.item.c.order_id == tables.order.c.id)
    .where(tables.item.c.id == bindparam("item"))
)


def card(session: Session, subject: Subject) -> dict[str, Any]:
    """What was announced with the order of a bag; a lot has several orders and no such line. Of a
    garment only its code: whose it is, those who may know read on its own page.
    """
    garment = subject.code if subject.thing in GARMENTS else None
    if subject.item_id is None:
        return {"announced": None, "garment": garment}
    row = session.connection().execute(_CARD, {"item": subject.item_id}).first()
    due_on = row.due_on if row is not None else None
    return {"announced": row, "due_on": due_on, "garment": garment}


def label_lines(session: Session, item_id: int) -> dict[str, str]:
    """The texts of a bag's label."""
    facts = item_facts(session, item_id)
    announced = _of_order(session, facts.order_id)
    return {
        "title": facts.client,
        "line1": facts.label,
        "line2": f"Tournée : {announced.round}" if announced and announced.round else facts.town,
        "line3": _announced(announced),
        "footer": _order(facts.order_ref, short_day(facts.due_on) if facts.due_on else ""),
    }


def _of_order(session: Session, order_id: int) -> Any:
    """The row of an order; as columns, since the counter asks it at each scan."""
    return session.connection().execute(_ANNOUNCED, {"order": order_id}).first()


def _announced(row: Any) -> str:
    if row is None:
        return ""
    bags = "" if row.bags is None else f"{row.bags} {'sacs' if row.bags > 1 else 'sac'}"
    return " · ".join(part for part in (bags, number(row.kg, "kg") if row.kg else "") if part)


def _order(ref: str, day: str) -> str:
    return f"Commande {ref} · pour le {day}" if day else f"Commande {ref}"
