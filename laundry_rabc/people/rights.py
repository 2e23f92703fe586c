"""Who reads the training matrix and who authorises."""

from typing import Final

from esat.actors import Actor
from esat.declarations import Capability
from esat.errors import Forbidden

READ: Final = "rabc.people.read"
KEEP: Final = "rabc.people"
WORKSHOP: Final = "laundry"

CAPABILITIES = (
    Capability(
        READ, "Voir les habilitations aux postes",
        ("qualite", "responsable_atelier", "moniteur", "inspecteur"),
    ),
    Capability(KEEP, "Habiliter à un poste", ("qualite", "responsable_atelier")),
)  # fmt: skip


def may(by: Actor, capability: str) -> bool:
    return by.can(capability, workshop=WORKSHOP)


def require(by: Actor, capability: str) -> None:
    """Forbidden (`not_allowed`) without the right in the laundry."""
    if not by.is_system and not may(by, capability):
        raise Forbidden("not_allowed")
