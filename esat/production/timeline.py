"""What happened to an order: its own events, its items', and its lots' while the items belonged.

In the order of the devices' clocks, newest first; both times where one was late. SELECTs only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, cast, literal, null, select, union_all
from sqlmodel import Session

from esat import registry
from esat.declarations import Workshop
from esat.production import tables
from esat.production.reads import travelling

LONGEST = 5000
NO_KEY = cast(null(), Integer)
"""Typed, or PostgreSQL takes the column of a union for a text."""
_event, _item, _member = tables.event, tables.item, tables.lot_item
_MEANINGS = {
    "held": "refused",
    "contradicted": "refused",
    "cancelled": "refused",
    "move_undone": "question",
    "stage_corrected": "question",
    "promised": "question",
    "closed": "ok",
    "delivered": "ok",
}
_PICTOGRAMS = {
    "opened": "plus-lg",
    "confirmed": "check-lg",
    "promised": "calendar",
    "cancelled": "x-lg",
    "hold_lifted": "unlock",
    "held": "lock",
    "moved": "arrow-right",
    "noted": "file-text",
    "linked": "link-45deg",
    "unlinked": "x-lg",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a history: what, about what, when it happened and when it was written."""

    title: str
    subject: str
    detail: str
    at: datetime
    recorded_at: datetime
    late: bool
    who: str
    meaning: str
    pictogram: str
    things: int


def of_order(session: Session, order_id: int, workshop: Workshop) -> tuple[Entry, ...]:
    """The history of an order. Same acts on several items at once are one line."""
    rows = session.connection().execute(_ORDER, {"order": order_id}).all()
    return _entries(rows, workshop)


def of_thing(
    session: Session, workshop: Workshop, *, item_id: int | None = None, lot_id: int | None = None
) -> tuple[Entry, ...]:
    """The history of an item, with its lots' while it belonged to them; or of a lot."""
    if lot_id is not None:
        rows = session.connection().execute(_LOT, {"lot": lot_id}).all()
    else:
        rows = session.connection().execute(_ITEM, {"item": item_id}).all()
    return _entries(rows, workshop)


def _entries(rows: Iterable[Any], workshop: Workshop) -> tuple[Entry, ...]:
    """Rows of one act become one entry: same kind, same stage, same moment, same author."""
    groups: dict[tuple[object, ...], list[Any]] = {}
    for row in rows:
        if row.item_id is not None and row.lot_id is not None and _left_behind(row):
            continue
        key = (row.kind, row.from_stage, row.to_stage, row.at, row.account_id, row.lot_id)
        groups.setdefault(key, []).append(row)
    return tuple(_entry(group, workshop) for group in groups.values())


def _left_behind(row: Any) -> bool:
    return row.item_id in (row.data or {}).get("left_behind", ())


def _entry(group: list[Any], workshop: Workshop) -> Entry:
    row = group[0]
    verb = row.kind.partition(".")[2]
    labels = sorted({str(r.label) for r in group if r.label})
    return Entry(
        title=_title(row, workshop),
        subject=_subject(row, labels),
        detail=_detail(row),
        at=row.at,
        recorded_at=row.recorded_at,
        late=bool(row.late),
        who=row.station or row.display_name or "",
        meaning=_MEANINGS.get(verb, "plain"),
        pictogram=_PICTOGRAMS.get(verb, ""),
        things=len(labels),
    )


def _title(row: Any, workshop: Workshop) -> str:
    declared = registry.current().event_kinds.get(row.kind)
    label = declared.label if declared else row.kind
    if row.to_stage is None or row.kind.endswith(".opened"):
        return label
    stage = row.to_stage
    named = workshop.road.stage(stage).label if workshop.road.knows(stage) else stage
    return named if row.kind.endswith(".moved") else f"{label} : {named}"


def _subject(row: Any, labels: list[str]) -> str:
    lot = f"Lot {row.lot_ref}" if row.lot_ref else ""
    named = labels[0] if len(labels) == 1 else f"{len(labels)} articles" if labels else ""
    return " · ".join(part for part in (lot, named) if part)


def _detail(row: Any) -> str:
    data = row.data or {}
    parts = [str(data["code"])] if row.kind.startswith("code.") else []
    if "after" in data:
        parts.append(f"{_day(data.get('before'))} → {_day(data['after'])}")
    if reason := registry.current().hold_reasons.get(str(data.get("reason", ""))):
        parts.append(reason.label)
    if row.reason:
        parts.append(row.reason)
    return " · ".join(parts)


def _day(text: str | None) -> str:
    if not text:
        return "sans date"
    year, month, day = text.split("-")
    return f"{day}/{month}/{year}"


def _columns(item: Any, label: Any, lot: Any, lot_ref: Any) -> tuple[Any, ...]:
    c = _event.c
    return (
        c.id, c.kind, c.at, c.recorded_at, c.from_stage, c.to_stage, c.late, c.reason, c.data,
        c.account_id, c.station_id, item.label("item_id"), label.label("label"),
        lot.label("lot_id"), lot_ref.label("lot_ref"),
    )  # fmt: skip


def _named(parts: Any) -> Any:
    """Newest first, with the names of station and account beside."""
    found = parts.subquery("found")
    return (
        select(found, tables.station.c.name.label("station"), tables.account.c.display_name)
        .select_from(
            found.outerjoin(tables.station, tables.station.c.id == found.c.station_id).outerjoin(
                tables.account, tables.account.c.id == found.c.account_id
            )
        )
        .order_by(found.c.at.desc(), found.c.id.desc())
        .limit(LONGEST)
    )


def _of_items(mine: Any, label: Any) -> Any:
    """Events of the items that `mine` chooses, and of their lots while they belonged."""
    own = select(*_columns(_item.c.id, label, NO_KEY, literal(""))).join(
        _item, _item.c.id == _event.c.item_id
    )
    lots = select(*_columns(_item.c.id, label, tables.lot.c.id, tables.lot.c.ref)).select_from(
        _item.join(_member, _member.c.item_id == _item.c.id)
        .join(tables.lot, tables.lot.c.id == _member.c.lot_id)
        .join(_event, _event.c.lot_id == tables.lot.c.id)
    )
    return [own.where(mine), lots.where(mine, *travelling())]


_ORDER = _named(
    union_all(
        select(*_columns(NO_KEY, literal(""), NO_KEY, literal(""))).where(
            _event.c.order_id == bindparam("order")
        ),
        *_of_items(_item.c.order_id == bindparam("order"), _item.c.label),
    )
)
_ITEM = _named(union_all(*_of_items(_item.c.id == bindparam("item"), literal(""))))
_LOT = _named(
    select(*_columns(NO_KEY, literal(""), _event.c.lot_id, literal(""))).where(
        _event.c.lot_id == bindparam("lot")
    )
)
