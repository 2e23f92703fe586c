"""What this room of the laundry declares; `workshops.laundry.module` puts the rooms together."""

from esat.additions import ResourceLabel
from esat.declarations import HelpPage, Module
from workshops.laundry.residents import (
    demo,
    garment_pages,
    giving_pages,
    importing,
    linen_pages,
    marking,
    models,
    pages,
    photos,
    retention,
    rights,
    shelf_pages,
    texts,
)

__all__ = ["PART", "giving_pages", "models"]

PART = Module(
    code="laundry.residents",
    label="Blanchisserie",
    blueprints=(
        pages.blueprint,
        garment_pages.blueprint,
        shelf_pages.blueprint,
        linen_pages.blueprint,
    ),
    capabilities=rights.CAPABILITIES,
    acts=(marking.MARK,),
    imports=(importing.RESIDENTS,),
    retention=(retention.RESIDENTS,),
    resource_labels=(ResourceLabel(("textile", "garment"), marking.label_lines),),
    receivers=photos.install,
    help_pages=(
        HelpPage(
            "linge-resident",
            "Le linge des résidents",
            ("comptoir", "moniteur", "responsable_atelier"),
            "laundry/residents/help.html",
        ),
    ),
    demo=demo.demo,
    texts=texts.TEXTS,
)
