"""What the impact room declares."""

from esat.declarations import Capability, HelpPage, Module
from laundry_rabc.impact import models, pages, receiving
from laundry_rabc.impact.texts import TEXTS

__all__ = ["PART", "models"]

PART = Module(
    code="laundry_rabc.impact",
    label="RABC",
    blueprints=(pages.blueprint,),
    capabilities=(
        Capability(
            pages.SEARCH,
            "Chercher le linge concerné par un défaut, le retenir, prévenir les clients",
            ("qualite", "responsable_atelier"),
        ),
    ),
    help_pages=(
        HelpPage(
            "rabc-impact", "Chercher ce qu’un défaut a touché",
            ("qualite", "responsable_atelier", "inspecteur"), "laundry_rabc/impact/help.html",
        ),
    ),
    receivers=receiving.install,
    texts=TEXTS,
)  # fmt: skip
