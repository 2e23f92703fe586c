"""Holds: what may not leave, with a reason and an author; placing and lifting them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row as Fetched
from sqlalchemy import bindparam, select
from sqlmodel import Session

from esat import clock, registry
from esat.actors import Actor
from esat.declarations import HoldReason
from esat.errors import Forbidden, NotFound, Refused
from esat.production.journal import Entry, record
from esat.production.models import Hold, Item, LotItem
from esat.production.subjects import Subject

_hold = Hold.__table__
_member = LotItem.__table__
TOUCHED = "holds_touched"
"""Set in `session.info` once a hold was placed or lifted: what was read before is stale."""
_COLUMNS = (_hold.c.id, _hold.c.reason, _hold.c.note, _hold.c.placed_at, _hold.c.item_id)


@dataclass(frozen=True, slots=True)
class OpenHold:
    """A hold as it is shown: reason code, its French label, note, since when."""

    id: int
    reason: str
    label: str
    note: str
    placed_at: datetime
    blocks: tuple[str, ...] = ()
    member_id: int | None = None

    def forbids(self, action: str) -> bool:
        return not self.blocks or action in self.blocks


_ITEM = select(*_COLUMNS).where(
    _hold.c.lifted_at.is_(None),
    (_hold.c.item_id == bindparam("item"))
    | (_hold.c.lot_id == bindparam("lot"))
    | (_hold.c.resource_id == bindparam("resource")),
)
_LOT = select(*_COLUMNS).where(
    _hold.c.lifted_at.is_(None),
    (_hold.c.lot_id == bindparam("lot"))
    | _hold.c.item_id.in_(
        select(_member.c.item_id).where(
            _member.c.lot_id == bindparam("lot"), _member.c.left_at.is_(None)
        )
    ),
)


def open_holds(session: Session, subject: Subject) -> list[OpenHold]:
    """What holds a subject now: its own, its lot's, its resource's; for a lot, its members'."""
    if subject.kind == "lot":
        rows = session.connection().execute(_LOT, {"lot": subject.lot_id})
    elif not subject.held and not session.info.get(TOUCHED):
        return []
    else:
        rows = session.connection().execute(
            _ITEM,
            {"item": subject.item_id, "lot": subject.travels_in, "resource": subject.resource_id},
        )
    return [_open(row) for row in rows]


_MANY = (
    select(*_COLUMNS, _hold.c.lot_id, _hold.c.resource_id, _member.c.lot_id.label("inside"))
    .select_from(
        _hold.outerjoin(
            _member, (_member.c.item_id == _hold.c.item_id) & _member.c.left_at.is_(None)
        )
    )
    .where(
        _hold.c.lifted_at.is_(None),
        _hold.c.item_id.in_(bindparam("items", expanding=True))
        | _hold.c.resource_id.in_(bindparam("resources", expanding=True))
        | _hold.c.lot_id.in_(bindparam("lots", expanding=True))
        | _member.c.lot_id.in_(bindparam("lots", expanding=True)),
    )
    .order_by(_hold.c.id)
)


def open_holds_of(session: Session, subjects: Sequence[Subject]) -> list[list[OpenHold]]:
    """What holds each of many subjects, as `open_holds` says it of one, by one statement."""
    stale = session.info.get(TOUCHED)
    asked = [one for one in subjects if one.kind == "lot" or one.held or stale]
    if not asked:
        return [[] for _ in subjects]
    keys = {
        "items": {one.item_id for one in asked},
        "resources": {one.resource_id for one in asked},
        "lots": {key for one in asked for key in (one.lot_id, one.travels_in)},
    }
    wanted = {name: [key for key in found if key is not None] for name, found in keys.items()}
    by_key: dict[tuple[str, int | None], list[OpenHold]] = defaultdict(list)
    for row in session.connection().execute(_MANY, wanted):
        for name in ("item_id", "lot_id", "resource_id", "inside"):
            if getattr(row, name) is not None:
                by_key[name, getattr(row, name)].append(_open(row))
    return [_standing(by_key, one) for one in subjects]


def _standing(
    by_key: dict[tuple[str, int | None], list[OpenHold]], subject: Subject
) -> list[OpenHold]:
    if subject.kind == "lot":
        return [*by_key["lot_id", subject.lot_id], *by_key["inside", subject.lot_id]]
    return [
        *by_key["item_id", subject.item_id],
        *by_key["lot_id", subject.travels_in],
        *by_key["resource_id", subject.resource_id],
    ]


