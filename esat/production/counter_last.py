"""The last codes that a station sent, and the passage that may still be undone there.

Asked at each scan: the statements are built once. It knows no request.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session

from esat import clock, registry
from esat.actors import Actor
from esat.production import corrections, subjects, tables
from esat.production.counter_reads import stage_label

SHOWN = 5
LOOKED_AT = 50
"""How many captures back a passage is looked for; nobody undoes what he scanned before those."""
_capture, _event = tables.capture, tables.event


@dataclass(frozen=True, slots=True)
class LastScan:
    """A line of the last scans of this station."""

    at: datetime
    label: str
    detail: str
    code: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Undoable:
    """The last passage of this station, still within its five minutes."""

    event: int
    code: str
    label: str
    stage: str
    until: datetime


def recent(columns: tuple[Any, ...], n: int, *, at_station: bool) -> Select[Any]:
    """The newest captures of a station; away from any, those of an account."""
    mine = (
        (_capture.c.station_id == bindparam("station"),)
        if at_station
        else (_capture.c.station_id.is_(None), _capture.c.account_id == bindparam("account"))
    )
    return select(*columns).where(*mine).order_by(_capture.c.id.desc()).limit(n)


def _last(*, at_station: bool) -> Select[Any]:
    columns = (_capture.c.captured_at, _capture.c.raw, _capture.c.outcome, _capture.c.answer)
    return recent(columns, SHOWN, at_station=at_station).where(_capture.c.raw.is_not(None))


def _passage(*, at_station: bool) -> Select[Any]:
    """The newest passage of the latest captures, if it is not too old to be undone."""
    columns = (_capture.c.id, _capture.c.event_id)
    found = recent(columns, LOOKED_AT, at_station=at_station).subquery("recent")
    return (
        select(_event.c.id, _event.c.recorded_at, _event.c.item_id, _event.c.lot_id,
               _event.c.from_stage, _capture.c.code, _capture.c.answer)
        .select_from(found.join(_event, _event.c.id == found.c.event_id)
                     .join(_capture, _capture.c.id == found.c.id))
        .where((_event.c.kind == "item.moved") | (_event.c.kind == "lot.moved"),
               _event.c.recorded_at >= bindparam("since"))
        .order_by(found.c.id.desc()).limit(1)
    )  # fmt: skip


def _later(column: Any) -> Select[Any]:
    later = (_event.c.id > bindparam("event"), _event.c.to_stage.is_not(None))
    return select(_event.c.id).where(column == bindparam("key"), *later).limit(1)


_LAST = {at: _last(at_station=at) for at in (True, False)}
_PASSAGE = {at: _passage(at_station=at) for at in (True, False)}
_LATER_OF_ITEM, _LATER_OF_LOT = _later(_event.c.item_id), _later(_event.c.lot_id)


def last_scans(session: Session, *, by: Actor) -> tuple[LastScan, ...]:
    """The last five codes that this station, or this account away from a station, sent."""
    rows = session.connection().execute(_LAST[by.station_id is not None], mine(by))
    return tuple(_line(row.captured_at, row.raw, row.outcome, row.answer) for row in rows)


def undoable(session: Session, *, by: Actor) -> Undoable | None:
    """The last passage made here, while it may be undone: it is recent and nothing came after."""
    asked = mine(by) | {"since": clock.now() - corrections.UNDO_WITHIN}
    row = session.connection().execute(_PASSAGE[by.station_id is not None], asked).first()
    if row is None or _followed(session, row):
        return None
    said = json.loads(row.answer).get("subject") or {}
    label, code = said.get("label", ""), said.get("workshop")
    if not said and row.code and (found := subjects.by_code(session, row.code)) is not None:
        # The answer of an act tells no thing: the reception of a bag, for one.
        label, code = found.label, found.workshop
    workshop = registry.current().workshops.get(code or "")
    return Undoable(
        row.id, row.code or "", label, stage_label(workshop, row.from_stage),
        row.recorded_at + corrections.UNDO_WITHIN,
    )  # fmt: skip


def mine(by: Actor) -> dict[str, Any]:
    """The values of `recent`: those of the actor's station, or of the account away from one."""
    if by.station_id is not None:
        return {"station": by.station_id}
    return {"account": by.account_id}


def _followed(session: Session, row: Any) -> bool:
    """Whether its subject has a later stage of its own."""
    query, key = (_LATER_OF_ITEM, row.item_id)
    if row.lot_id is not None:
        query, key = (_LATER_OF_LOT, row.lot_id)
    return session.connection().execute(query, {"event": row.id, "key": key}).first() is not None


def _line(at: datetime, raw: str, outcome: str, answer: str) -> LastScan:
    said = json.loads(answer)
    subject = said.get("subject") or {}
    label = subject.get("label") or said.get("code") or raw
    detail = " · ".join(
        part for part in (subject.get("client"), subject.get("stage_label")) if part
    )
    return LastScan(at, label, detail or said["message"], said.get("code") or "", outcome)
