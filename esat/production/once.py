"""A form that changes something does it once: sent again, it answers the same and writes nothing.

The page that shows a form gives it a key; the key, the hash of what was sent and the answer are
kept as a capture, in the transaction of the act itself.
"""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.errors import Refused
from esat.production import tables

KEY = "capture"
"""The name of the hidden field."""
_capture = tables.capture


@dataclass(frozen=True, slots=True)
class Form:
    """What a browser sent: the key of its page and the hash of the rest."""

    uid: uuid.UUID | None
    digest: bytes


def fresh() -> str:
    """A key for the form of a page about to be shown."""
    return str(uuid.uuid4())


def form_of(pairs: Iterable[tuple[str, str]]) -> Form:
    """Read the key and hash the rest; a broken or missing key makes a form that is not known
    again.
    """
    uid, rest = None, []
    for name, value in pairs:
        if name == KEY:
            uid = _uid(value)
        else:
            rest.append((name, value))
    text = json.dumps(sorted(rest), ensure_ascii=False)
    return Form(uid, hashlib.sha256(text.encode()).digest())


def run(session: Session, form: Form, action: str, work: Callable[[], str], *, by: Actor) -> str:
    """Do the work unless this form already did it; answer the address it ended at. Refuses
    `capture_conflict` when the same key comes with other words, `conflict` when two come at once.

    A page gives one key to all its forms: each act has its own, made of the page's.
    """
    if form.uid is None:
        return work()
    uid = uuid.uuid5(form.uid, action)
    known = session.connection().execute(
        select(_capture.c.content_hash, _capture.c.answer).where(_capture.c.uid == uid.bytes)
    ).first()  # fmt: skip
    if known is not None:
        if bytes(known.content_hash) != form.digest:
            raise Refused("capture_conflict")
        return str(json.loads(known.answer)["to"])
    to = work()
    _keep(session, uid, form, action, to, by)
    return to


def _keep(session: Session, uid: uuid.UUID, form: Form, action: str, to: str, by: Actor) -> None:
    now = clock.now()
    row = {
        "uid": uid.bytes,
        "content_hash": form.digest,
        "device_id": by.device_id,
        "account_id": by.account_id,
        "station_id": by.station_id,
        "captured_at": now,
        "received_at": now,
        "kind": "act",
        "action": action,
        "offline": False,
        "outcome": "ok",
        "answer": json.dumps({"to": to}),
        "settled_note": "",
    }
    try:
        session.connection().execute(insert(_capture), row)
    except IntegrityError as error:
        raise Refused("conflict") from error


def _uid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
