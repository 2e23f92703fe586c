"""What labels and delivery notes say of a parcel or a bag: pieces, kilograms; no precaution."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from esat.actors import Actor
from esat.errors import EsatError
from esat.printing import asking, printers
from esat.printing.asking import Wish
from esat.production.item_facts import item_facts
from esat.web.filters import number, short_day
from workshops.laundry import reads
from workshops.laundry.intake import items
from workshops.laundry.intake.models import LaundryItem


def words(row: LaundryItem | None) -> str:
    """« 24 pièces · 12,4 kg »; what is not known is not said."""
    if row is None:
        return ""
    pieces = "" if row.pieces is None else number(row.pieces, "pièce")
    return " · ".join(filter(None, (pieces, number(row.kg, "kg") if row.kg else "")))


def paper_words(session: Session, item_ids: Sequence[int]) -> dict[int, str]:
    """What the delivery note says of each thing besides its quantity."""
    return {key: words(row) for key, row in items.rows(session, item_ids).items()}


def paper_sums(session: Session, item_ids: Sequence[int]) -> dict[str, Decimal]:
    """Pieces and kilograms of all things together."""
    rows = items.rows(session, item_ids).values()
    return {
        "pièce": Decimal(sum(row.pieces or 0 for row in rows)),
        "kg": sum((row.kg or Decimal(0) for row in rows), Decimal(0)),
    }


def label_lines(session: Session, item_id: int) -> dict[str, str]:
    """A parcel says whose it is, what it is and what it holds; other things as ever."""
    facts = item_facts(session, item_id)
    if facts.kind != "parcel":
        return reads.label_lines(session, item_id)
    due = f" · pour le {short_day(facts.due_on)}" if facts.due_on else ""
    return {
        "title": facts.client,
        "line1": facts.label,
        "line2": facts.site or facts.town,
        "line3": words(items.of(session, item_id)),
        "footer": f"Commande {facts.order_ref}{due}",
    }


def ask(session: Session, codes: Sequence[str], *, by: Actor, at: datetime) -> bool:
    """Ask the usual printer of this station for labels; False where there is none."""
    printer = printers.usual(session, by)
    if printer is None or printer.retired_at is not None or not codes:
        return False
    try:
        with session.begin_nested():
            asking.request(session, codes, Wish(printer), by=by, at=at)
    except EsatError:
        return False  # the parcel is packed all the same; its label is asked for from its page
    return True
