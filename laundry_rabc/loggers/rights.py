"""Who reads the loggers' room, who brings files in, who describes tables and places instruments."""

from typing import Final

from esat.actors import Actor
from esat.declarations import Capability
from esat.errors import Forbidden

READ: Final = "rabc.loggers"
IMPORT: Final = "rabc.loggers.import"
SET: Final = "rabc.loggers.set"
EXPORT: Final = "rabc.loggers.export"
WORKSHOP: Final = "laundry"
DAILY: Final = ("qualite", "responsable_atelier", "moniteur")

CAPABILITIES = (
    Capability(
        READ, "Voir les relevés des enregistreurs",
        (*DAILY, "direction", "inspecteur", "administrateur"),
    ),
    Capability(IMPORT, "Importer un relevé et le rapprocher des cycles", DAILY),
    Capability(SET, "Placer les enregistreurs et décrire leurs fichiers", ("qualite",)),
    Capability(
        EXPORT, "Emporter les relevés des enregistreurs",
        ("qualite", "direction", "inspecteur", "administrateur"),
    ),
)  # fmt: skip


def require(by: Actor, capability: str) -> None:
    """Forbidden without the right in the laundry."""
    if not by.is_system and not by.can(capability, workshop=WORKSHOP):
        raise Forbidden("not_allowed")
