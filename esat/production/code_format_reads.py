"""The formats of clients' codes as the administration page shows them: SELECTs only."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from esat.production import code_formats, foreign_codes, tables
from esat.production.code_format_models import CodeFormat

_format, _client, _account = CodeFormat.__table__, tables.client, tables.account


@dataclass(frozen=True, slots=True)
class FormatRow:
    """One format, whose codes it is for (empty: everybody's) and who set it."""

    id: int
    name: str
    length: int
    keyed: bool
    loose: bool
    """A partial reading of ITF may pass: no check digit, and a length that ITF can give."""
    client: str
    source: str
    approved: bool
    since: date
    until: date | None
    who: str


def formats(session: Session) -> list[FormatRow]:
    """Every format there is or was: everybody's first, then by client."""
    rows = session.connection().execute(
        select(_format, _client.c.name, _account.c.display_name)
        .select_from(
            _format.outerjoin(_client, _client.c.id == _format.c.client_id).outerjoin(
                _account, _account.c.id == _format.c.created_by
            )
        )
        .order_by(_client.c.name.is_not(None), _client.c.name, _format.c.length, _format.c.id)
    )
    return [
        FormatRow(
            row.id, foreign_codes.NAMES[row.symbology], row.length, row.check_digit == "gs1",
            row.check_digit == "none" and row.length % 2 == 0, row.name or "", row.source,
            row.status == "approved", row.since, row.until, row.display_name or "Système",
        )
        for row in rows
    ]  # fmt: skip


def has_usual(session: Session, on: date) -> bool:
    """Whether every usual format is in force for everybody."""
    there = {(row.symbology, row.length) for row in code_formats.accepted(session, None, on)}
    return there.issuperset(code_formats.USUAL)


def clients(session: Session) -> list[tuple[int, str]]:
    """The clients whose codes may have a form of their own, by name."""
    query = select(_client.c.id, _client.c.name).where(_client.c.archived_at.is_(None))
    rows = session.connection().execute(query.order_by(_client.c.name))
    return [(row.id, row.name) for row in rows]
