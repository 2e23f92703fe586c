"""What subcontracting shows of a batch: on the card and on its label. SELECTs only."""

from typing import Any

from sqlmodel import Session, col, select

from esat.declarations import Subject
from esat.production.item_facts import item_facts
from esat.production.models import ItemLink
from esat.web.filters import number, short_day
from workshops.subcontracting.models import Batch


def batch_of(session: Session, item_id: int) -> Batch | None:
    """What is known of a batch; a part that was split from it says what the whole said."""
    seen: set[int] = set()
    key: int | None = item_id
    while key is not None and key not in seen:
        found = session.get(Batch, key)
        if found is not None:
            return found
        seen.add(key)
        key = session.exec(
            select(ItemLink.parent_id).where(col(ItemLink.child_id) == key).limit(1)
        ).first()
    return None


def card(session: Session, subject: Subject) -> dict[str, Any]:
    """The batch; a lot has several and no such lines."""
    key = subject.item_id
    return {"batch": None if key is None else batch_of(session, key)}


def label_lines(session: Session, item_id: int) -> dict[str, str]:
    """The texts of a batch's label."""
    facts = item_facts(session, item_id)
    batch = batch_of(session, item_id)
    due = f" · pour le {short_day(facts.due_on)}" if facts.due_on else ""
    return {
        "title": batch.reference if batch else facts.label,
        "line1": f"Indice {batch.revision}" if batch and batch.revision else "",
        "line2": f"{number(facts.quantity, facts.unit)}{_of(batch)}",
        "line3": facts.client,
        "footer": f"Commande {facts.order_ref}{due}",
    }


def _of(batch: Batch | None) -> str:
    return "" if batch is None else f" sur {number(batch.announced)} annoncées"
