"""The way in to rights and keeping from the home of people's work."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from esat import clock
from esat.activity.rights import keeping, reader_pages, requests
from esat.actors import Actor
from esat.workers.tiles import PEOPLE, Tile


def waiting(session: Session, by: Actor, at: datetime) -> int:
    """Files that are due, and requests without an answer for who answers them."""
    due = len(keeping.due(session, clock.local(at).date()))
    return due + (sum(requests.open_of(session).values()) if by.can(requests.MANAGE) else 0)


TILES: Final[tuple[Tile, ...]] = (
    Tile(
        PEOPLE, "Droits et conservation", "archive", "rights_keeping.index", keeping.KEEP, waiting,
        ("point à traiter", "points à traiter"),
    ),
    Tile(PEOPLE, "Qui a lu quel dossier", "eye", "rights_readers.show", reader_pages.READ),
)  # fmt: skip
