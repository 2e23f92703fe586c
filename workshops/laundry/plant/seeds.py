"""What an empty laundry gets on its first day: families, categories of precaution, limits."""

from datetime import datetime
from typing import Final

from sqlmodel import Session, select

from workshops.laundry.plant import limits
from workshops.laundry.plant.models import Family, Precaution

FAMILIES: Final = (
    ("flat", "Linge plat", "layers", False),
    ("shaped", "Linge en forme", "person", False),
    ("resident", "Linge résident", "house", True),
    ("kitchen", "Cuisine", "cup-hot", False),
    ("workwear", "Vêtements de travail", "person-gear", False),
    ("mops", "Bandeaux et franges", "bucket", False),
    ("delicate", "Linge délicat", "flower1", False),
)
SOURCE: Final = "Proposition, à valider avec l’équipe RABC"
PRECAUTIONS: Final = (
    ("complementary", "Précautions complémentaires", "red", False, 0),
    ("reinforced", "Précautions renforcées", "black", True, 0),
    ("isolation", "Précautions avec délai d’isolement", "yellow", False, 96),
)
"""Code, label, colour, whether nothing may be claimed of it, hours of isolation (proposed)."""


def install(session: Session, at: datetime) -> None:
    """Add what is missing; what the house has changed stays as it is."""
    known = set(session.exec(select(Family.code)))
    for position, (code, label, pictogram, sensitive) in enumerate(FAMILIES):
        if code not in known:
            session.add(
                Family(
                    code=code,
                    version=1,
                    label=label,
                    pictogram=pictogram,
                    sensitive=sensitive,
                    position=position,
                    created_at=at,
                )
            )
    known = set(session.exec(select(Precaution.code)))
    for code, label, colour, no_claim, hours in PRECAUTIONS:
        if code not in known:
            session.add(
                Precaution(
                    code=code,
                    version=1,
                    label=label,
                    colour=colour,
                    no_claim=no_claim,
                    isolation_hours=hours,
                    source=SOURCE,
                    created_at=at,
                )
            )
    session.flush()
    limits.install(session, at)
