"""What the trace room declares."""

from esat.declarations import Capability, HelpPage, Module
from laundry_rabc.trace import models, pages
from laundry_rabc.trace.texts import TEXTS

__all__ = ["PART", "models"]

PART = Module(
    code="laundry_rabc.trace",
    label="RABC",
    blueprints=(pages.blueprint,),
    capabilities=(
        Capability(
            pages.DRILL, "Faire un exercice de rappel", ("qualite", "responsable_atelier")
        ),
    ),
    help_pages=(
        HelpPage(
            "rabc-trace", "La trace d’un lot et l’exercice de rappel",
            ("qualite", "responsable_atelier", "inspecteur"), "laundry_rabc/trace/help.html",
        ),
    ),
    texts=TEXTS,
)  # fmt: skip
