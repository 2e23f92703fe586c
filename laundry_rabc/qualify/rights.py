"""Who reads, keeps and approves qualifications, and who lets a load start without proof."""

from typing import Final

from esat.actors import Actor
from esat.declarations import Capability
from esat.errors import Forbidden

READ: Final = "rabc.qualifications.read"
KEEP: Final = "rabc.qualifications"
ASK: Final = "production.move"
"""Whoever starts a load may ask for the word of a supervisor."""
ACCEPT: Final = "rabc.unproved_start"
WORKSHOP: Final = "laundry"

CAPABILITIES = (
    Capability(
        READ, "Voir les qualifications des programmes",
        ("qualite", "responsable_atelier", "moniteur", "direction", "inspecteur", "administrateur"),
    ),
    Capability(
        KEEP, "Écrire, approuver et annuler une qualification", ("qualite", "responsable_atelier")
    ),
    Capability(
        ACCEPT, "Laisser partir un programme non qualifié, avec sa raison",
        ("responsable_atelier", "moniteur", "qualite"),
    ),
)  # fmt: skip


def may(by: Actor, capability: str) -> bool:
    return by.can(capability, workshop=WORKSHOP)


def require(by: Actor, capability: str) -> None:
    """Forbidden (`not_allowed`) without the right in the laundry."""
    if not by.is_system and not may(by, capability):
        raise Forbidden("not_allowed")
