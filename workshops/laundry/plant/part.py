"""What this room of the laundry declares; `workshops.laundry.module` puts the rooms together."""

from esat.declarations import Capability, HelpPage, Module
from workshops.laundry.plant import models, pages, seeds

__all__ = ["PART", "models"]

PART = Module(
    code="laundry.plant",
    label="Blanchisserie",
    blueprints=(pages.bp,),
    capabilities=(
        Capability(
            "laundry.plant",
            "Tenir les machines, les programmes et les limites de la blanchisserie",
            ("responsable_atelier", "qualite", "administrateur"),
        ),
    ),
    install=seeds.install,
    help_pages=(
        HelpPage("reglages-blanchisserie", "Réglages du linge", (), "laundry/plant/help.html"),
    ),
    texts={"reason_missing": "Dites pourquoi cela ne sert plus."},
)
