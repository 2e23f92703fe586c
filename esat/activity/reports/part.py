"""What the room of figures, reminders and secondments declares."""

from esat.activity.reports import (
    demo,
    due_pages,
    figure_pages,
    models,
    rollups,
    secondment_pages,
    texts,
)
from esat.declarations import Capability, HelpPage, Job, Module

__all__ = ["PART", "models"]

PART = Module(
    code="activity.reports",
    label="Bilan d’activité",
    blueprints=(due_pages.blueprint, secondment_pages.blueprint, figure_pages.blueprint),
    capabilities=(
        Capability(secondment_pages.READ, "Voir les mises à disposition", ("bureau", "direction")),
        Capability(secondment_pages.KEEP, "Tenir les mises à disposition", ("bureau", "direction")),
        Capability(figure_pages.READ, "Voir le bilan d’activité", ("direction",)),
    ),
    jobs=(
        Job(
            "activity.sums",
            "Additionner les heures des groupes",
            "cron",
            {"minute": 23},
            rollups.refresh,
        ),
    ),
    help_pages=(
        HelpPage(
            "contrats-et-places",
            "Contrats, places et bilan",
            ("bureau", "direction"),
            "activity/reports/help.html",
        ),
    ),
    demo=demo.demo,
    texts=texts.SENTENCES,
)
