"""The acts of the page, sent by a tablet online or a day later: the same rules for both."""

from sqlmodel import Session

from esat.activity.allocations import forms, same, service
from esat.activity.allocations.refusals import RECORD
from esat.actors import Actor
from esat.declarations import Act, ActDone, ActSent
from esat.workers import half_days, leading
from esat.workers.models import Group


def record(session: Session, sent: ActSent) -> ActDone:
    """Refusals are those of `service.move_workers`, Invalid those of `forms`."""
    given = forms.read(forms.MoveIn, sent.data)
    group = _group(session, given.group)
    place = forms.place_of(given, group, late=sent.late)
    done = service.move_workers(session, given.worker, place, by=_then(session, sent), at=sent.at)
    count = len(done.lines)
    if not count:
        return ActDone("C’était déjà noté.")
    return ActDone(f"C’est noté : {count} personne{'s' if count > 1 else ''}.")


def same_as_before(session: Session, sent: ActSent) -> ActDone:
    """Refusals are those of `same.as_before`."""
    given = forms.read(forms.SameIn, sent.data)
    group = _group(session, given.group)
    done = same.as_before(
        session, group, given.day, by=_then(session, sent), at=sent.at, late=sent.late
    )
    return ActDone(done.sentence)


def end(session: Session, sent: ActSent) -> ActDone:
    """Refusals are those of `service.end`."""
    given = forms.read(forms.EndIn, sent.data)
    ends_at = forms.moment(given.day, given.to_time)
    group = _group(session, given.group)
    count = service.end(
        session, group, given.worker, given.day, ends_at, by=_then(session, sent), at=sent.at
    )
    return ActDone("Fin notée." if count else "Rien n’était en cours.")


def take_back(session: Session, sent: ActSent) -> ActDone:
    """Refusals are those of `service.take_back`."""
    given = forms.read(forms.TakeBackIn, sent.data)
    service.take_back(session, given.line, given.reason, by=_then(session, sent), at=sent.at)
    return ActDone("La ligne est retirée.")


def _then(session: Session, sent: ActSent) -> Actor:
    """Who sent it, with the groups that were his when he did it."""
    return leading.as_then(session, sent.actor, sent.at)


def _group(session: Session, code: str) -> Group:
    return half_days.group_by_code(session, code)


FIELDS = {"allocation_times": "to", "outside_needs_end": "to", "allocation_hour_missing": "from"}
"""Beside which field a refusal is said."""
ACTS = (
    Act("allocation.record", "Placer à un poste", RECORD, record, FIELDS),
    Act("allocation.same", "Placer comme hier", RECORD, same_as_before),
    Act("allocation.end", "Noter la fin", RECORD, end, FIELDS),
    Act("allocation.take_back", "Retirer une ligne", RECORD, take_back),
)
