"""Who reads, keeps and approves the plan: in the laundry itself alone."""

from typing import Final

from esat.actors import Actor
from esat.declarations import Capability
from esat.errors import Forbidden

READ: Final = "rabc.plan.read"
KEEP: Final = "rabc.plan"
APPROVE: Final = "rabc.approve"
EXPORT: Final = "rabc.plan.export"
WORKSHOP: Final = "laundry"
HOUSE: Final = ("qualite", "direction", "inspecteur", "administrateur")

CAPABILITIES = (
    Capability(READ, "Lire le plan de contrôle", (*HOUSE, "responsable_atelier", "moniteur")),
    Capability(KEEP, "Proposer un changement du plan de contrôle", ("qualite",)),
    Capability(
        APPROVE, "Approuver un changement du plan de contrôle",
        ("qualite", "direction", "responsable_atelier"),
    ),
    Capability(EXPORT, "Emporter le plan de contrôle", HOUSE),
)  # fmt: skip


def require(by: Actor, capability: str) -> None:
    """Forbidden without the right in the laundry."""
    if not by.is_system and not by.can(capability, workshop=WORKSHOP):
        raise Forbidden("not_allowed")
