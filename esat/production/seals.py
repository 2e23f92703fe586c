"""Seals of the journal: made every ten minutes, proof for an auditor that nothing was touched.

    seal n = HMAC(key, seal n-1 | every event since, in canonical JSON)

The key is outside the database, and each head is also appended to a file outside it: a change, a
row gone from the middle or from the end, even with its seal, is seen and located.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text
from sqlmodel import Session

from esat import clock
from esat.production.journal_models import Event, Seal

MARK = 4
START = "0" * 64
_event, _seal = Event.__table__, Seal.__table__


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the journal, and where: a French sentence."""

    sentence: str
    event_id: int | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found: seals and events read, events not sealed yet, faults."""

    seals: int
    events: int
    unsealed: int
    faults: tuple[Fault, ...]


def key_from(secret: str) -> bytes:
    """The journal's key, drawn from the installation's secret."""
    return hmac.new(secret.encode(), b"esat journal seal v1", hashlib.sha256).digest()


def seal(session: Session, key: bytes) -> Seal | None:
    """Seal every event since the last seal; None when there is none. Flushes.

    On PostgreSQL the table is share-locked meanwhile, so that no lower number appears behind.
    """
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(text("LOCK TABLE event IN SHARE MODE"))
    last = _last(session)
    after = 0 if last is None else last.last_event
    previous = START if last is None else last.head
    head, marks, ids = _chain(key, previous, _events(session, after, None))
    if not ids:
        return None
    made = Seal(
        at=clock.now(),
        first_event=ids[0],
        last_event=ids[-1],
        count=len(ids),
        previous=previous,
        head=head,
        marks=marks,
        gaps=_gaps(ids),
    )
    session.add(made)
    session.flush()
    return made


def note(made: Seal, file: Path) -> None:
    """Append a head to the file outside the database."""
    with file.open("a", encoding="utf-8") as out:
        out.write(f"{made.id} {made.last_event} {made.at.isoformat()} {made.head}\n")


def verify(session: Session, key: bytes, file: Path | None = None) -> Verified:
    """Recompute every seal and say where the journal differs from it."""
    faults: list[Fault] = []
    previous, expected_first, events = START, 1, 0
    seals = session.connection().execute(select(_seal).order_by(_seal.c.id)).all()
    for row in seals:
        if row.previous != previous:
            faults.append(Fault(f"Le sceau {row.id} ne suit pas le précédent."))
        faults += _compare(session, key, row)
        previous, expected_first = row.head, row.last_event + 1
        events += row._mapping["count"]  # noqa: SLF001 - `count` is also a method of rows
    unsealed = (
        session.connection()
        .execute(select(func.count()).where(_event.c.id >= expected_first))
        .scalar_one()
    )
    if file is not None:
        faults += _compare_file(seals, file)
    return Verified(len(seals), events, unsealed, tuple(faults))


def _compare(session: Session, key: bytes, row: Any) -> list[Fault]:
    """One seal against the events it covers: what was removed, added or changed."""
    found = _events(session, row.first_event - 1, row.last_event)
    head, marks, ids = _chain(key, row.previous, found)
    if hmac.compare_digest(head, row.head) and marks == bytes(row.marks):
        return []
    gaps = set(row.gaps)
    sealed = [n for n in range(row.first_event, row.last_event + 1) if n not in gaps]
    was = _by_id(sealed, bytes(row.marks))
    now = _by_id(ids, marks)
    faults = [Fault(f"L’événement {n} a disparu du journal.", n) for n in sealed if n not in now]
    faults += [Fault(f"L’événement {n} a été ajouté après coup.", n) for n in ids if n not in was]
    faults += [
        Fault(f"L’événement {n} a été modifié.", n)
        for n in sealed
        if n in now and now[n] != was.get(n)
    ]
    where = f"entre les événements {row.first_event} et {row.last_event}"
    return faults or [Fault(f"Le sceau {row.id} ne correspond pas, {where}.")]


def _compare_file(seals: Sequence[Any], file: Path) -> list[Fault]:
    if not file.exists():
        return [Fault("Le fichier des sceaux manque.")] if seals else []
    kept = {row.id: row.head for row in seals}
    faults = []
    for line in file.read_text(encoding="utf-8").splitlines():
        number, last, _at, head = line.split()
        if kept.get(int(number)) != head:
            faults.append(
                Fault(f"Le sceau {number} (jusqu’à l’événement {last}) a disparu ou a changé.")
            )
    return faults


def _events(session: Session, after: int, until: int | None) -> Iterator[Any]:
    query = select(_event).where(_event.c.id > after).order_by(_event.c.id)
    if until is not None:
        query = query.where(_event.c.id <= until)
    return iter(session.connection().execute(query, execution_options={"yield_per": 2000}))


def _chain(key: bytes, previous: str, rows: Iterator[Any]) -> tuple[str, bytes, list[int]]:
    whole = hmac.new(key, previous.encode(), hashlib.sha256)
    marks, ids = bytearray(), []
    for row in rows:
        line = canonical(row._mapping)  # noqa: SLF001 - SQLAlchemy's public way
        whole.update(line)
        marks += hmac.new(key, line, hashlib.sha256).digest()[:MARK]
        ids.append(row.id)
    return whole.hexdigest(), bytes(marks), ids


def canonical(row: Any) -> bytes:
    """One event as bytes that do not depend on the database: sorted keys, UTC times."""
    values = {name: _plain(value) for name, value in row.items()}
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value


def _last(session: Session) -> Any:
    query = select(_seal).order_by(_seal.c.id.desc()).limit(1)
    return session.connection().execute(query).first()


def _gaps(ids: list[int]) -> list[int]:
    there = set(ids)
    return [n for n in range(ids[0], ids[-1] + 1) if n not in there]


def _by_id(ids: Sequence[int], marks: bytes) -> dict[int, bytes]:
    return {n: marks[i * MARK : (i + 1) * MARK] for i, n in enumerate(ids)}
