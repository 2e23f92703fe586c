"""Who changed which field of a client, when, from what to what; it decides nothing."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from esat.actors import Actor
from esat.clients.models import ClientChange
from esat.db import Row

LONGEST = 600


def apply(row: Row, values: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """Set what differs on the row; give each field with both values, as texts."""
    changed: dict[str, tuple[str, str]] = {}
    for field, value in values.items():
        before = getattr(row, field)
        if before != value:
            setattr(row, field, value)
            changed[field] = (_text(before), _text(value))
    return changed


def note(
    session: Session,
    client_id: int,
    changed: Mapping[str, tuple[str, str]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """One row a field."""
    session.add_all(
        ClientChange(
            client_id=client_id,
            at=at,
            account_id=by.account_id,
            field=field,
            before=before[:LONGEST],
            after=after[:LONGEST],
        )
        for field, (before, after) in changed.items()
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value)
