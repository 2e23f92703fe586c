"""What bookbinding shows of a volume: its identity, on the card and on its slip. SELECTs only."""

from typing import Any

from sqlmodel import Session

from esat.declarations import Subject
from esat.production.item_facts import item_facts
from esat.web.filters import number, short_day
from workshops.bookbinding.models import Volume


def card(session: Session, subject: Subject) -> dict[str, Any]:
    """The volume; a lot has several and no such lines."""
    key = subject.item_id
    return {"volume": None if key is None else session.get(Volume, key)}


def label_lines(session: Session, item_id: int) -> dict[str, str]:
    """The texts of the slip that lies in a volume's folder."""
    facts = item_facts(session, item_id)
    volume = session.get(Volume, item_id)
    due = f" · pour le {short_day(facts.due_on)}" if facts.due_on else ""
    return {
        "title": volume.owner if volume else facts.client,
        "line1": f"{volume.kind_label} {volume.period}" if volume else facts.label,
        "line2": f"Exemplaire {volume.copy_no}" if volume and volume.copy_no else "",
        "line3": f"{number(volume.leaves)} feuillets déclarés" if volume and volume.leaves else "",
        "footer": f"Commande {facts.order_ref}{due}",
    }
