"""Dirty bags taken in the van: a scan each; the laundry expects them until it receives them."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Refused
from esat.production import journal
from esat.production.journal import Entry
from esat.production.models import Item, Resource
from workshops.laundry import receiving
from workshops.laundry.dispatch import scope
from workshops.laundry.dispatch.models import Collected, TripStop
from workshops.laundry.stages import MACHINE


@dataclass(frozen=True, slots=True)
class Taken:
    """How it came about."""

    capture_uid: bytes | None = None
    late: bool = False


def collect(
    session: Session,
    stop: TripStop,
    code: str,
    *,
    by: Actor,
    at: datetime | None = None,
    how: Taken | None = None,
) -> Item:
    """A bag of the stop's client is in the van. Refuses `code_unknown`, `collect_no_bag`,
    `collect_of_other`, `bag_without_client`, `collect_in_house`, `collected_already`; forbids
    `not_allowed`. Flushes.
    """
    scope.require(by)
    moment, way = at or clock.now(), how or Taken()
    item = _expected(session, stop, code, by, moment)
    known = session.exec(select(Collected.id).where(Collected.item_id == item.id)).first()
    if known is not None:
        raise Refused("collected_already", label=item.label)
    session.add(
        Collected(
            stop_id=stop.id or 0, item_id=item.id or 0, at=moment, recorded_at=clock.now(),
            late=way.late, account_id=by.account_id, capture_uid=way.capture_uid,
        )
    )  # fmt: skip
    session.flush()
    entry = Entry(
        "item.collected", moment, item_id=item.id, capture_uid=way.capture_uid, late=way.late,
        data={"stop": stop.id},
    )  # fmt: skip
    journal.record(session, entry, by=by)
    return item


def of_stop(session: Session, stop_id: int) -> list[tuple[Item, Collected]]:
    """The bags taken at a stop, in their order, each with when."""
    query = (
        select(Item, Collected)
        .join(Collected, col(Collected.item_id) == col(Item.id))
        .where(Collected.stop_id == stop_id)
        .order_by(col(Collected.id))
    )
    return list(session.exec(query))


def not_arrived(session: Session) -> list[tuple[Item, Collected]]:
    """What was taken in a van and not received at the laundry yet, oldest first."""
    query = (
        select(Item, Collected)
        .join(Collected, col(Collected.item_id) == col(Item.id))
        .where(Item.stage == MACHINE.initial, col(Item.closed_at).is_(None))
        .order_by(col(Collected.at))
    )
    return list(session.exec(query))


def _expected(session: Session, stop: TripStop, code: str, by: Actor, at: datetime) -> Item:
    """The passage that begins with this bag: announced by the client, or opened now."""
    subject = scope.subject_of(session, code)
    bag = session.get(Resource, subject.resource_id) if subject.resource_id else None
    if bag is None or bag.kind not in {"bag", "trolley"}:
        raise Refused("collect_no_bag", label=subject.label or code)
    if bag.client_id is None:
        raise Refused("bag_without_client")
    if bag.client_id != stop.client_id:
        raise Refused("collect_of_other", label=bag.label)
    if subject.item_id is None:
        return session.get_one(Item, receiving.receive(session, subject, by=by, at=at))
    item = session.get_one(Item, subject.item_id)
    if subject.stage is not None and subject.stage != MACHINE.initial:
        stage = MACHINE.stage(subject.stage).label.lower()
        raise Refused("collect_in_house", label=item.label, stage=stage)
    return item
