"""Codes in the database: allocated, bound once, linked from clients' own, revoked; never reused."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlmodel import Session

from esat.errors import Invalid, Refused
from esat.production import codes
from esat.production.models import Barcode

_code = Barcode.__table__
TRIES = 20


def allocate(session: Session, kind: str, at: datetime, **target: int) -> codes.Code:
    """Draw a code nobody has and bind it to `target` (item_id=…, lot_id=…); none: a blank one."""
    for _ in range(TRIES):
        code = codes.draw(kind)
        taken = session.connection().execute(select(_code.c.id).where(_code.c.code == code)).first()
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
    targets = (
        "order_id",
        "item_id",
        "lot_id",
        "resource_id",
        "station_id",
        "worker_id",
        "account_id",
        "client_id",
    )
    if any(getattr(row, name) is not None for name in targets):
        raise Refused("code_bound")
    session.connection().execute(update(_code).where(_code.c.id == row.id).values(**target))


def link(session: Session, raw: str, at: datetime, **target: int) -> str:
    """Link a client's own code, as read. Invalid `foreign_code_form` when it looks like ours, is
    empty, too long or holds control signs; refuses `foreign_code_taken`.
    """
    reading = codes.read(raw)
    if reading.foreign is None or codes.has_our_form(raw):
        raise Invalid("foreign_code_form", {"code": "Ce code ne peut pas être lié."})
    taken = (
        session.connection()
        .execute(select(_code.c.id).where(_code.c.code == reading.foreign))
        .first()
    )
    if taken is not None:
        raise Refused("foreign_code_taken")
    row = {"code": reading.foreign, "kind": "-", "origin": "client", "created_at": at, **target}
    session.connection().execute(insert(_code), row)
    return reading.foreign


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
    query = (
        select(_code.c.code)
        .where(_code.c[name] == key, _code.c.origin == "ours", _code.c.revoked_at.is_(None))
        .order_by(_code.c.id)
    )
    found = session.connection().execute(query).scalar()
    return None if found is None else codes.Code(found)
