"""What this room of the laundry declares; `workshops.laundry.module` puts the rooms together."""

from esat.declarations import Capability, Guard, Module
from workshops.laundry.finishing import (
    acts,
    events,
    guards,
    models,
    pages,
    quality,
    quality_pages,
    texts,
)

__all__ = ["PART", "models"]

PART = Module(
    code="laundry.finishing",
    label="Blanchisserie",
    blueprints=(pages.blueprint, quality_pages.blueprint),
    capabilities=(
        Capability(
            quality.DISCARD,
            "Réformer du linge d’un client",
            ("responsable_atelier", "moniteur", "qualite", "administrateur"),
        ),
    ),
    event_kinds=events.EVENT_KINDS,
    guards=(Guard("laundry", ("finish",), guards.finished_dry),),
    acts=acts.ACTS,
    texts=texts.TEXTS,
)
