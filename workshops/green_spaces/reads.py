"""What green spaces show of a visit: the place, its permanent note, the tasks, the window."""

from typing import Any

from sqlmodel import Session

from esat.declarations import Subject
from esat.production.item_facts import item_facts
from esat.web.filters import short_day
from workshops.green_spaces.models import Visit


def card(session: Session, subject: Subject) -> dict[str, Any]:
    """The visit, and what every team must know of the place; a lot has several places."""
    if subject.item_id is None:
        return {"visit": None}
    visit = session.get(Visit, subject.item_id)
    return {
        "visit": visit,
        "window": window_words(visit),
        "note": item_facts(session, subject.item_id).access_note,
    }


def label_lines(session: Session, item_id: int) -> dict[str, str]:
    """The texts of a visit's label, for the day sheet."""
    facts = item_facts(session, item_id)
    visit = session.get(Visit, item_id)
    return {
        "title": visit.site if visit else facts.label,
        "line1": facts.client,
        "line2": visit.tasks.splitlines()[0] if visit and visit.tasks else "",
        "line3": window_words(visit),
        "footer": f"Commande {facts.order_ref}",
    }


def window_words(visit: Visit | None) -> str:
    """The window of a visit, in words; empty when it has none."""
    if visit is None:
        return ""
    match (visit.window_from, visit.window_to):
        case (None, None):
            return ""
        case (None, last):
            return f"jusqu’au {short_day(last)}"
        case (first, None):
            return f"à partir du {short_day(first)}"
        case (first, last):
            return f"du {short_day(first)} au {short_day(last)}"
