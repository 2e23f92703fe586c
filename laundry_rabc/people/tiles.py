"""The tile of the authorisations on the RABC home: those that have run out."""

from datetime import datetime

from sqlmodel import Session

from esat.actors import Actor
from laundry_rabc.people import reads
from laundry_rabc.people.authorising import State
from laundry_rabc.tiles import Tile


def expired(session: Session, by: Actor, at: datetime) -> int:
    """How many authorisations have run out."""
    del by
    found = reads.matrix(session, at).ending
    return sum(1 for _, _, stands in found if stands.state is State.EXPIRED)


TILES = (
    Tile(
        "Habilitations", "mortarboard", "rabc_people.index", "rabc.people.read",
        expired, ("habilitation expirée", "habilitations expirées"), bad=True,
    ),
)  # fmt: skip
