"""Codes in the database: allocated, bound once, linked from clients' own, revoked; never reused."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Session

from esat import clock
from esat.errors import Invalid, Refused
from esat.production import code_formats, codes, foreign_codes
from esat.production.models import Barcode

_code = Barcode.__table__
_TAKEN = select(_code.c.id).where(_code.c.code == bindparam("wanted"))
TRIES = 20
TARGETS = (
    "order_id", "item_id", "lot_id", "resource_id", "station_id", "worker_id", "account_id",
    "client_id",
)  # fmt: skip


def allocate(session: Session, kind: str, at: datetime, **target: int) -> codes.Code:
    """Draw a code nobody has and bind it to `target` (item_id=…, lot_id=…); none: a blank one."""
    for _ in range(TRIES):
        code = codes.draw(kind)
        taken = session.connection().execute(_TAKEN, {"wanted": code}).first()
        if taken is None:
            row = {"code": code, "kind": kind, "origin": "ours", "created_at": at, **target}
            session.connection().execute(insert(_code), row)
            return code
    raise Refused("codes_exhausted")


def bind(session: Session, code: str, **target: int) -> None:
    """Bind a blank pre-printed code. Refuses `code_unknown`, `code_revoked`, `code_bound`."""
    row = session.connection().execute(select(_code).where(_code.c.code == code)).first()
    if row is None:
        raise Refused("code_unknown")
    if row.revoked_at is not None:
        raise Refused("code_revoked")
    if any(getattr(row, name) is not None for name in TARGETS):
        raise Refused("code_bound")
    session.connection().execute(update(_code).where(_code.c.id == row.id).values(**target))


def link(
    session: Session,
    text: str,
    at: datetime,
    *,
    trusted: bool = False,
    owner_id: int | None = None,
    symbology: str = "",
    **target: int,
) -> str:
    """Link a client's own code, as read; answers the text it is kept as. Digits must have a form
    that is accepted of the client `owner_id`, unless a `trusted` caller made them.

    Invalid `foreign_code_form` when it looks like ours, is empty, too long or holds control signs;
    refuses `foreign_code_taken`, and as `code_formats.check`. A code once unlinked is taken again.
    """
    read = foreign_codes.understood(text, symbology)
    if read is None:
        raise Invalid("foreign_code_form", {"foreign": "Ce code ne peut pas être lié."})
    same = select(_code.c.id, _code.c.origin, _code.c.revoked_at).where(_code.c.code == read.text)
    row = session.connection().execute(same).first()
    if row is not None and (row.origin != "client" or row.revoked_at is None):
        raise Refused("foreign_code_taken", holder="")
    if not trusted:
        code_formats.check(session, read, owner_id, clock.local(at).date())
    linked = {"symbology": read.symbology, "created_at": at, "revoked_at": None, **target}
    if row is None:
        made = {"code": read.text, "kind": "-", "origin": "client"} | linked
        session.connection().execute(insert(_code), made)
        return read.text
    done = session.connection().execute(
        update(_code).where(_code.c.id == row.id, _code.c.revoked_at.is_not(None)).values(**linked)
    )
    if done.rowcount != 1:
        raise Refused("foreign_code_taken", holder="")
    return read.text


def unlink(session: Session, text: str, at: datetime) -> None:
    """A client's code designates nothing from now on. Refuses `foreign_not_linked`."""
    done = session.connection().execute(
        update(_code)
        .where(_code.c.code == text, _code.c.origin == "client", _code.c.revoked_at.is_(None))
        .values(revoked_at=at, **dict.fromkeys(TARGETS))
    )
    if done.rowcount != 1:
        raise Refused("foreign_not_linked")


def revoke(session: Session, code: str, at: datetime) -> None:
    """A lost or worn label: its code answers « annulé » from now on. Refuses `code_unknown`."""
    done = session.connection().execute(
        update(_code)
        .where(_code.c.code == code, _code.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )
    if done.rowcount != 1:
        raise Refused("code_unknown")


def of(session: Session, **target: int) -> codes.Code | None:
    """Our code of an item, a lot, an order, a resource or a station; None when it has none."""
    ((name, key),) = target.items()
    found = session.connection().execute(_of(name), {"wanted": key}).scalar()
    return None if found is None else codes.Code(found)


@lru_cache(maxsize=len(TARGETS))
def _of(name: str) -> Any:
    """The statement that finds our code by what it is bound to; built once each."""
    return (
        select(_code.c.code)
        .where(
            _code.c[name] == bindparam("wanted"),
            _code.c.origin == "ours",
            _code.c.revoked_at.is_(None),
        )
        .order_by(_code.c.id)
    )
