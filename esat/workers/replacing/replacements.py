"""Give a group for dates, and take it back before its time: entries keep who made them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from esat import clock, texts
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.workers import people
from esat.workers.models import Group, Supervision
from esat.workers.replacing import reads
from esat.workers.rules.keeping import BOOK

MANAGE: Final = "replacements.manage"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who takes the group, from which day to which, both included."""

    account_id: int
    since: date
    until: date


def replace(
    session: Session, group: Group, wanted: Wanted, *, by: Actor, at: datetime | None = None
) -> Supervision:
    """Hand a group of one's workshop over. Forbidden: `not_your_group`. Invalid: `form_invalid`.
    Refused: `group_archived`, `replacement_stranger`, and those of `people.lead`.
    """
    at = at or clock.now()
    _refuse_group(group, by)
    if group.archived_at is not None:
        raise Refused("group_archived", name=group.name)
    today = clock.local(at).date()
    faults = _faults(wanted, today, BOOK.number(session, "replacement_days_most", today))
    if faults:
        raise Invalid("form_invalid", faults)
    if wanted.account_id not in {key for key, _ in reads.candidates(session, group.workshop)}:
        raise Refused("replacement_stranger")
    made = people.lead(session, group, wanted.account_id, wanted.since, wanted.until)
    made.kind, made.recorded_at, made.recorded_by = "replacement", at, by.account_id
    session.flush()
    return made


def end(
    session: Session, replacement_id: int, *, by: Actor, at: datetime | None = None
) -> Supervision:
    """End it today (today stays his), or call off one that has not begun. The row stays.

    NotFound: `replacement_unknown`. Forbidden: `not_your_group`. Refused: `replacement_over`.
    """
    at = at or clock.now()
    found = session.get(Supervision, replacement_id)
    if found is None or found.kind != "replacement":
        raise NotFound("replacement_unknown")
    _refuse_group(session.get_one(Group, found.group_id), by)
    today = clock.local(at).date()
    if found.until is None or found.until < today or found.ended_at is not None:
        raise Refused("replacement_over")
    found.until = today if found.since <= today else date.fromordinal(found.since.toordinal() - 1)
    found.ended_at, found.ended_by = at, by.account_id
    session.flush()
    return found


def _refuse_group(group: Group, by: Actor) -> None:
    if not by.can(MANAGE, workshop=group.workshop or None, group=group.id):
        raise Forbidden("not_your_group")


def _faults(wanted: Wanted, today: date, most: int) -> dict[str, str]:
    if wanted.since < today:
        return {"since": texts.sentence("replacement_past")}
    if wanted.until < wanted.since:
        return {"until": texts.sentence("leader_dates")}
    if (wanted.until - wanted.since).days >= most:
        return {"until": texts.sentence("replacement_long", {"most": most})}
    return {}
