"""What the cases declare: their tables, pages, rights, sentences, export."""

from esat.declarations import Capability, Export, HelpPage, Module
from laundry_rabc.cases import demo, exports, models, pages, steps
from laundry_rabc.cases.texts import TEXTS

__all__ = ["PART", "models"]

PART = Module(
    code="laundry_rabc.cases",
    label="RABC",
    blueprints=(pages.blueprint,),
    capabilities=(
        Capability(
            steps.TREAT, "Traiter un cas RABC", ("responsable_atelier", "moniteur", "qualite")
        ),
        Capability(
            "rabc.export", "Emporter les cas RABC",
            ("qualite", "direction", "inspecteur", "administrateur"),
        ),
    ),
    exports=(
        Export("rabc_cases", "Cas RABC", "rabc.export", exports.HEADERS, exports.export_rows),
    ),
    help_pages=(
        HelpPage(
            "rabc-cas", "Cas RABC et linge retenu",
            ("qualite", "responsable_atelier", "moniteur", "administrateur"),
            "laundry_rabc/cases/help.html",
        ),
    ),
    demo=demo.demo,
    texts=TEXTS,
)  # fmt: skip
