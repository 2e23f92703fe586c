"""What a device sent: once, in order, nothing dropped. The idempotency of the house.

    same key, same content   -> the stored answer again
    same key, other content  -> refused, `capture_conflict`
    anything else            -> answered, kept with its answer, refusals included

Validation is done before; here only what must be atomic. `take` opens its own short writes.
"""

import json
import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.db import Database
from esat.errors import EsatError, Forbidden, Refused
from esat.production import doing, scans
from esat.production.journal_models import Capture
from esat.production.scans import Answer
from esat.production.sent import Sent

AHEAD = timedelta(minutes=5)
OLDEST = timedelta(days=35)
KEPT = 200
_capture = Capture.__table__
_KNOWN = select(_capture.c.content_hash, _capture.c.answer).where(
    _capture.c.uid == bindparam("uid")
)
_INSERT = insert(_capture)
_MOMENTS = select(_capture.c.uid, _capture.c.captured_at).where(
    _capture.c.uid.in_(bindparam("uids", expanding=True))
)


def take(database: Database, sent: Sent, *, by: Actor) -> dict[str, Any]:
    """Receive one capture in its own transaction and answer it. Refuses `capture_conflict`.

    A refusal undoes the act, and the capture that was refused is then kept by itself. Most have
    never been here: whether one has is asked when its key turns out to be taken, which undoes all.
    """
    digest = sent.digest()
    try:
        return _take(database, sent, digest, by, look=False)
    except IntegrityError:
        return _take(database, sent, digest, by, look=True)


def take_form(database: Database, sent: Sent, *, by: Actor) -> dict[str, Any]:
    """Take what a form without a script sends, at its own moment: sent again, it is the capture
    that it was, though the server reads another time. Refuses `capture_conflict`.
    """
    at = _first_seen(database, sent) or sent.at
    try:
        return take(database, replace(sent, at=at), by=by)
    except Refused:
        first = _first_seen(database, sent)
        if first is None or first == at:
            raise
        return take(database, replace(sent, at=first), by=by)


def moments(session: Session, uids: Collection[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """When each of these captures was made, where it is already here."""
    if not uids:
        return {}
    rows = session.connection().execute(_MOMENTS, {"uids": [uid.bytes for uid in uids]})
    return {uuid.UUID(bytes=bytes(row.uid)): row.captured_at for row in rows}


def _first_seen(database: Database, sent: Sent) -> datetime | None:
    with database.read() as session:
        return moments(session, (sent.uid,)).get(sent.uid)


def _take(
    database: Database, sent: Sent, digest: bytes, by: Actor, *, look: bool
) -> dict[str, Any]:
    try:
        with database.write() as session:
            known = _replayed(session, sent, digest) if look else None
            if known is not None:
                return known
            actor = doing.placed(session, sent, by)
            return _kept(session, sent, digest, _answer(session, sent, actor), actor)
    except EsatError as refusal:
        if refusal.code == "capture_conflict":
            raise
        with database.write() as session:
            known = _replayed(session, sent, digest)
            if known is None and not isinstance(refusal, Refused | Forbidden):
                raise
            return known or _kept(session, sent, digest, _refused(session, sent, refusal, by), by)


def _replayed(session: Session, sent: Sent, digest: bytes) -> dict[str, Any] | None:
    row = session.connection().execute(_KNOWN, {"uid": sent.uid.bytes}).first()
    if row is None:
        return None
    if bytes(row.content_hash) != digest:
        raise Refused("capture_conflict")
    stored: dict[str, Any] = json.loads(row.answer)
    return stored | {"replay": True}


def _answer(session: Session, sent: Sent, by: Actor) -> Answer:
    now = clock.now()
    if not now - OLDEST <= sent.at <= now + AHEAD:
        return doing.out_of_time(session, sent, by=by)
    if sent.kind == "act":
        return doing.act(session, sent, by=by)
    return doing.scan_or_move(session, sent, by=by)


def _refused(session: Session, sent: Sent, refusal: EsatError, by: Actor) -> Answer:
    """The answer to a refused capture, with what it is and what may be done instead."""
    shown = scans.Answer(scans.REFUSED, refusal.code, refusal.message, None, fields=refusal.fields)
    if sent.code is not None:
        resolved = scans.resolve(session, sent.code)
        if _is_card(resolved) and sent.station in {None, by.station_code}:
            resolved = doing.carded(session, sent, by=by) or resolved
        asked = scans.answer(session, resolved, by=by, at=sent.at)
        shown = replace(shown, code=asked.code, subject=asked.subject, offers=asked.offers)
    return shown


def _is_card(resolved: scans.Resolved) -> bool:
    return resolved.subject is not None and resolved.subject.action is not None


def _kept(session: Session, sent: Sent, digest: bytes, answer: Answer, by: Actor) -> dict[str, Any]:
    body = answer.as_json(str(sent.uid))
    row = {
        "uid": sent.uid.bytes,
        "content_hash": digest,
        "device_id": by.device_id,
        "account_id": by.account_id,
        "station_id": by.station_id,
        "seq": sent.seq,
        "captured_at": sent.at,
        "received_at": clock.now(),
        "kind": sent.kind,
        "raw": _storable(sent.code),
        "code": answer.code,
        "action": sent.action,
        "offline": sent.offline,
        "outcome": answer.outcome,
        "reason": answer.reason,
        "event_id": None if answer.event is None else answer.event["id"],
        "answer": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        "content": _content(sent) if answer.outcome == scans.ANOMALY else None,
        "settled_note": "",
    }
    session.connection().execute(_INSERT, row)
    return body


def _storable(raw: str | None) -> str | None:
    """The raw text as it can be kept: controls made visible, what is too long said as such."""
    if raw is None:
        return None
    seen = "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in raw[:KEPT])
    return seen if len(raw) <= KEPT else f"{seen}… ({len(raw)} signes)"


def _content(sent: Sent) -> str:
    """What an anomaly keeps whole, so that a supervisor can settle it."""
    return json.dumps(
        {"code": sent.code, "action": sent.action, "data": sent.data}, ensure_ascii=False
    )
