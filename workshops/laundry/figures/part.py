"""What this room of the laundry declares; `workshops.laundry.module` puts the rooms together."""

from esat.declarations import Capability, Check, HelpPage, Job, Module
from workshops.laundry.figures import (
    exports,
    hub_pages,
    late,
    late_pages,
    meter_pages,
    meters,
    models,
    pages,
    paper_pages,
    receivers,
    texts,
    verifying,
)

__all__ = ["PART", "hub_pages", "late_pages", "meter_pages", "models", "paper_pages"]

PART = Module(
    code="laundry.figures",
    label="Blanchisserie",
    blueprints=(pages.blueprint,),
    capabilities=(
        Capability(
            exports.SEE,
            "Voir les chiffres de la blanchisserie",
            ("responsable_atelier", "direction", "qualite", "bureau", "moniteur"),
        ),
        Capability(
            late.ENTER,
            "Saisir après coup ce qui a été noté sur papier",
            ("responsable_atelier", "moniteur", "qualite", "administrateur"),
        ),
        Capability(
            meters.READ,
            "Relever les compteurs de la blanchisserie",
            ("responsable_atelier", "moniteur", "qualite"),
        ),
    ),
    exports=exports.EXPORTS,
    texts=texts.TEXTS,
    checks=(Check("laundry.figures", "Cumuls de la blanchisserie", verifying.faults),),
    jobs=(
        Job(
            "laundry.figures",
            "Recalculer les cumuls de la blanchisserie",
            "cron",
            {"hour": 3, "minute": 40},
            verifying.nightly,
        ),
    ),
    cli=(verifying.command,),
    help_pages=(
        HelpPage(
            "chiffres-blanchisserie",
            "Chiffres, papier et saisie différée",
            (),
            "laundry/figures/help.html",
        ),
    ),
    receivers=receivers.install,
)
