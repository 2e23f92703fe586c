"""The tile of the instruments on the RABC home: those that may not be believed."""

from datetime import datetime

from sqlmodel import Session

from esat.actors import Actor
from laundry_rabc.instruments import reads
from laundry_rabc.tiles import Tile

WRONG = frozenset({"never", "failed", "overdue"})


def wrong(session: Session, by: Actor, at: datetime) -> int:
    """How many instruments in use are not calibrated, failed or overdue."""
    del by
    return sum(1 for one in reads.believed_all(session, at).values() if one.word in WRONG)


TILES = (
    Tile(
        "Instruments", "thermometer-half", "rabc_instruments.index", "rabc.instruments.read",
        wrong, ("à étalonner", "à étalonner"), bad=True,
    ),
)  # fmt: skip
