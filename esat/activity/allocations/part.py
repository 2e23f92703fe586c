"""What the room of allocations declares."""

from esat.activity.allocations import acts, models, pages, service, texts, thread_pages
from esat.declarations import Capability, Module

__all__ = ["PART", "models"]

PART = Module(
    code="activity.allocations",
    label="Affectations",
    blueprints=(pages.blueprint, thread_pages.blueprint),
    capabilities=(
        Capability(
            service.RECORD, "Dire qui travaille à quel poste", ("moniteur", "responsable_atelier")
        ),
    ),
    acts=acts.ACTS,
    texts=texts.SENTENCES,
)
