"""Who works where: placed, moved, ended, corrected, taken back; all the people named or none.

It knows neither why somebody is away nor what he makes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session

from esat import clock
from esat.activity.allocations import kept, moments, refusals
from esat.activity.allocations.cutting import DAY
from esat.activity.allocations.models import Allocation
from esat.activity.allocations.refusals import RECORD
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.workers import locks, presences
from esat.workers.activities import PRODUCTION
from esat.workers.models import Group
from esat.workers.timetables import plans
from esat.workers.timetables import reads as timetables

__all__ = ["RECORD", "Moved", "Place", "correct", "end", "move_worker", "move_workers", "take_back"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where, and from when to when. Without a post, an activity alone. `starts_at` None: now, or
    the beginning of the half-day for who is nowhere yet; `ends_at` None: until he is moved.
    """

    group: Group
    day: date
    activity: str = PRODUCTION
    post_id: int | None = None
    order_id: int | None = None
    lot_id: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    late: bool = False
    whole: bool = False
    """The whole day: from the first minute at which each is there, or should be."""

    @property
    def work(self) -> tuple[str, int | None, int | None, int | None]:
        return self.activity, self.post_id, self.order_id, self.lot_id


@dataclass(frozen=True, slots=True)
class Moved:
    """The lines written, and how many people were there already."""

    lines: tuple[int, ...] = ()
    unchanged: int = 0


def move_worker(
    session: Session, worker_id: int, place: Place, *, by: Actor, at: datetime | None = None
) -> Moved:
    """`move_workers` for one."""
    return move_workers(session, (worker_id,), place, by=by, at=at)


def move_workers(
    session: Session,
    worker_ids: Collection[int],
    place: Place,
    *,
    by: Actor,
    at: datetime | None = None,
) -> Moved:
    """Put these people at work there: all of them, or none. Their former lines of this group give
    way; those of another group too, from the moment it is sure; the rest becomes a question.

    Refusals are those of `refusals.refuse`; Invalid `form_invalid` for times that make no line.
    """
    at = at or clock.now()
    asked = tuple(dict.fromkeys(worker_ids))
    if not asked:
        raise Invalid("allocation_nobody")
    workers = kept.held(session, asked)
    lines = kept.standing(session, asked, place.day)
    place = refusals.known_work(session, place)
    starts = _starts(session, asked, place, lines, at)
    refusals.refuse(session, workers, asked, place, starts, by=by, at=at)
    made, unchanged = [], 0
    for worker in asked:
        line = _line(worker, place, starts[worker], by, at)
        if _says_so(lines[worker], line):
            unchanged += 1
            continue
        kept.put(session, line, lines[worker], by=by, at=at)
        made.append(line.id or 0)
    return Moved(tuple(made), unchanged)


def end(
    session: Session,
    group: Group,
    worker_ids: Collection[int],
    day: date,
    ends_at: datetime | None = None,
    *,
    by: Actor,
    at: datetime | None = None,
) -> int:
    """End what these people are at, for this group; answers how many lines ended. What had not
    begun by then is taken back.
    """
    at = at or clock.now()
    refusals.refuse_group(session, group, day, by, at)
    locks.refuse(session, worker_ids, day, by)
    kept.held(session, worker_ids)
    minute = moments.minute_of(ends_at or at, day)
    ended = 0
    for lines in kept.standing(session, worker_ids, day).values():
        for line in lines:
            said = moments.said(line)
            if line.group_id != group.id or said.end <= minute:
                continue
            parts = [(said.start, minute)] if said.start < minute else []
            kept.shape(session, line, parts, by=by, at=at)
            ended += 1
        kept.contest(session, lines, by=by, at=at)
    return ended


def correct(
    session: Session,
    line_id: int,
    starts_at: datetime,
    ends_at: datetime | None,
    reason: str = "",
    *,
    by: Actor,
    at: datetime | None = None,
) -> Allocation:
    """Change the times of a line; what it said is kept, and the others give way as to a new one."""
    at = at or clock.now()
    line = _mine(session, line_id, by, at)
    start, stop = _stretch(line.day, starts_at, ends_at)
    kept.shape(session, line, [(start, stop)], by=by, at=at, reason=reason)
    line.at, line.recorded_at, line.recorded_by = at, clock.now(), by.account_id
    kept.put(
        session, line, kept.standing(session, (line.worker_id,), line.day)[line.worker_id],
        by=by, at=at,
    )  # fmt: skip
    return line


