"""What the laundry shows of a bag: on the counter's card and on its label. SELECTs only."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.declarations import Subject
from esat.production import tables
from esat.production.item_facts import item_facts
from esat.web.filters import number, short_day
from workshops.laundry.intake.doing import SEE_PRECAUTIONS
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.intake.precautions import COLOURS, demands
from workshops.laundry.models import LaundryOrder
from workshops.laundry.plant.models import Bin, Precaution

TO_SORT = frozenset({"received", "sorted", "loaded", "to_rewash"})
_order_of_laundry = LaundryOrder.__table__
_ANNOUNCED = select(_order_of_laundry).where(_order_of_laundry.c.order_id == bindparam("order"))
_mine, _precaution = LaundryItem.__table__, Precaution.__table__
_bin: Any = Bin.__table__
_BINS = (
    select(_bin.c.resource_id)
    .join(tables.resource, tables.resource.c.id == _bin.c.resource_id)
    .where(tables.resource.c.retired_at.is_(None))
    .exists()
)
_INSIDE = (
    select(tables.lot_item.c.item_id)
    .where(tables.lot_item.c.item_id == tables.item.c.id, tables.lot_item.c.left_at.is_(None))
    .exists()
)
_CARD = (
    select(
        (_BINS & ~_INSIDE).label("for_a_bin"),
        _order_of_laundry.c.order_id, _order_of_laundry.c.round, _order_of_laundry.c.bags,
        _order_of_laundry.c.kg, tables.order.c.due_on, _mine.c.kg.label("weight"), _mine.c.pieces,
        _mine.c.isolated_until, _precaution.c.label.label("precaution"), _precaution.c.colour,
        _precaution.c.never_opened, _precaution.c.last_of_day, _precaution.c.disinfect_after,
    )
    .select_from(
        tables.item.join(tables.order, tables.order.c.id == tables.item.c.order_id)
        .outerjoin(_order_of_laundry, _order_of_laundry.c.order_id == tables.order.c.id)
        .outerjoin(_mine, _mine.c.item_id == tables.item.c.id)
        .outerjoin(_precaution, _precaution.c.id == _mine.c.precaution_id)
    )
    .where(tables.item.c.id == bindparam("item"))
)  # fmt: skip


def card(session: Session, subject: Subject, *, by: Actor) -> dict[str, Any]:
    """What was announced, weighed and counted of a bag, by one statement; its precaution only for
    those who may see it. A lot has several orders and no such line.
    """
    if subject.item_id is None:
        return {"announced": None}
    row = session.connection().execute(_CARD, {"item": subject.item_id}).first()
    if row is None:
        return {"announced": None}
    seen = by.can(SEE_PRECAUTIONS, workshop="laundry") and row.precaution is not None
    return {
        "announced": row if row.order_id is not None else None,
        "due_on": row.due_on,
        "weight": row.weight,
        "pieces": row.pieces,
        "precaution": _precaution_of(row) if seen else None,
        "to_sort": row.for_a_bin and subject.stage in TO_SORT,
    }


def _precaution_of(row: Any) -> dict[str, Any]:
    """What a category asks of those who handle its bag; it is never a diagnosis."""
    until = row.isolated_until
    isolated = until is not None and until > clock.now()
    return {
        "label": row.precaution,
        "colour": COLOURS.get(row.colour, ""),
        "isolated_until": until if isolated else None,
        "demands": demands(row),
    }


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
