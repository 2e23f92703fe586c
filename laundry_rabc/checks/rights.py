"""Who does the checks, who validates them, who keeps their calendar: in the laundry alone."""

from typing import Final

from esat.actors import Actor
from esat.declarations import Capability
from esat.errors import Forbidden

DO: Final = "rabc.checks"
VALIDATE: Final = "rabc.checks.validate"
CALENDAR: Final = "rabc.checks.calendar"
EXPORT: Final = "rabc.checks.export"
READ: Final = "rabc.read"
WORKSHOP: Final = "laundry"
SUPERVISORS: Final = ("qualite", "responsable_atelier", "moniteur")

CAPABILITIES = (
    Capability(DO, "Faire les contrôles du jour", (*SUPERVISORS, "comptoir")),
    Capability(VALIDATE, "Valider et corriger les contrôles", SUPERVISORS),
    Capability(
        CALENDAR, "Tenir les jours ouverts et les délais des contrôles",
        ("qualite", "administrateur"),
    ),
    Capability(
        EXPORT, "Emporter les relevés des contrôles",
        ("qualite", "direction", "inspecteur", "administrateur"),
    ),
)  # fmt: skip


def require(by: Actor, capability: str) -> Actor:
    """Forbidden without the right in the laundry."""
    if not by.is_system and not by.can(capability, workshop=WORKSHOP):
        raise Forbidden("not_allowed")
    return by
