"""The plan on the RABC home."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from esat.actors import Actor
from laundry_rabc.plan import listing, rights, waiting
from laundry_rabc.tiles import Tile


def _proposed(session: Session, by: Actor, at: datetime) -> int:
    del by
    return listing.proposed_count(session, at)


def _waiting(session: Session, by: Actor, at: datetime) -> int:
    del by, at
    return waiting.count(session)


TILES: Final = (
    Tile("Plan de contrôle", "list-check", "rabc_plan.index", rights.READ, _proposed,
         ("limite proposée, non validée", "limites proposées, non validées")),
    Tile("Changements à approuver", "person-check", "rabc_plan_decisions.index", rights.READ,
         _waiting, ("attend", "attendent")),
    Tile("Dangers", "exclamation-diamond-fill", "rabc_hazards.index", rights.READ),
    Tile("Diagramme de flux", "diagram-3", "rabc_flow.index", rights.READ),
    Tile("Vocabulaire", "book", "rabc_words.index", rights.READ),
)  # fmt: skip
