"""A move is an order: it succeeds and writes one event, or is refused with a code.

What may be done, and why not, is told before the click by `offering`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, update
from sqlmodel import Session

from esat import clock, registry
from esat.actors import Actor
from esat.errors import Forbidden, Refused
from esat.production import held_apart, holds, journal, offering
from esat.production.holds import OpenHold
from esat.production.models import Item, Lot, LotItem, Order
from esat.production.subjects import Subject
from esat.stages import Move

_item, _lot, _member, _order = (
    Item.__table__,
    Lot.__table__,
    LotItem.__table__,
    Order.__table__,
)


@dataclass(frozen=True, slots=True)
class Context:
    """How a move came about: when, by whom, from which capture, and what is left behind."""

    by: Actor
    at: datetime | None = None
    capture_uid: bytes | None = None
    late: bool = False
    reason: str = ""
    data: dict[str, Any] | None = None
    without: Sequence[int] = ()
    """Members of a lot that stay behind (unticked): they leave the lot and keep their stage."""
    judged: bool = True
    """False for what happened without network: it is recorded, not judged again."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did, what held the subject then, and what it passed over without network."""

    event: journal.Recorded
    subject: Subject
    held: list[OpenHold]
    passed_over: str | None = None


def move(session: Session, subject: Subject, action: str, context: Context) -> Moved:
    """Move an item or a lot. Refuses `not_movable`, `move_not_offered`, `on_hold`,
    `travels_in_lot`, a guard's code, `moved_meanwhile`; forbids `not_allowed`.

    The stage is changed only where it still is the old one; no row lock, same on both databases.
    """
    if subject.stage is None or subject.workshop is None:
        raise Refused("not_movable")
    moment = context.at or clock.now()
    machine = registry.current().workshop(subject.workshop).road
    kind = subject.thing if subject.kind == "item" else None
    step = machine.move(subject.stage, action, kind)
    if step is None:
        raise Refused("move_not_offered", stage=machine.stage(subject.stage).label)
    held, passed_over = _judge(session, subject, step, context, moment)
    final = machine.stage(step.target).final
    if subject.kind == "lot":
        clients = _move_lot(session, subject, step, moment, context, final=final)
    else:
        _move_item(session, subject, step, moment, final=final)
        clients = [(subject.client_id or 0, 1)]
    event = journal.record(
        session,
        journal.Entry(
            kind=f"{subject.kind}.moved",
            at=moment,
            item_id=subject.item_id,
            lot_id=subject.lot_id if subject.kind == "lot" else None,
            from_stage=subject.stage,
            to_stage=step.target,
            capture_uid=context.capture_uid,
            late=context.late,
            reason=context.reason,
            data=_data(step, context),
        ),
        by=context.by,
    )
    _count(session, subject.workshop, step, moment, clients)
    after = replace(subject, stage=step.target, stage_since=moment)
    return Moved(event, after, held, passed_over)


def _count(
    session: Session, workshop: str, step: Move, at: datetime, clients: list[tuple[int, int]]
) -> None:
    for client_id, n in clients:
        journal.count(session, at, workshop, step.target, client_id, n)


_MEMBERS = select(_member.c.item_id).where(
    _member.c.lot_id == bindparam("lot"), _member.c.left_at.is_(None)
)


def members(session: Session, lot_id: int) -> list[int]:
    """The items now in a lot."""
    return list(session.connection().execute(_MEMBERS, {"lot": lot_id}).scalars())


def _judge(
    session: Session, subject: Subject, step: Move, context: Context, at: datetime
) -> tuple[list[OpenHold], str | None]:
    """What holds the subject, and what a move made without network passed over: holds and guards
    could not be asked there, rights are asked of everybody.
    """
    standing = holds.open_holds(session, subject)
    code = offering.why_not(
        session, subject, step, by=context.by, at=at, held=standing, without=context.without
    )
    if code == "not_allowed":
        raise Forbidden(code)
    if code is not None and (context.judged or code == "travels_in_lot"):
        raise Refused(code, **offering.held_by(standing))
    return standing, code


_MOVE_ITEM = (
    update(_item)
    .where(_item.c.id == bindparam("key"), _item.c.stage == bindparam("old"))
    .values(stage=bindparam("new"), stage_since=bindparam("since"), closed_at=bindparam("closed"))
)
_MOVE_LOT = (
    update(_lot)
    .where(_lot.c.id == bindparam("key"), _lot.c.stage == bindparam("old"))
    .values(stage=bindparam("new"), stage_since=bindparam("since"), closed_at=bindparam("closed"))
)
_MOVE_MEMBERS = (
    update(_item)
    .where(
        _item.c.id.in_(
            select(_member.c.item_id).where(
                _member.c.lot_id == bindparam("key"), _member.c.left_at.is_(None)
            )
        )
    )
    .values(stage=bindparam("new"), stage_since=bindparam("since"), closed_at=bindparam("closed"))
)


_COUNT_MEMBERS = (
    select(_order.c.client_id, func.count())
    .select_from(
        _member.join(_item, _item.c.id == _member.c.item_id).join(
            _order, _order.c.id == _item.c.order_id
        )
    )
    .where(_member.c.lot_id == bindparam("key"), _member.c.left_at.is_(None))
    .group_by(_order.c.client_id)
)


def _move_item(
    session: Session, subject: Subject, step: Move, at: datetime, *, final: bool
) -> None:
    done = session.connection().execute(
        _MOVE_ITEM, _values(subject.item_id, subject.stage, step, at, final=final)
    )
    if done.rowcount != 1:
        raise Refused("moved_meanwhile")


def _move_lot(
    session: Session,
    subject: Subject,
    step: Move,
    at: datetime,
    context: Context,
    *,
    final: bool,
) -> list[tuple[int, int]]:
    """Move the lot and its members in one statement each; answers (client, items) moved."""
    connection = session.connection()
    values = _values(subject.lot_id, subject.stage, step, at, final=final)
    if context.without:
        held_apart.to_items(session, subject.lot_id, context.without, by=context.by, at=at)
        _leave(session, subject.lot_id, at, _member.c.item_id.in_(context.without))
    if connection.execute(_MOVE_LOT, values).rowcount != 1:
        raise Refused("moved_meanwhile")
    del values["old"]
    if connection.execute(_MOVE_MEMBERS, values).rowcount == 0:
        raise Refused("lot_empty")
    counted = connection.execute(_COUNT_MEMBERS, {"key": subject.lot_id}).all()
    if final:
        _leave(session, subject.lot_id, at)
    return [(row[0], row[1]) for row in counted]


def _leave(session: Session, lot_id: int | None, at: datetime, *which: ColumnElement[bool]) -> None:
    inside = (_member.c.lot_id == lot_id) & _member.c.left_at.is_(None)
    session.connection().execute(update(_member).where(inside, *which).values(left_at=at))


def _values(
    key: int | None, old: str | None, step: Move, at: datetime, *, final: bool
) -> dict[str, object]:
    closed = at if final else None
    return {"key": key, "old": old, "new": step.target, "since": at, "closed": closed}


def _data(step: Move, context: Context) -> dict[str, Any]:
    data: dict[str, Any] = {"action": step.action}
    if context.data:
        data["given"] = context.data
    if context.without:
        data["left_behind"] = list(context.without)
    return data
