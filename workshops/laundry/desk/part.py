"""What this room of the laundry declares; `workshops.laundry.module` puts the rooms together."""

from esat.declarations import Capability, Export, Guard, HelpPage, Module, NavEntry
from workshops.laundry.desk import (
    collect_pages,
    demo,
    deposit_pages,
    guards,
    models,
    pages,
    reads,
    record_models,
    seeds,
    tariff_pages,
    text_pages,
    unclaimed_pages,
)
from workshops.laundry.desk.acts import ACTS
from workshops.laundry.desk.deposits import DESK
from workshops.laundry.desk.events import EVENT_KINDS
from workshops.laundry.desk.retention import PHOTOS
from workshops.laundry.desk.tariff_changes import MANAGE
from workshops.laundry.desk.texts import TEXTS
from workshops.laundry.desk.unclaimed import SEE

__all__ = ["PART", "models", "record_models"]

DESK_ROLES = ("comptoir", "moniteur", "responsable_atelier")
TARIFF_ROLES = ("bureau", "direction", "administrateur", "responsable_atelier")

PART = Module(
    code="laundry.desk",
    label="Blanchisserie",
    blueprints=(
        pages.blueprint,
        deposit_pages.blueprint,
        collect_pages.blueprint,
        tariff_pages.blueprint,
        text_pages.blueprint,
        unclaimed_pages.blueprint,
    ),
    nav=(NavEntry("Guichet", "laundry_desk.home", DESK, "person-vcard", order=12),),
    capabilities=(
        Capability(DESK, "Tenir le guichet des particuliers", DESK_ROLES),
        Capability(
            SEE,
            "Voir les tarifs affichés et les dépôts non retirés",
            ("comptoir", "moniteur", *TARIFF_ROLES),
        ),
        Capability(
            MANAGE, "Fixer les tarifs du guichet, décider des dépôts non retirés", TARIFF_ROLES
        ),
    ),
    event_kinds=EVENT_KINDS,
    guards=(Guard("laundry", ("hand_over",), guards.paid),),
    acts=ACTS,
    exports=(
        Export(
            "laundry_deposits", "Dépôts du guichet", MANAGE, reads.EXPORT_HEADERS, reads.export_rows
        ),
    ),
    retention=(PHOTOS,),
    help_pages=(
        HelpPage(
            "guichet-blanchisserie",
            "Le guichet des particuliers",
            ("comptoir", "moniteur", "responsable_atelier"),
            "laundry/desk/help.html",
        ),
    ),
    texts=TEXTS,
    demo=demo.demo,
    install=seeds.install,
)
