"""Who asks for a dossier and who takes those made away: an inspector asks for none."""

from typing import Final

from esat.declarations import Capability

READ: Final = "rabc.dossier.read"
ASK: Final = "rabc.dossier"
WORKSHOP: Final = "laundry"

CAPABILITIES = (
    Capability(
        READ, "Voir les dossiers d’audit et les télécharger",
        ("qualite", "direction", "inspecteur", "administrateur"),
    ),
    Capability(ASK, "Demander un dossier d’audit", ("qualite", "direction")),
)  # fmt: skip
