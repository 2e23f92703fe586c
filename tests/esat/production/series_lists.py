"""What the tests of a series share: a list looked at, and the act that receives."""

import uuid

from sqlmodel import Session

from esat.actors import Actor
from esat.production import series
from esat.production.series import Listing
from esat.production.series_acts import Asked


def looked(session: Session, listed: list[str], by: Actor, off: tuple[str, ...] = ()) -> Listing:
    return series.look(session, listed, by=by, off=off)


def receive(page: uuid.UUID | None = None) -> Asked:
    return Asked(page or uuid.uuid4(), "move", "receive")
