"""The declaration of this room."""

from esat.declarations import Capability, Module, NavEntry
from esat.scanners import models, pages, setup_pages
from esat.scanners.texts import TEXTS

__all__ = ["MODULE", "models"]

MODULE = Module(
    code="scanners",
    label="Lecteurs",
    blueprints=(pages.blueprint, setup_pages.blueprint),
    nav=(NavEntry("Essai du lecteur", "scanners.page", pages.SCAN, "qr-code-scan", order=90),),
    capabilities=(
        Capability(
            pages.TUNE,
            "Régler la vitesse du lecteur de l’appareil",
            ("administrateur", "responsable_atelier", "moniteur", "comptoir"),
        ),
    ),
    texts=TEXTS,
)
