"""What this room of the laundry declares; `workshops.laundry.module` puts the rooms together."""

from esat.declarations import Capability, HelpPage, Module
from workshops.laundry.recall import pages

PART = Module(
    code="laundry.recall",
    label="Blanchisserie",
    blueprints=(pages.blueprint,),
    capabilities=(
        Capability(
            "laundry.recall",
            "Retrouver l’histoire complète d’un lot, d’un sac ou d’une livraison",
            ("responsable_atelier", "moniteur", "qualite", "direction", "inspecteur"),
        ),
    ),
    help_pages=(
        HelpPage("histoire-du-linge", "L’histoire du linge", (), "laundry/recall/help.html"),
    ),
    texts={
        "history_of_nothing": "Ce code n’a pas d’histoire. Scannez un sac, un colis, un lot ou"
        " une commande de la blanchisserie.",
    },
)
