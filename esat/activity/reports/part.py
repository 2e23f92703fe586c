"""What the room of figures, reminders and secondments declares."""

from esat.activity.reports import due_pages, models, secondment_pages, texts
from esat.declarations import Capability, Module

__all__ = ["PART", "models"]

PART = Module(
    code="activity.reports",
    label="Bilan d’activité",
    blueprints=(due_pages.blueprint, secondment_pages.blueprint),
    capabilities=(
        Capability(secondment_pages.READ, "Voir les mises à disposition", ("bureau", "direction")),
        Capability(secondment_pages.KEEP, "Tenir les mises à disposition", ("bureau", "direction")),
    ),
    texts=texts.SENTENCES,
)
