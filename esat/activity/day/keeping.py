"""What a supervisor writes of a day: incidents, a line for tomorrow, the end of the day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from esat import clock
from esat.activity.day.models import DayClose, Handover, Incident
from esat.activity.outputs import remarks
from esat.actors import Actor
from esat.errors import Refused
from esat.production.models import Order
from esat.workers import leading
from esat.workers.models import Group

KEEP = "team_day.keep"
KINDS: Final = {
    "machine": ("Machine ou matériel", "tools"),
    "quality": ("Qualité", "award"),
    "safety": ("Sécurité", "cone-striped"),
    "client": ("Client", "shop"),
    "accident": ("Accident déclaré au bureau", "telephone"),
    "educator": ("Transmis à l’éducateur", "chat-dots"),
}
"""What may have happened, with its French name and its pictogram."""
WORDLESS: Final = frozenset({"accident", "educator"})
"""Of these only that they were passed on, and when: never a word."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which day of which group, and whether it is told after the fact."""

    group: Group
    day: date
    late: bool = False


def incident(
    session: Session,
    page: Page,
    kind: str,
    fact: str,
    order: Order | None = None,
    *,
    by: Actor,
    at: datetime | None = None,
) -> Incident:
    """Keep what happened. Words given with an accident or for the educator are refused, not kept.

    Forbidden: `not_your_group`. Refuses `day_future`, `group_archived`, `incident_kind`,
    `incident_wordless`, `incident_fact`, `note_too_long`, `output_other_workshop`.
    """
    at = at or clock.now()
    _refuse(session, page, by, at)
    if kind not in KINDS:
        raise Refused("incident_kind")
    words = fact.strip()
    if kind in WORDLESS and words:
        raise Refused("incident_wordless")
    if kind not in WORDLESS and not words:
        raise Refused("incident_fact")
    if order is not None and page.group.workshop not in {"", order.workshop}:
        raise Refused("output_other_workshop", ref=order.ref)
    made = Incident(
        group_id=page.group.id or 0, day=page.day, kind=kind,
        order_id=order.id if order is not None else None,
        remark_id=remarks.write(session, words, by=by, at=at), at=at, recorded_at=clock.now(),
        recorded_by=by.account_id, late=page.late,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def hand_over(
    session: Session, page: Page, words: str, *, by: Actor, at: datetime | None = None
) -> Handover:
    """Leave a line for tomorrow or for the replacement.

    Forbidden: `not_your_group`. Refuses `day_future`, `group_archived`, `handover_empty`,
    `note_too_long`.
    """
    at = at or clock.now()
    _refuse(session, page, by, at)
    remark_id = remarks.write(session, words, by=by, at=at)
    if remark_id is None:
        raise Refused("handover_empty")
    made = Handover(
        group_id=page.group.id or 0, day=page.day, remark_id=remark_id, at=at,
        recorded_at=clock.now(), recorded_by=by.account_id, late=page.late,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def close(
    session: Session, page: Page, gaps: int, *, by: Actor, at: datetime | None = None
) -> DayClose:
    """Say that the day is complete; the gaps that stand are counted with it and stay visible.

    Forbidden: `not_your_group`. Refuses `day_future`, `group_archived`.
    """
    at = at or clock.now()
    _refuse(session, page, by, at)
    made = DayClose(
        group_id=page.group.id or 0, day=page.day, gaps=gaps, at=at, recorded_at=clock.now(),
        recorded_by=by.account_id, late=page.late,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def may_keep(by: Actor, group: Group) -> bool:
    """Whether this person keeps the day of this group."""
    return leading.may(by, KEEP, group)


def _refuse(session: Session, page: Page, by: Actor, at: datetime) -> None:
    if not may_keep(by, page.group):
        raise leading.not_yours(session, by, page.group, at)
    if page.group.archived_at is not None:
        raise Refused("group_archived", name=page.group.name)
    if page.day > clock.local(at).date():
        raise Refused("day_future")
