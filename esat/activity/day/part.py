"""What the room of a group's day declares."""

from esat.activity.day import acts, demo, keeping, models, pages, texts
from esat.declarations import Capability, HelpPage, Module

__all__ = ["PART", "models"]

PART = Module(
    code="activity.day",
    label="Journée d’équipe",
    blueprints=(pages.blueprint,),
    capabilities=(
        Capability(
            keeping.KEEP, "Tenir la journée d’une équipe", ("moniteur", "responsable_atelier")
        ),
    ),
    acts=acts.ACTS,
    help_pages=(
        HelpPage(
            "journee-equipe", "La journée de mon équipe", ("moniteur", "responsable_atelier"),
            "activity/day/help.html",
        ),
    ),
    demo=demo.demo,
    texts=texts.SENTENCES,
)  # fmt: skip
