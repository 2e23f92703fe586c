"""Whether somebody may sign the result of a point: one place, so that one rule decides."""

from datetime import datetime

from sqlmodel import Session

from esat.actors import Actor
from esat.errors import Refused
from laundry_rabc.plan.models import PointVersion


def require(session: Session, version: PointVersion, *, by: Actor, at: datetime) -> None:
    """Refuses the signature of a point that demands an authorisation. The room `people` knows who
    holds one; until it stands below, nobody is refused.
    """
    refused = may_sign(session, version.kind, by, at)
    if refused is not None:
        raise Refused(refused)


def may_sign(session: Session, kind: str, by: Actor, at: datetime) -> str | None:
    """The code that refuses, or None."""
    del session, kind, by, at
    return None
