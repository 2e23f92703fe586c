"""What this room of the laundry declares; `workshops.laundry.module` puts the rooms together."""

from esat.declarations import Capability, HelpPage, Module, NavEntry
from workshops.laundry.intake import (
    acts,
    anomalies,
    anomaly_pages,
    cases,
    doing,
    found,
    found_pages,
    models,
    pages,
    precautions,
    texts,
    weighing,
)
from workshops.laundry.intake.scale import cli as scale_cli
from workshops.laundry.intake.scale import texts as scale_texts

__all__ = ["PART", "cases", "models"]

FLOOR = ("responsable_atelier", "moniteur", "comptoir", "administrateur")

PART = Module(
    code="laundry.intake",
    label="Blanchisserie",
    blueprints=(pages.blueprint, anomaly_pages.blueprint, found_pages.blueprint),
    nav=(
        NavEntry(
            "Réception du linge",
            "laundry_intake.index",
            doing.INTAKE,
            "box-arrow-in-down",
            order=11,
        ),
    ),
    capabilities=(
        Capability(doing.INTAKE, "Recevoir, peser et compter le linge", FLOOR),
        Capability(
            doing.SEE_PRECAUTIONS,
            "Voir et noter les précautions d’un sac",
            ("moniteur", "responsable_atelier", "comptoir", "qualite"),
        ),
        Capability(
            doing.CLEAR_PRECAUTIONS,
            "Retirer une précaution",
            ("responsable_atelier", "qualite"),
        ),
        Capability(found.MANAGE, "Tenir les objets trouvés", (*FLOOR, "qualite")),
        Capability(
            found.READ,
            "Voir les objets trouvés",
            (*FLOOR, "qualite", "bureau", "direction", "inspecteur"),
        ),
    ),
    event_kinds=(*weighing.EVENT_KINDS, *anomalies.EVENT_KINDS, *found.EVENT_KINDS),
    acts=acts.ACTS,
    retention=(precautions.RETENTION,),
    help_pages=(HelpPage("reception", "Réception du linge", (), "laundry/intake/help.html"),),
    cli=(scale_cli.scale,),
    texts=texts.TEXTS | scale_texts.TEXTS,
    receivers=found.install,
)
