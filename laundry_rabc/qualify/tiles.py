"""The tile of the qualifications on the RABC home: what is not proved, and who waits for a word."""

from datetime import datetime

from sqlmodel import Session

from esat.actors import Actor
from laundry_rabc.qualify import reads
from laundry_rabc.tiles import Tile


def unproved(session: Session, by: Actor, at: datetime) -> int:
    """How many machines × programmes nothing proves today."""
    del by
    return sum(1 for one in reads.cells(session, at) if not one.standing.state.proved)


def asked(session: Session, by: Actor, at: datetime) -> int:
    """How many starts wait for the word of a supervisor."""
    del by, at
    return len(reads.asked(session))


STANDING = (
    Tile(
        "Qualifications", "patch-check", "rabc_qualify.index", "rabc.qualifications.read",
        unproved, ("programme non qualifié", "programmes non qualifiés"), bad=True,
    ),
)  # fmt: skip
ASKED = (
    Tile(
        "Départs demandés", "hand-thumbs-up", "rabc_qualify.index", "rabc.unproved_start",
        asked, ("demande", "demandes"), bad=True,
    ),
)  # fmt: skip
