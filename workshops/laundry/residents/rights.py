"""Who sees the names of residents, and who writes them: the laundry's own people alone."""

from typing import Final

from esat.actors import Actor
from esat.declarations import Capability
from esat.errors import Forbidden

READ: Final = "laundry.residents"
EDIT: Final = "laundry.residents.edit"
WORKSHOP: Final = "laundry"

CAPABILITIES = (
    Capability(
        READ, "Voir le linge des résidents et leur nom",
        ("responsable_atelier", "moniteur", "comptoir"),
    ),
    Capability(
        EDIT, "Tenir le registre du linge des résidents", ("responsable_atelier", "moniteur")
    ),
)  # fmt: skip


def require(by: Actor, capability: str) -> None:
    """Forbidden without the right in the laundry itself: another workshop's does not open it."""
    if not by.is_system and not by.can(capability, workshop=WORKSHOP):
        raise Forbidden("not_allowed")
