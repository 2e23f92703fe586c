"""An item's stage is a projection of the journal: compared every night, rebuilt on demand."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, text, update
from sqlmodel import Session

from esat.production.models import Item, Lot

_item, _lot = Item.__table__, Lot.__table__

_OWN = """
SELECT {what}_id AS key, id, to_stage FROM event
WHERE {what}_id IS NOT NULL AND to_stage IS NOT NULL ORDER BY id
"""
_TRAVELLED = """
SELECT lot_item.item_id AS key, event.id, event.to_stage, event.data
FROM lot_item JOIN event ON event.lot_id = lot_item.lot_id
WHERE event.to_stage IS NOT NULL AND event.kind <> 'lot.opened'
  AND event.recorded_at >= lot_item.joined_at
  AND (lot_item.left_at IS NULL OR event.at <= lot_item.left_at)
ORDER BY event.id
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A thing whose stage is not what the journal says."""

    what: str
    key: int
    stage: str
    journal: str | None


def compare(session: Session) -> list[Difference]:
    """Every item and lot whose stage differs from the last event that gave it one."""
    found = []
    for what, table, told in (
        ("item", _item, _items(session)),
        ("lot", _lot, _own(session, "lot")),
    ):
        for row in session.connection().execute(select(table.c.id, table.c.stage)):
            said = told.get(row.id)
            if said is None or said[1] != row.stage:
                found.append(Difference(what, row.id, row.stage, said[1] if said else None))
    return found


def rebuild(session: Session) -> int:
    """Give every differing thing the stage of the journal; answers how many there were."""
    differences = [d for d in compare(session) if d.journal is not None]
    for difference in differences:
        table = _item if difference.what == "item" else _lot
        session.connection().execute(
            update(table).where(table.c.id == bindparam("key")).values(stage=bindparam("new")),
            {"key": difference.key, "new": difference.journal},
        )
    return len(differences)


def _own(session: Session, what: str) -> dict[int, tuple[int, str]]:
    rows = session.connection().execute(text(_OWN.format(what=what)))
    return {row.key: (row.id, row.to_stage) for row in rows}


def _items(session: Session) -> dict[int, tuple[int, str]]:
    """An item's own events and those of its lots while it travelled in them, the last one wins."""
    told = _own(session, "item")
    for row in session.connection().execute(text(_TRAVELLED)):
        if row.key in _left_behind(row.data):
            continue
        if row.id > told.get(row.key, (0, ""))[0]:
            told[row.key] = (row.id, row.to_stage)
    return told


def _left_behind(data: Any) -> list[int]:
    return data.get("left_behind", []) if isinstance(data, dict) else _from_text(data)


def _from_text(data: Any) -> list[int]:
    """SQLite hands JSON over as text when the statement is textual."""
    if not isinstance(data, str) or "left_behind" not in data:
        return []
    found: list[int] = json.loads(data).get("left_behind", [])
    return found
