"""What this room of the laundry declares; `workshops.laundry.module` puts the rooms together."""

from esat.declarations import Capability, Guard, HelpPage, Module
from workshops.laundry.finishing import (
    acts,
    amending,
    events,
    fix_pages,
    guards,
    models,
    pages,
    quality,
    quality_pages,
    receivers,
    texts,
)

__all__ = ["PART", "models"]

PART = Module(
    code="laundry.finishing",
    label="Blanchisserie",
    blueprints=(pages.blueprint, quality_pages.blueprint, fix_pages.blueprint),
    capabilities=(
        Capability(
            quality.DISCARD,
            "Réformer du linge d’un client",
            ("responsable_atelier", "moniteur", "qualite", "administrateur"),
        ),
        Capability(
            amending.AMEND,
            "Corriger une étape de finition ou une mise de côté notée par erreur",
            ("responsable_atelier", "moniteur", "qualite"),
        ),
    ),
    event_kinds=events.EVENT_KINDS,
    guards=(Guard("laundry", ("finish",), guards.finished_dry),),
    acts=acts.ACTS,
    help_pages=(HelpPage("apres-lavage", "Après le lavage", (), "laundry/finishing/help.html"),),
    receivers=receivers.install,
    texts=texts.TEXTS,
)
