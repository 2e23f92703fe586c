"""The tile of the impact room."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from esat.actors import Actor
from laundry_rabc.impact import acting
from laundry_rabc.tiles import Tile


def _waiting(session: Session, by: Actor, at: datetime) -> int:
    del by
    return acting.pending(session, at)


TILES: Final = (
    Tile("Impact", "search", "rabc_impact.index", "rabc.read", _waiting,
         ("client à prévenir", "clients à prévenir"), bad=True),
)  # fmt: skip
