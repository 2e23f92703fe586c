"""« Comme hier »: the lines of the last day worked, for those who have none yet today."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session, col, func, select

from esat import clock
from esat.activity.allocations import kept, moments, refusals, service
from esat.activity.allocations.models import Allocation
from esat.activity.allocations.service import Place
from esat.actors import Actor
from esat.errors import EsatError, Refused
from esat.web.filters import number
from esat.workers import memberships
from esat.workers.models import Group, Worker
from esat.workers.posts.authorising import REFUSALS
from esat.workers.rules.keeping import BOOK

ORDER_OVER: Final = frozenset({"order_over", "order_elsewhere", "order_unknown"})
POST_REFUSED: Final = frozenset({*REFUSALS.values(), "post_unknown", "post_elsewhere"})


@dataclass(frozen=True, slots=True)
class Copied:
    """From which day, how many people, and what was left out."""

    day: date
    people: int = 0
    without_post: int = 0
    without_order: int = 0
    away: int = 0

    @property
    def sentence(self) -> str:
        """What was copied, and what was not, in French; no name."""
        left = (
            (self.without_post, "poste refusé"),
            (self.without_order, "sans sa commande, terminée"),
            (self.away, "en absence"),
        )
        said = [f"Comme le {self.day:%d/%m} : {number(self.people, 'personne')}."]
        said += [f"{count} {what}." for count, what in left if count]
        return " ".join(said)


def last_day(session: Session, group: Group, day: date) -> date | None:
    """The last day before on which this group has lines, not further back than the rule."""
    far = timedelta(days=BOOK.number(session, "same_back_days", day))
    query = select(func.max(Allocation.day)).where(
        Allocation.group_id == group.id,
        col(Allocation.day).between(day - far, day - timedelta(days=1)),
        col(Allocation.voided_at).is_(None),
    )
    return session.exec(query).one()


@dataclass(frozen=True, slots=True)
class _Asked:
    group: Group
    day: date
    by: Actor
    at: datetime
    late: bool


def as_before(
    session: Session,
    group: Group,
    day: date,
    *,
    by: Actor,
    at: datetime | None = None,
    late: bool = False,
) -> Copied:
    """Copy them at the same hours, for the people of the group who are not noted absent.

    A post that is refused is left out, an order that is over is left off; the answer says so.
    Refused: `nothing_to_copy`, and as `service.move_workers` for the day itself.
    """
    asked = _Asked(group, day, by, at or clock.now(), late)
    refusals.refuse_group(session, group, day, by, asked.at)
    before = last_day(session, group, day)
    if before is None:
        raise Refused("nothing_to_copy")
    people = _to_place(session, group, day)
    tally: Counter[str] = Counter()
    for worker, lines in kept.standing(session, people, before).items():
        tally += _again(session, asked, worker, lines)
    return Copied(before, tally["people"], tally["post"], tally["order"], tally["away"])


def _to_place(session: Session, group: Group, day: date) -> list[int]:
    """The people of the group who have no line that day."""
    placed = select(Allocation.worker_id).where(
        Allocation.day == day, col(Allocation.voided_at).is_(None)
    )
    query = (
        select(Worker.id)
        .where(memberships.group_on(day) == group.id, col(Worker.id).not_in(placed))
        .order_by(col(Worker.id))
    )
    return [key for key in session.exec(query) if key is not None]


def _again(
    session: Session, asked: _Asked, worker: int, lines: Sequence[Allocation]
) -> Counter[str]:
    """The lines of one worker once more; what became of them."""
    tally: Counter[str] = Counter()
    for line in lines:
        if line.group_id == asked.group.id:
            tally[_once(session, asked, worker, _place(line, asked), tally)] = 1
    return tally


def _once(session: Session, asked: _Asked, worker: int, place: Place, tally: Counter[str]) -> str:
    try:
        service.move_worker(session, worker, place, by=asked.by, at=asked.at)
    except EsatError as error:
        if error.code in ORDER_OVER:
            tally["order"] = 1
            return _once(session, asked, worker, replace(place, order_id=None), tally)
        if error.code in {"worker_absent", "worker_not_there"}:
            return "away"
        if error.code not in POST_REFUSED:
            raise
        return "post"
    return "people"


def _place(line: Allocation, asked: _Asked) -> Place:
    said = moments.said(line)
    return Place(
        asked.group,
        asked.day,
        activity=line.activity,
        post_id=line.post_id,
        order_id=line.order_id,
        starts_at=moments.moment_of(said.start, asked.day),
        ends_at=moments.end_of(said.end, asked.day),
        late=asked.late,
    )
