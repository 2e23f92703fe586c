"""What the home of people's work shows the office of absences and leave."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.workers.absences import kinds, to_code
from esat.workers.tiles import MONTH, SETTINGS, Tile


def _to_code(session: Session, _by: Actor, at: datetime) -> int:
    return to_code.waiting(session, clock.local(at).date())


TILES: Final = (
    Tile(
        MONTH, "Absences à coder", "calendar-x", "absences.index", kinds.CODE, _to_code,
        ("depuis le mois dernier", "depuis le mois dernier"), bad=True,
    ),
    Tile(MONTH, "Congés", "sun", "leave.index", kinds.CODE),
    Tile(SETTINGS, "Motifs d’absence", "card-checklist", "absence_kinds.index", kinds.CODE),
)  # fmt: skip
