"""The tiles of the trace room."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from esat.actors import Actor
from laundry_rabc.tiles import Tile
from laundry_rabc.trace import drills


def _late(session: Session, by: Actor, at: datetime) -> int:
    del by
    return int(drills.overdue(session, at))


TILES: Final = (
    Tile("Trace", "diagram-3", "rabc_trace.show", "laundry.recall"),
    Tile("Exercices de rappel", "stopwatch", "rabc_trace.drill_list", "laundry.recall", _late,
         ("exercice à faire", "exercices à faire"), bad=True),
)  # fmt: skip
