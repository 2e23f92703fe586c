"""Series without gaps: `2026-L-00012`; a number not used is voided with a reason, never lost."""

from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.production.number_models import VoidNumber

_NEXT = text(
    "INSERT INTO counter (series, last) VALUES (:series, 1)"
    " ON CONFLICT (series) DO UPDATE SET last = counter.last + 1 RETURNING last"
)


def take(session: Session, series: str, at: datetime) -> str:
    """The next reference of a series for the Paris year of `at`: `L26-00012` for series L."""
    year = clock.local(at).year % 100
    name = f"{series}{year:02d}"
    number = session.connection().execute(_NEXT, {"series": name}).scalar_one()
    return f"{name}-{number:05d}"


def void(session: Session, ref: str, reason: str, *, by: Actor) -> VoidNumber:
    """Say why a number that was given stays unused."""
    row = VoidNumber(ref=ref, reason=reason, at=clock.now(), account_id=by.account_id)
    session.add(row)
    return row
