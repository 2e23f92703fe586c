"""Who is where at a moment of a day. SELECTs only."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, or_, select

from esat import clock
from esat.activity.allocations.models import Allocation
from esat.production.models import Order
from esat.workers.activities import BY_CODE
from esat.workers.models import Group
from esat.workers.posts.models import WorkPost


@dataclass(frozen=True, slots=True)
class Place:
    """A post or an activity, the order it is for, and who is there."""

    label: str
    pictogram: str
    order_ref: str
    names: tuple[str, ...]


def moment(group: Group, day: date, at: datetime) -> datetime:
    """The moment that the page of a day shows: now, or the beginning of a half-day that people are
    placed for already; the end of a day that is over.
    """
    wall = clock.local(at)
    if wall.date() != day:
        return datetime.combine(day, group.afternoon_to, wall.tzinfo) - timedelta(minutes=1)
    start = group.morning_from if clock.half_of(at) == "morning" else group.afternoon_from
    return max(at, datetime.combine(day, start, wall.tzinfo))


def now(session: Session, names: Mapping[int, str], day: date, at: datetime) -> tuple[Place, ...]:
    """Where these people are at that moment, the fullest place first."""
    query = (
        select(Allocation, WorkPost, Order.ref)
        .join(WorkPost, col(WorkPost.id) == col(Allocation.post_id), isouter=True)
        .join(Order, col(Order.id) == col(Allocation.order_id), isouter=True)
        .where(
            col(Allocation.worker_id).in_(list(names)),
            Allocation.day == day,
            col(Allocation.voided_at).is_(None),
            col(Allocation.starts_at) <= at,
            or_(col(Allocation.ends_at).is_(None), col(Allocation.ends_at) > at),
        )
        .order_by(col(Allocation.starts_at), col(Allocation.id))
    )
    last = {line.worker_id: (line, post, ref) for line, post, ref in session.exec(query)}
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for line, post, ref in last.values():
        activity = BY_CODE[line.activity]
        label, pictogram = activity.label, activity.pictogram
        if post is not None:
            label, pictogram = post.label, post.pictogram
        found[label, pictogram, ref or ""].append(names[line.worker_id])
    placed = [Place(*key, tuple(sorted(there))) for key, there in found.items()]
    return tuple(sorted(placed, key=lambda place: (-len(place.names), place.label)))
