"""The only writer of events, and the one signal of the house.

`event_recorded` is sent inside the transaction; a receiver that raises undoes the act. Only files
named `receivers.py` listen.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from blinker import Signal
from sqlalchemy import insert, text
from sqlmodel import Session

from esat import clock, registry
from esat.actors import Actor
from esat.errors import Refused
from esat.production.journal_models import Event

event_recorded = Signal(
    "Sent by `record` with the session, the event and the actor, in the "
    "transaction that wrote it. Raising undoes the whole act."
)

_INSERT = insert(Event.__table__)
_COUNT = text(
    "INSERT INTO daily_count (day, workshop, stage, client_id, entered)"
    " VALUES (:day, :workshop, :stage, :client_id, :entered)"
    " ON CONFLICT (day, workshop, stage, client_id)"
    " DO UPDATE SET entered = daily_count.entered + excluded.entered"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written: one subject, what happened to it, and when."""

    kind: str
    at: datetime
    order_id: int | None = None
    item_id: int | None = None
    lot_id: int | None = None
    resource_id: int | None = None
    from_stage: str | None = None
    to_stage: str | None = None
    worker_id: int | None = None
    capture_uid: bytes | None = None
    amends_id: int | None = None
    late: bool = False
    reason: str = ""
    data: dict[str, Any] | None = None


_COLUMNS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True, slots=True)
class Recorded:
    """A written event: its number, what was entered, when it was written and from where."""

    id: int
    entry: Entry
    recorded_at: datetime
    account_id: int | None
    station_id: int | None


def record(session: Session, entry: Entry, *, by: Actor) -> Recorded:
    """Write one event and tell the receivers.

    Refuses `late_without_reason` never: lateness is a fact; its reason may follow. A kind that no
    module declared, or data of another shape than declared, is a programming error (ValueError).
    """
    kind = registry.current().event_kinds.get(entry.kind)
    if kind is None:
        msg = f"undeclared event kind: {entry.kind}"
        raise ValueError(msg)
    if kind.payload is not None:
        kind.payload.model_validate(entry.data or {})
    if entry.worker_id is not None and not kind.signed:
        msg = f"{entry.kind} is not a signed kind: no person in it"
        raise ValueError(msg)
    recorded_at = clock.now()
    values = {name: getattr(entry, name) for name in _COLUMNS}
    values["recorded_at"] = recorded_at
    values["account_id"] = by.account_id
    values["station_id"] = by.station_id
    result = session.connection().execute(_INSERT, values)
    key = result.inserted_primary_key
    if key is None:
        raise Refused("conflict")
    done = Recorded(int(key[0]), entry, recorded_at, by.account_id, by.station_id)
    if event_recorded.receivers:
        event_recorded.send(session, event=done, by=by)
    return done


def as_event(event: Recorded) -> dict[str, Any]:
    """An event in the words of CONTRACT §4."""
    entry = event.entry
    return {
        "id": event.id,
        "kind": entry.kind,
        "from_stage": entry.from_stage,
        "to_stage": entry.to_stage,
        "at": entry.at.isoformat(),
        "recorded_at": event.recorded_at.isoformat(),
    }


def count(
    session: Session, at: datetime, workshop: str, stage: str, client_id: int, n: int
) -> None:
    """Add to the daily roll-up, in the same transaction as the move."""
    day: date = clock.local(at).date()
    session.connection().execute(
        _COUNT,
        {
            "day": day.isoformat() if _is_sqlite(session) else day,
            "workshop": workshop,
            "stage": stage,
            "client_id": client_id,
            "entered": n,
        },
    )


def _is_sqlite(session: Session) -> bool:
    return session.connection().dialect.name == "sqlite"
