"""A client's own code on a thing: linked, unlinked with its reason, and whose it is already.

The row of `barcode` says what a code designates now; the journal of the thing says what it did.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, Refused
from esat.production import barcodes, codes, foreign_codes, tables
from esat.production.journal import Entry, Recorded, record
from esat.production.subjects import Subject, by_code

MOVE = "production.move"
LINKED, UNLINKED = "code.linked", "code.unlinked"
MAX_REASON = 280
_code, _event = tables.barcode, tables.event


@dataclass(frozen=True, slots=True)
class Changed:
    """A code that was linked to a thing, or unlinked from it."""

    text: str
    subject: Subject
    event: Recorded


@dataclass(frozen=True, slots=True)
class ClientCode:
    """A code that designates the thing now."""

    text: str
    symbology: str
    since: datetime

    @property
    def carrier(self) -> str:
        """The symbology as people call it; empty where nobody told it."""
        return foreign_codes.NAMES.get(self.symbology, "")


@dataclass(frozen=True, slots=True)
class Past:
    """A code that once was linked: when and why it was unlinked."""

    text: str
    at: datetime
    reason: str
    who: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The codes of a thing, those it had, and whether the actor may change them."""

    now: tuple[ClientCode, ...]
    past: tuple[Past, ...]
    may_link: bool


def link(
    session: Session,
    raw: str,
    subject: Subject,
    *,
    symbology: str = "",
    by: Actor,
    at: datetime | None = None,
    capture_uid: bytes | None = None,
    late: bool = False,
) -> Changed:
    """Link a client's code to a thing; to what carries it, where something does. Refuses
    `foreign_no_target`, `foreign_code_taken` (names the other thing to who may see it),
    `foreign_code_same`, and as `barcodes.link`; forbids one who may not move it.
    """
    target, moment = _checked(subject, by), at or clock.now()
    try:
        text = barcodes.link(
            session, raw, moment, owner_id=subject.client_id, symbology=symbology, **target
        )
    except Refused as refusal:
        if refusal.code != "foreign_code_taken":
            raise
        raise _taken(session, raw, target, by) from refusal
    read = foreign_codes.understood(raw, symbology)
    data = {"code": text, "symbology": read.symbology if read else None}
    entry = Entry(LINKED, moment, capture_uid=capture_uid, late=late, data=data, **target)
    return Changed(text, subject, record(session, entry, by=by))


def unlink(
    session: Session,
    raw: str,
    subject: Subject,
    reason: str,
    *,
    by: Actor,
    at: datetime | None = None,
    capture_uid: bytes | None = None,
    late: bool = False,
) -> Changed:
    """Take a client's code off a thing. Invalid `unlink_why` without a reason, `note_too_long`;
    refuses `foreign_not_linked`; forbids one who may not move it.
    """
    target, moment, why = _checked(subject, by), at or clock.now(), " ".join(reason.split())
    if not why or not why.isprintable():
        raise Invalid("unlink_why", {"why": "Écrivez pourquoi."})
    if len(why) > MAX_REASON:
        raise Invalid("note_too_long", {"why": "Écrivez moins de 280 signes."})
    held = next((one for one in of(session, subject) if one.text in _readings(raw)), None)
    if held is None:
        raise Refused("foreign_not_linked")
    barcodes.unlink(session, held.text, moment)
    data = {"code": held.text, "symbology": held.symbology or None}
    entry = Entry(
        UNLINKED, moment, capture_uid=capture_uid, late=late, reason=why, data=data,
        **target,
    )  # fmt: skip
    return Changed(held.text, subject, record(session, entry, by=by))


def of(session: Session, subject: Subject) -> tuple[ClientCode, ...]:
    """The clients' codes that designate a thing now, or what carries it."""
    mine = _mine(_code, subject)
    if mine is None:
        return ()
    rows = session.connection().execute(
        select(_code.c.code, _code.c.symbology, _code.c.created_at)
        .where(mine, _code.c.origin == "client", _code.c.revoked_at.is_(None))
        .order_by(_code.c.created_at, _code.c.id)
    )
    return tuple(ClientCode(row.code, row.symbology or "", row.created_at) for row in rows)