def take_back(
    session: Session, line_id: int, reason: str = "", *, by: Actor, at: datetime | None = None
) -> None:
    """A line that was never so; taken back twice, it changes nothing more."""
    at = at or clock.now()
    line = session.get(Allocation, line_id)
    if line is not None and line.voided_at is not None:
        refusals.refuse_group(session, _group(session, line), line.day, by, at)
        return
    line = _mine(session, line_id, by, at)
    kept.shape(session, line, [], by=by, at=at, reason=reason or "Ce n’était pas vrai")
    kept.contest(session, [line], by=by, at=at)


def _mine(session: Session, line_id: int, by: Actor, at: datetime) -> Allocation:
    """A living line of a group of mine, in a month that is open. NotFound: `allocation_unknown`."""
    line = session.get(Allocation, line_id)
    if line is None or line.voided_at is not None:
        raise NotFound("allocation_unknown")
    group = _group(session, line)
    refusals.refuse_group(session, group, line.day, by, at)
    kept.held(session, (line.worker_id,))
    locks.refuse(session, (line.worker_id,), line.day, by)
    return line


def _group(session: Session, line: Allocation) -> Group:
    group = session.get(Group, line.group_id)
    if group is None:
        raise NotFound("group_unknown")
    return group


def _starts(
    session: Session,
    worker_ids: Sequence[int],
    place: Place,
    lines: dict[int, list[Allocation]],
    at: datetime,
) -> dict[int, datetime]:
    """When each begins: the time given, else now, else the beginning of his half-day."""
    if place.starts_at is not None:
        return dict.fromkeys(worker_ids, place.starts_at)
    if place.whole:
        return _day_starts(session, worker_ids, place)
    now = at if clock.local(at).date() == place.day else clock.midnight(place.day)
    half = clock.half_of(now)
    planned = timetables.planned(session, worker_ids, place.day)
    found = {}
    for worker in worker_ids:
        span = planned[worker].half(half)
        minute = plans.minutes(span.start if span else _usual(place.group, half))
        begins = moments.moment_of(minute, place.day)
        somewhere = any(line.ends_at is None or line.ends_at > begins for line in lines[worker])
        found[worker] = now if somewhere and now > begins else begins
    return found


def _day_starts(session: Session, worker_ids: Sequence[int], place: Place) -> dict[int, datetime]:
    """The earliest of when the group begins, when he is expected, and when he was there."""
    planned = timetables.planned(session, worker_ids, place.day)
    there = presences.spans(session, worker_ids, place.day, place.day)
    found = {}
    for worker in worker_ids:
        plan = planned[worker]
        spans = [plan.morning, plan.afternoon, *there.get((worker, place.day), [])]
        starts = [place.group.morning_from, *(span.start for span in spans if span)]
        found[worker] = moments.moment_of(plans.minutes(min(starts)), place.day)
    return found


def _usual(group: Group, half: str) -> time:
    """When the group usually begins that half-day."""
    return group.morning_from if half == plans.MORNING else group.afternoon_from


def _line(worker: int, place: Place, starts_at: datetime, by: Actor, at: datetime) -> Allocation:
    start, stop = _stretch(place.day, starts_at, place.ends_at)
    return Allocation(
        worker_id=worker,
        group_id=place.group.id or 0,
        day=place.day,
        starts_at=moments.moment_of(start, place.day),
        ends_at=moments.end_of(stop, place.day),
        activity=place.activity,
        post_id=place.post_id,
        order_id=place.order_id,
        lot_id=place.lot_id,
        at=at,
        recorded_at=clock.now(),
        recorded_by=by.account_id,
        late=place.late,
    )


def _stretch(day: date, starts_at: datetime, ends_at: datetime | None) -> tuple[int, int]:
    """Invalid `form_invalid`: a line stands on its day and begins before it ends."""
    start = moments.minute_of(starts_at, day)
    stop = DAY if ends_at is None else moments.minute_of(ends_at, day)
    if not 0 <= start < stop <= DAY:
        raise Refused("allocation_times")
    return start, stop


def _says_so(lines: list[Allocation], line: Allocation) -> bool:
    """Whether he stands there already, from that start or before, as long as that or longer."""
    wanted, is_new = moments.said(line), (line.activity, line.post_id, line.order_id, line.lot_id)
    return any(
        (one.activity, one.post_id, one.order_id, one.lot_id) == is_new
        and one.group_id == line.group_id
        and moments.said(one).start <= wanted.start
        and moments.said(one).end == wanted.end
        for one in lines
    )
