"""Who reads laboratory results and who enters them: in the laundry itself alone."""

from typing import Final

from esat.actors import Actor
from esat.declarations import Capability
from esat.errors import Forbidden
from laundry_rabc.plan import trend_rules

READ: Final = "rabc.lab.read"
ENTER: Final = "rabc.lab"
EXPORT: Final = "rabc.lab.export"
TRENDS: Final = trend_rules.CAPABILITY
WORKSHOP: Final = "laundry"

CAPABILITIES = (
    Capability(
        READ, "Lire les résultats de laboratoire de la blanchisserie",
        ("qualite", "responsable_atelier", "moniteur", "direction", "inspecteur", "administrateur"),
    ),
    Capability(ENTER, "Saisir les résultats de laboratoire", ("qualite", "responsable_atelier")),
    Capability(TRENDS, "Décider les règles de dérive", ("qualite", "responsable_atelier")),
    # An export knows no workshop: only those of the whole house take this table away.
    Capability(
        EXPORT, "Emporter les résultats de laboratoire",
        ("qualite", "direction", "inspecteur", "administrateur"),
    ),
)  # fmt: skip


def require(by: Actor, capability: str) -> None:
    """Forbidden without the right in the laundry."""
    if not by.is_system and not by.can(capability, workshop=WORKSHOP):
        raise Forbidden("not_allowed")