def place(
    session: Session,
    subject: Subject,
    reason: str,
    *,
    by: Actor,
    at: datetime | None = None,
    note: str = "",
    source: str = "",
    source_ref: str = "",
) -> Hold:
    """Hold an item, a lot or a resource. Refuses `already_held` (same reason), `not_holdable`,
    `reason_unknown`; forbids one without the reason's right. Flushes, to have the hold's key.
    """
    declared = declared_reason(reason)
    if not _permitted(by, declared.place_by, subject.workshop):
        raise Forbidden("not_allowed")
    if subject.kind not in {"item", "lot", "resource"}:
        raise Refused("not_holdable")
    if not declared.suits(subject.workshop):
        raise Refused("reason_unknown")
    if any(hold.reason == reason for hold in _own(session, subject)):
        raise Refused("already_held", reason=declared.label)
    moment = at or clock.now()
    target = _target(subject)
    hold = Hold(
        reason=reason,
        note=note,
        source=source,
        source_ref=source_ref,
        placed_at=moment,
        placed_by=by.account_id,
        **target,
    )
    session.add(hold)
    session.flush()
    session.info[TOUCHED] = True
    data = {"hold": hold.id, "reason": reason}
    record(session, Entry(f"{subject.kind}.held", moment, data=data, **target), by=by)
    return hold


def lift(
    session: Session, hold_id: int, *, by: Actor, at: datetime | None = None, note: str = ""
) -> Hold:
    """Lift a hold. Refuses `hold_lifted_already`, and the code of what still needs the hold (its
    reason's `may_lift`); forbids one without the reason's right.
    """
    hold = session.get(Hold, hold_id)
    if hold is None:
        raise NotFound("not_found")
    declared = declared_reason(hold.reason)
    if not _permitted(by, declared.lift_by, workshop_of(session, hold)):
        raise Forbidden("not_allowed")
    if hold.lifted_at is not None:
        raise Refused("hold_lifted_already")
    needed = None if declared.may_lift is None else declared.may_lift(session, hold)
    if needed is not None:
        raise Refused(needed)
    hold.lifted_at = at or clock.now()
    hold.lifted_by = by.account_id
    hold.lift_note = note
    session.flush()
    session.info[TOUCHED] = True
    kind, target = _held(hold)
    data = {"hold": hold.id, "reason": hold.reason}
    record(session, Entry(f"{kind}.hold_lifted", hold.lifted_at, data=data, **target), by=by)
    return hold


def declared_reason(code: str) -> HoldReason:
    """The declaration of a reason, or `reason_unknown`."""
    found = registry.current().hold_reasons.get(code)
    if found is None:
        raise Refused("reason_unknown")
    return found


def workshop_of(session: Session, hold: Hold) -> str | None:
    """The workshop of what is held, for the scope of rights."""
    if hold.item_id is None:
        return None
    return (
        session.connection()
        .execute(select(Item.__table__.c.workshop).where(Item.__table__.c.id == hold.item_id))
        .scalar()
    )


def _permitted(by: Actor, capability: str, workshop: str | None) -> bool:
    return by.is_system or by.can(capability, workshop=workshop)


def _own(session: Session, subject: Subject) -> list[OpenHold]:
    target = _target(subject)
    ((name, key),) = target.items()
    rows = session.connection().execute(
        select(*_COLUMNS).where(_hold.c.lifted_at.is_(None), _hold.c[name] == key)
    )
    return [_open(row) for row in rows]


def _target(subject: Subject) -> dict[str, Any]:
    name = f"{subject.kind}_id"
    return {name: getattr(subject, name)}


def _held(hold: Hold) -> tuple[str, dict[str, Any]]:
    for kind in ("item", "lot", "resource"):
        key: int | None = getattr(hold, f"{kind}_id")
        if key is not None:
            return kind, {f"{kind}_id": key}
    msg = f"hold {hold.id} holds nothing"
    raise ValueError(msg)


def _open(row: Fetched[*tuple[Any, ...]]) -> OpenHold:
    declared = registry.current().hold_reasons.get(row.reason)
    label = declared.label if declared else row.reason
    blocks = declared.blocks if declared else ()
    return OpenHold(row.id, row.reason, label, row.note, row.placed_at, blocks, row.item_id)
