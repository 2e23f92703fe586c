"""The laundry's own row of an item: read, made when it is missing, its weight and its pieces."""

from collections.abc import Sequence
from decimal import Decimal

from sqlmodel import Session, col, select

from workshops.laundry.intake.models import LaundryItem


def of(session: Session, item_id: int) -> LaundryItem | None:
    """What the laundry knows of an item, when it knows anything."""
    return session.get(LaundryItem, item_id)


def ensure(session: Session, item_id: int) -> LaundryItem:
    """The row of an item, made empty when there is none. Flushes."""
    row = session.get(LaundryItem, item_id)
    if row is None:
        row = LaundryItem(item_id=item_id)
        session.add(row)
        session.flush()
    return row


def rows(session: Session, item_ids: Sequence[int]) -> dict[int, LaundryItem]:
    """The rows of many items by one statement."""
    query = select(LaundryItem).where(col(LaundryItem.item_id).in_(item_ids))
    return {row.item_id: row for row in session.exec(query)}


def kg_of(session: Session, item_ids: Sequence[int]) -> Decimal:
    """What they weigh together; an item that was not weighed counts for nothing here."""
    return sum((row.kg for row in rows(session, item_ids).values() if row.kg), Decimal(0))
