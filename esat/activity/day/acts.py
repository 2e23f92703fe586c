"""The acts of a day that a tablet may send, online or a day later."""

from sqlmodel import Session

from esat.activity.day import gaps, keeping
from esat.activity.day.forms import FIELDS, DayIn, HandoverIn, IncidentIn
from esat.activity.day.keeping import Page
from esat.activity.outputs.acts import then
from esat.activity.outputs.forms import sent
from esat.declarations import Act, ActDone, ActSent
from esat.production import orders
from esat.workers import half_days


def incident(session: Session, act: ActSent) -> ActDone:
    """Refusals are those of `keeping.incident`, and `activity_fields`."""
    given = sent(IncidentIn, act.data)
    order = orders.by_ref(session, given.order) if given.order else None
    page, by = _page(session, given, act), then(session, act)
    keeping.incident(session, page, given.kind, given.text, order, by=by, at=act.at)
    return ActDone("L’incident est noté.")


def hand_over(session: Session, act: ActSent) -> ActDone:
    """Refusals are those of `keeping.hand_over`, and `activity_fields`."""
    given = sent(HandoverIn, act.data)
    page, by = _page(session, given, act), then(session, act)
    keeping.hand_over(session, page, given.line, by=by, at=act.at)
    return ActDone("La consigne est notée.")


def close(session: Session, act: ActSent) -> ActDone:
    """Refusals are those of `keeping.close`, and `activity_fields`."""
    given = sent(DayIn, act.data)
    page = _page(session, given, act)
    found = gaps.of(session, page.group, page.day, act.at)
    keeping.close(session, page, len(found), by=then(session, act), at=act.at)
    return ActDone(words(len(found)))


def words(count: int) -> str:
    """« La journée est complète. » or how much is missing still."""
    if not count:
        return "La journée est complète. Merci."
    return f"La journée est fermée. Il reste {count} point{'s' if count > 1 else ''} à compléter."


def _page(session: Session, given: DayIn, act: ActSent) -> Page:
    return Page(half_days.group_by_code(session, given.group), given.day, late=act.late)


ACTS = (
    Act("day.incident", "Noter un incident", keeping.KEEP, incident, FIELDS),
    Act("day.handover", "Laisser une consigne", keeping.KEEP, hand_over, FIELDS),
    Act("day.close", "Fermer la journée", keeping.KEEP, close),
)
