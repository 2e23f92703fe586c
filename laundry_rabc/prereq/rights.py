"""Who keeps the prerequisites: in the laundry itself alone."""

from typing import Final

from esat.actors import Actor
from esat.declarations import Capability
from esat.errors import Forbidden

READ: Final = "rabc.prereq.read"
DO: Final = "rabc.prereq.do"
PLAN: Final = "rabc.prereq.plan"
APPROVE: Final = "rabc.prereq.approve"
EXPORT: Final = "rabc.prereq.export"
WORKSHOP: Final = "laundry"
DAILY: Final = ("qualite", "responsable_atelier", "moniteur")
READERS: Final = (*DAILY, "direction", "inspecteur", "administrateur")

CAPABILITIES = (
    Capability(READ, "Voir les prérequis RABC", READERS),
    Capability(DO, "Noter le nettoyage, les produits, les visites et l’entretien", DAILY),
    Capability(
        PLAN, "Tenir les produits, les pompes, les plans de nettoyage et d’entretien",
        ("qualite", "responsable_atelier"),
    ),
    Capability(
        APPROVE, "Valider une tâche qu’une autre personne a écrite",
        ("qualite", "responsable_atelier", "direction"),
    ),
    Capability(
        EXPORT, "Emporter les prérequis RABC",
        ("qualite", "direction", "inspecteur", "administrateur"),
    ),
)  # fmt: skip


def require(by: Actor, capability: str) -> None:
    """Forbidden without the right in the laundry."""
    if not by.is_system and not by.can(capability, workshop=WORKSHOP):
        raise Forbidden("not_allowed")
