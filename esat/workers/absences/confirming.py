"""Counters of leave confirmed by the office: as they were shown, or with other figures."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, Refused
from esat.workers.absences import counters, figures
from esat.workers.absences.counters import Counter
from esat.workers.absences.forms import FiguresIn
from esat.workers.absences.leave import Bucket, Standing


def told(counter: Counter) -> str:
    """What a form says back of a counter: whose, and the figures as they were shown."""
    return f"{counter.worker_id}|{figures.written(counter.standing)}"


def read(sent: Collection[str]) -> dict[int, str]:
    """The counters that a form confirms. Refused `leave_lines_none` when there is none."""
    found: dict[int, str] = {}
    for text in sent:
        worker, _, shown = text.partition("|")
        if worker.isascii() and worker.isdigit():
            found[int(worker)] = shown
    if not found:
        raise Refused("leave_lines_none")
    return found


def as_shown(
    session: Session, shown: Mapping[int, str], day: date, *, by: Actor, at: datetime
) -> None:
    """Confirm what a page showed. Refused `leave_shown_changed` when one would now be another;
    Forbidden `not_allowed`. Flushes.
    """
    found = counters.counters(session, shown.keys(), day)
    for worker_id, text in shown.items():
        counter = found.get(worker_id)
        if counter is None or figures.written(counter.standing) != text:
            raise Refused("leave_shown_changed")
        figures.keep(session, worker_id, figures.CONFIRMED, counter.standing, by=by, at=at)


def typed(session: Session, worker_id: int, given: FiguresIn, *, by: Actor, at: datetime) -> None:
    """Confirm figures that the office typed. Invalid by field; Refused `leave_shown_changed`."""
    if given.day > clock.local(at).date():
        raise Invalid("form_invalid", {"day": "Ce jour n’est pas encore passé."})
    if given.carried and (given.expires is None or given.expires < given.day):
        raise Invalid("form_invalid", {"expires": "Écrivez jusqu’à quand ces jours sont valables."})
    counter = counters.counters(session, [worker_id], given.day)[worker_id]
    if given.shown != told(counter):
        raise Refused("leave_shown_changed")
    standing = _standing(counter.standing, given)
    figures.keep(session, worker_id, figures.CONFIRMED, standing, by=by, at=at)


def _standing(proposed: Standing, given: FiguresIn) -> Standing:
    """Where the carried days are as proposed, they keep their several dates."""
    same = (given.carried, given.expires) == (proposed.over, proposed.expires)
    carried: tuple[Bucket, ...] = proposed.carried
    if not same:
        carried = (Bucket(given.carried, given.expires),) if given.expires else ()
    return Standing(
        given.day, given.earned, given.taken, min(proposed.from_carried, given.taken),
        carried if given.carried else (), proposed.lost, proposed.owed,
    )  # fmt: skip


def values(counter: Counter) -> dict[str, object]:
    """What the form of a confirmation shows: the proposal."""
    standing = counter.standing
    return {
        "day": standing.day, "earned": _plain(standing.earned), "taken": _plain(standing.taken),
        "carried": _plain(standing.over), "expires": standing.expires or "",
    }  # fmt: skip


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",") if value else "0"
