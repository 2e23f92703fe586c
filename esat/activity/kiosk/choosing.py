"""The pictogram that a worker chose for himself, unlike those of his group."""

from datetime import datetime

from sqlmodel import Session, col, select

from esat import clock
from esat.activity.kiosk import pictograms
from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.workers import memberships
from esat.workers import reads as workers
from esat.workers.models import Worker


def choose(session: Session, worker: Worker, name: str) -> None:
    """Give it to him. NotFound: `pictogram_unknown`. Refused: `pictogram_taken`, unless all are."""
    if name not in pictograms.CHOICES:
        raise NotFound("pictogram_unknown")
    others = neighbours(session, worker)
    if name in others and name not in pictograms.free(frozenset(others)):
        raise Refused("pictogram_taken", name=others[name])
    worker.pictogram = name
    session.flush()


def without(session: Session, by: Actor, _at: datetime) -> int:
    """How many of the people that `by` may see have chosen no picture yet."""
    people = workers.workers(session, by)
    return sum(1 for one in people if one.pictogram not in pictograms.CHOICES)


def neighbours(session: Session, worker: Worker) -> dict[str, str]:
    """The pictograms of the others of his group, and whose they are."""
    today = clock.today()
    group = memberships.of(session, worker, today)
    if group is None:
        return {}
    query = select(Worker).where(
        memberships.group_on(today) == group.id,
        Worker.id != worker.id,
        col(Worker.left_on).is_(None),
        col(Worker.pictogram) != "",
    )
    return {one.pictogram: one.display_name for one in session.exec(query)}
