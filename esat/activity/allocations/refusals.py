"""Why somebody may not be put at work there, as codes; one question each, in the order asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from sqlmodel import Session, col, select

from esat import clock
from esat.activity.allocations import moments
from esat.activity.allocations.cutting import DAY
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.production.models import Lot, Order
from esat.workers import leading, locks, statuses
from esat.workers.absences import reads as absences
from esat.workers.activities import BY_CODE
from esat.workers.models import Group, HalfDay, Worker
from esat.workers.posts import authorising
from esat.workers.posts.models import WorkPost

if TYPE_CHECKING:
    from esat.activity.allocations.service import Place

RECORD: Final = "allocations.record"
_NOON: Final = 12 * 60 + 30


def may_record(by: Actor, group: Group) -> bool:
    """Whether this person places the people of this group."""
    return leading.may(by, RECORD, group)


def refuse_group(session: Session, group: Group, day: date, by: Actor, at: datetime) -> None:
    """Forbidden: `not_your_group`, `not_your_group_then`. Refused: `group_archived`,
    `allocation_future`.
    """
    if not may_record(by, group):
        raise leading.not_yours(session, by, group, at)
    if group.archived_at is not None:
        raise Refused("group_archived", name=group.name)
    if day > clock.local(at).date():
        raise Refused("allocation_future")


def known_work(session: Session, place: "Place") -> "Place":
    """The place with the activity of its post. NotFound `post_unknown`; Invalid
    `activity_unknown`.
    """
    if place.post_id is not None:
        post = session.get(WorkPost, place.post_id)
        if post is None or post.archived_at is not None:
            raise NotFound("post_unknown")
        if post.workshop not in {"", place.group.workshop}:
            raise Refused("post_elsewhere")
        place = replace(place, activity=post.activity)
    if place.activity not in BY_CODE:
        raise Invalid("activity_unknown")
    return place


def refuse(
    session: Session,
    workers: Sequence[Worker],
    asked: Collection[int],
    place: "Place",
    starts: Mapping[int, datetime],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Refused also `worker_not_there` (not yet come, or gone), `worker_absent`, `order_closed`,
    `order_elsewhere`, `period_locked`, those of authorisations, and `outside_needs_end`.
    """
    refuse_group(session, place.group, place.day, by, at)
    if len(workers) < len(asked):
        raise NotFound("worker_unknown")
    if not BY_CODE[place.activity].inside and place.ends_at is None:
        raise Refused("outside_needs_end")
    locks.refuse(session, asked, place.day, by)
    if not all(_under_contract(one, place.day) for one in workers):
        raise Refused("worker_not_there")
    if away(session, place, starts):
        raise Refused("worker_absent")
    _refuse_post(session, asked, place)
    _refuse_order(session, place, min(starts.values()))


def away(session: Session, place: "Place", starts: Mapping[int, datetime]) -> frozenset[int]:
    """Those who are noted absent for every half-day that the line touches; where no sheet says
    anything yet, those whose absence is planned.
    """
    query = select(HalfDay.worker_id, HalfDay.half, HalfDay.status).where(
        col(HalfDay.worker_id).in_(starts), HalfDay.day == place.day
    )
    found = {(worker, half): status for worker, half, status in session.exec(query)}
    planned = absences.away(session, tuple(starts), place.day)
    end = DAY if place.ends_at is None else moments.minute_of(place.ends_at, place.day)
    return frozenset(
        worker
        for worker, moment in starts.items()
        if all(
            found.get((worker, half)) in statuses.AWAY
            or ((worker, half) in planned and (worker, half) not in found)
            for half in _halves(moments.minute_of(moment, place.day), end)
        )
    )


def _halves(start: int, end: int) -> list[str]:
    """The half-days that a line touches."""
    return ["morning"] * (start < _NOON) + ["afternoon"] * (end > _NOON)


def _under_contract(worker: Worker, day: date) -> bool:
    return (worker.contract_starts or day) <= day <= (worker.left_on or day)


def _refuse_post(session: Session, asked: Collection[int], place: "Place") -> None:
    if place.post_id is None:
        return
    refused = authorising.refusals(session, asked, place.day)
    codes = [refused[one, place.post_id] for one in asked if (one, place.post_id) in refused]
    if codes:
        raise Refused(codes[0])


def _refuse_order(session: Session, place: "Place", start: datetime) -> None:
    lot = None if place.lot_id is None else session.get(Lot, place.lot_id)
    if place.lot_id is not None and lot is None:
        raise NotFound("lot_unknown")
    if lot is not None and place.group.workshop not in {"", lot.workshop}:
        raise Refused("lot_elsewhere")
    if place.order_id is None:
        return
    order = session.get(Order, place.order_id)
    if order is None:
        raise NotFound("order_unknown")
    if place.group.workshop not in {"", order.workshop}:
        raise Refused("order_elsewhere")
    ended = [one for one in (order.closed_at, order.cancelled_at) if one is not None]
    if ended and min(ended) <= start:
        raise Refused("order_over")
