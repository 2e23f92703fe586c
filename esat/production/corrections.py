"""Mistakes: undone within five minutes, later corrected with a reason; history only grows."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from esat import clock, registry
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.production import holds, journal, offering, subjects
from esat.production.journal import Entry
from esat.production.journal_models import Event
from esat.production.models import Item, Lot, LotItem, Order
from esat.production.subjects import Subject
from esat.stages import StageMachine

UNDO_WITHIN = timedelta(minutes=5)
_event, _item, _lot, _member = (
    Event.__table__,
    Item.__table__,
    Lot.__table__,
    LotItem.__table__,
)


def undo(
    session: Session,
    event_id: int,
    *,
    by: Actor,
    at: datetime | None = None,
    capture_uid: bytes | None = None,
) -> Subject:
    """Undo one's own last move, within five minutes of its recording. Refuses `undo_nothing`,
    `undo_too_late`, `undo_not_last`; forbids another's. Answers the subject as it stands again.
    """
    moment = at or clock.now()
    event = _undoable(session, event_id, by, moment)
    table, key = (_lot, event.lot_id) if event.lot_id is not None else (_item, event.item_id)
    _set_stage(session, table, key, event.to_stage, event.from_stage or "", moment)
    if event.lot_id is not None:
        _take_back_members(session, event, moment)
    _reopen_order(session, event)
    kind = "lot" if event.lot_id is not None else "item"
    journal.record(
        session,
        Entry(
            f"{kind}.move_undone",
            moment,
            item_id=event.item_id,
            lot_id=event.lot_id,
            from_stage=event.to_stage,
            to_stage=event.from_stage,
            amends_id=event.id,
            capture_uid=capture_uid,
        ),
        by=by,
    )
    return _again(session, event)


def correct_stage(
    session: Session,
    subject: Subject,
    stage: str,
    reason: str,
    *,
    by: Actor,
    at: datetime | None = None,
    amends_id: int | None = None,
) -> None:
    """Say where a thing really stands. Invalid without reason or on an unknown stage; refuses
    `moved_meanwhile`, `not_movable`, `on_hold` (see `_not_past_a_hold`); forbids one without
    `production.correct`.
    """
    moment = at or clock.now()
    road = _checked(subject, stage, reason, by)
    _not_past_a_hold(session, subject, stage, road)
    table, key = (_lot, subject.lot_id) if subject.kind == "lot" else (_item, subject.item_id)
    closed = moment if road.stage(stage).final else None
    _set_stage(session, table, key, subject.stage, stage, moment, closed=closed)
    if subject.kind == "lot":
        _set_members(session, subject.lot_id, stage, moment)
    target: dict[str, Any] = {f"{subject.kind}_id": key}
    journal.record(
        session,
        Entry(
            f"{subject.kind}.stage_corrected",
            moment,
            from_stage=subject.stage,
            to_stage=stage,
            reason=reason,
            amends_id=amends_id,
            **target,
        ),
        by=by,
    )


def _undoable(session: Session, event_id: int, by: Actor, at: datetime) -> Event:
    """One's own last move, young enough; or the reason why not."""
    event = session.get(Event, event_id)
    if event is None or not event.kind.endswith(".moved") or event.from_stage is None:
        raise Refused("undo_nothing")
    if (event.account_id, event.station_id) != (by.account_id, by.station_id):
        raise Forbidden("not_allowed")
    if at - event.recorded_at > UNDO_WITHIN:
        raise Refused("undo_too_late")
    if _newer(session, event):
        raise Refused("undo_not_last")
    return event


def _checked(subject: Subject, stage: str, reason: str, by: Actor) -> StageMachine:
    """The road on which `stage` stands, once everything that closes a correction was asked."""
    if not by.can("production.correct", workshop=subject.workshop):
        raise Forbidden("not_allowed")
    if subject.stage is None or subject.workshop is None:
        raise Refused("not_movable")
    road = registry.current().workshop(subject.workshop).road
    errors: dict[str, str] = {}
    if not reason.strip():
        errors["reason"] = "Écrivez ce qui s’est passé."
    if not road.knows(stage):
        errors["stage"] = "Choisissez une étape de la liste."
    if errors:
        raise Invalid("form_invalid", errors)
    if subject.kind == "item" and subject.travels_in is not None:
        raise Refused("travels_in_lot")
    return road


def _not_past_a_hold(session: Session, subject: Subject, stage: str, road: StageMachine) -> None:
    """A hold that names what it forbids is not got round by a correction: no stage that only a
    forbidden move reaches. One that forbids everything is a question of fact, which it answers.
    """
    ways = {move.action for move in road.moves if move.target == stage}
    standing = [
        one for one in holds.open_holds(session, subject) if one.blocks and ways <= set(one.blocks)
    ]
    if standing and ways and stage != subject.stage:
        raise Refused("on_hold", **offering.held_by(standing))


def _newer(session: Session, event: Event) -> bool:
    """Whether the subject, or for a lot one of its members, has a later event of its own."""
    same = (
        (_event.c.lot_id == event.lot_id)
        if event.lot_id is not None
        else (_event.c.item_id == event.item_id)
    )
    query = (
        select(_event.c.id)
        .where(same, _event.c.id > event.id, _event.c.to_stage.is_not(None))
        .limit(1)
    )
    return session.connection().execute(query).first() is not None


def _set_stage(
    session: Session,
    table: Any,
    key: int | None,
    old: str | None,
    new: str,
    at: datetime,
    *,
    closed: datetime | None = None,
) -> None:
    done = session.connection().execute(
        update(table)
        .where(table.c.id == key, table.c.stage == old)
        .values(stage=new, stage_since=at, closed_at=closed)
    )
    if done.rowcount != 1:
        raise Refused("moved_meanwhile")


def _take_back_members(session: Session, event: Event, at: datetime) -> None:
    """Members that the move closed out of their lot travel in it again."""
    session.connection().execute(
        update(_member)
        .where(
            _member.c.lot_id == event.lot_id,
            _member.c.left_at == event.at,
            _member.c.item_id.in_(select(_item.c.id).where(_item.c.stage == event.to_stage)),
        )
        .values(left_at=None)
    )
    _set_members(session, event.lot_id, event.from_stage or "", at)


def _set_members(session: Session, lot_id: int | None, stage: str, at: datetime) -> None:
    inside = select(_member.c.item_id).where(
        _member.c.lot_id == lot_id, _member.c.left_at.is_(None)
    )
    session.connection().execute(
        update(_item)
        .where(_item.c.id.in_(inside))
        .values(stage=stage, stage_since=at, closed_at=None)
    )


def _reopen_order(session: Session, event: Event) -> None:
    """An order that the move had closed is open again."""
    orders = Order.__table__
    if event.item_id is None:
        return
    owner = select(_item.c.order_id).where(_item.c.id == event.item_id).scalar_subquery()
    session.connection().execute(
        update(orders)
        .where(orders.c.id == owner, orders.c.closed_at.is_not(None))
        .values(closed_at=None)
    )


def _again(session: Session, event: Event) -> Subject:
    found = (
        subjects.lot(session, event.lot_id)
        if event.lot_id is not None
        else subjects.item(session, event.item_id or 0)
    )
    if found is None:
        raise NotFound("not_found")
    return found
