"""What the room of the people declares."""

from esat.declarations import HelpPage, Module
from laundry_rabc.people import closing, closing_pages, demo, models, pages, rights, texts

__all__ = ["PART", "models"]

PART = Module(
    code="laundry_rabc.people",
    label="RABC",
    blueprints=(pages.blueprint, closing_pages.blueprint),
    capabilities=rights.CAPABILITIES,
    help_pages=(
        HelpPage(
            "habilitations",
            "Habilitations aux postes",
            ("qualite", "responsable_atelier", "moniteur"),
            "laundry_rabc/people/help.html",
        ),
    ),
    texts=texts.TEXTS,
    post_closures=(closing.closed,),
    install=closing.install,
    demo=demo.demo,
)
