"""What the counter offers for a code that designates nothing: to link it; SELECTs only.

    client's code -> « Code inconnu », with « Lier ce code à un objet… »
    the same again, or tapped, or just after another link -> « À quel objet ? », then a code of ours

Nothing is linked by a mere pair of scans: a stray code read before a bag must not end on it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.errors import Refused
from esat.production import client_codes, code_formats, foreign_codes, scans, tables
from esat.production.counter_last import mine, recent
from esat.production.subjects import Subject, by_code

WITHIN = timedelta(seconds=60)
LOOKED_AT = 6
NEW = frozenset({"code_unknown", "foreign_unlinked"})
ABOUT_OURS = frozenset({
    "code_unknown", "code_misread", "code_unreadable", "code_revoked", "foreign_no_target",
    "other_workshop",
})  # fmt: skip
"""Why a link failed by the label of ours: the client's code still waits for a good one."""
_c = tables.capture.c
_RECENT = {
    at: recent((_c.uid, _c.code, _c.action, _c.outcome, _c.received_at), LOOKED_AT, at_station=at)
    for at in (True, False)
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A client's code as the reader sent it, the symbology that it told beside, and whether it
    was to be linked by this very act.
    """

    raw: str
    symbology: str = ""
    to_link: bool = False


NOTHING = Asked("")


@dataclass(frozen=True, slots=True)
class Linking:
    """A code to be linked: `fault` says why it cannot; `waits`, that a label of ours comes next."""

    asked: Asked
    text: str = ""
    fault: str = ""
    waits: bool = False
    before: Subject | None = None
    """What was scanned just before, which the code may be linked to by one tap."""
    holder: Subject | None = None
    """What the code is linked to already, instead."""


def offer(
    session: Session, said: dict[str, Any] | None, asked: Asked, *, by: Actor
) -> Linking | None:
    """What to offer after an answer about a client's code; None where there is nothing to link."""
    reason = said.get("reason") if said else None
    if said is None or reason is None:
        return None
    if reason == "foreign_code_taken" and asked.to_link:
        return Linking(asked, holder=client_codes.holder(session, asked.raw, by=by))
    known = ABOUT_OURS if asked.to_link else NEW
    if reason not in known or not by.can(client_codes.MOVE):
        return None
    read = foreign_codes.understood(asked.raw, asked.symbology)
    if read is None:
        return None
    try:
        code_formats.refuse(read, code_formats.of_anybody(session, clock.today()))
    except Refused as fault:
        return Linking(asked, read.text, fault.message)
    waits, before = _just_before(session, said.get("id", ""), read.text, by)
    return Linking(asked, read.text, "", asked.to_link or waits, before)


def _just_before(session: Session, uid: str, text: str, by: Actor) -> tuple[bool, Subject | None]:
    """Whether the code was meant to be linked, and the thing that this station scanned before."""
    rows = [
        row
        for row in session.connection().execute(_RECENT[by.station_id is not None], mine(by))
        if row.uid.hex() != uid.replace("-", "") and clock.now() - row.received_at <= WITHIN
    ]
    first = rows[0] if rows and uid else None
    again = first is not None and first.code == text and first.outcome == scans.UNKNOWN
    linked = first is not None and first.action == "code.link" and first.outcome == scans.OK
    seen = next((row for row in rows if row.code != text), None)
    subject = by_code(session, seen.code) if seen is not None and seen.code else None
    if subject is None or linked or not client_codes.may_link(subject, by):
        return again or linked, None
    return again or linked, subject
