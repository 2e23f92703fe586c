"""Who keeps the circulating stock and who treats complaints: in the laundry itself alone."""

from typing import Final

from esat.actors import Actor
from esat.declarations import Capability
from esat.errors import Forbidden

STOCK: Final = "laundry.stock"
COMPLAINTS: Final = "laundry.complaints"
EXPORT: Final = "laundry.stock.export"
WORKSHOP: Final = "laundry"
ROLES: Final = ("responsable_atelier", "moniteur", "qualite", "bureau")

CAPABILITIES = (
    Capability(STOCK, "Tenir le stock tournant des clients", ROLES),
    Capability(COMPLAINTS, "Traiter les réclamations de la blanchisserie", ROLES),
    # An export knows no workshop: only those of the whole house take these tables away.
    Capability(
        EXPORT, "Emporter le stock tournant et les réclamations",
        ("qualite", "bureau", "direction", "administrateur"),
    ),
)  # fmt: skip


def require(by: Actor, capability: str) -> None:
    """Forbidden without the right in the laundry."""
    if not by.is_system and not by.can(capability, workshop=WORKSHOP):
        raise Forbidden("not_allowed")