def past(session: Session, subject: Subject) -> tuple[Past, ...]:
    """The codes that were unlinked from a thing, newest first, from its journal."""
    mine = _mine(_event, subject)
    if mine is None:
        return ()
    rows = session.connection().execute(
        select(_event.c.at, _event.c.reason, _event.c.data, tables.account.c.display_name)
        .select_from(
            _event.outerjoin(tables.account, tables.account.c.id == _event.c.account_id)
        )
        .where(mine, _event.c.kind == UNLINKED)
        .order_by(_event.c.id.desc())
    )  # fmt: skip
    return tuple(
        Past(str((row.data or {}).get("code", "")), row.at, row.reason, row.display_name or "")
        for row in rows
    )


def shown(session: Session, subject: Subject, *, by: Actor) -> Shown | None:
    """The codes of a thing as a page shows them; None for what is linked to none."""
    if not target_of(subject):
        return None
    return Shown(of(session, subject), past(session, subject), may_link(subject, by))


def holder(session: Session, raw: str, *, by: Actor) -> Subject | None:
    """What a client's code is linked to, with our code; None where it is nothing that the actor
    may see.
    """
    read = foreign_codes.understood(raw)
    found = None if read is None else by_code(session, read.text)
    if found is None or found.kind == "unlinked":
        return None
    hidden = found.workshop is not None and by.workshops is not None
    if hidden and found.workshop not in (by.workshops or ()):
        return None
    return with_our_code(session, found)


def with_our_code(session: Session, subject: Subject) -> Subject:
    """The same thing under the code of ours that it wears, when it was found by a client's."""
    target = target_of(subject)
    if not subject.foreign or not target:
        return subject
    ours = barcodes.of(session, **target)
    return (by_code(session, ours) if ours is not None else None) or subject


def target_of(subject: Subject) -> dict[str, int]:
    """What a code would point at: the resource before the item that it carries. Empty for what no
    client's code is linked to (action card, station, badge, client).
    """
    if subject.action is not None or subject.kind not in {"item", "resource", "lot", "order"}:
        return {}
    key = "resource_id" if subject.resource_id is not None else f"{subject.kind}_id"
    return {key: getattr(subject, key) or 0}


def may_link(subject: Subject, by: Actor) -> bool:
    """Whether this actor may link codes to this thing."""
    if not target_of(subject) or subject.revoked:
        return False
    return by.is_system or by.can(MOVE, workshop=subject.workshop)


def _checked(subject: Subject, by: Actor) -> dict[str, Any]:
    target = target_of(subject)
    if not target:
        raise Refused("foreign_no_target")
    if subject.revoked:
        raise Refused("code_revoked")
    if not may_link(subject, by):
        raise Forbidden("not_allowed")
    return target


def _taken(session: Session, raw: str, target: dict[str, int], by: Actor) -> Refused:
    """The refusal that names the other thing, where the actor may see it."""
    other = holder(session, raw, by=by)
    if other is None:
        return Refused("foreign_code_taken", holder="")
    if target_of(other) == target:
        return Refused("foreign_code_same")
    whose = f" ({other.client_name})" if other.client_name else ""
    return Refused("foreign_code_taken", holder=f" à «\u00a0{other.label}\u00a0»{whose}")


def _readings(raw: str) -> set[str | None]:
    """The texts under which a code may stand: as it came, and its digits repaired."""
    return {raw.strip(), codes.digits_only(raw)}


def _mine(table: Any, subject: Subject) -> Any:
    """The rows of a thing: its own, and those of what carries it."""
    named = ("item_id", "resource_id", "lot_id") if subject.kind != "order" else ("order_id",)
    keys = {name: getattr(subject, name) for name in named}
    wanted = [table.c[name] == key for name, key in keys.items() if key is not None]
    return or_(*wanted) if wanted and target_of(subject) else None
