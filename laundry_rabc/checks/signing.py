"""Whether somebody may sign the result of a point: one place, so that one rule decides."""

from datetime import datetime

from sqlmodel import Session

from esat.actors import Actor
from esat.errors import Refused
from laundry_rabc.people import signing
from laundry_rabc.plan.models import PointVersion


def require(session: Session, version: PointVersion, *, by: Actor, at: datetime) -> None:
    """Refuses `signing_not_authorised` and `signing_expired` where the house demands an
    authorisation of those who sign a critical point.
    """
    refused = signing.may_sign(session, version.kind, by, at)
    if refused is not None:
        raise Refused(refused)
