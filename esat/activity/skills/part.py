"""What the room of skills declares."""

from esat.activity.skills import (
    demo,
    extract_pages,
    item_pages,
    items,
    models,
    observing,
    rights,
    sheet_pages,
    texts,
    training_pages,
    worker_pages,
)
from esat.declarations import HelpPage, Module
from esat.files import access

__all__ = ["PART", "models"]


def receivers() -> None:
    """Photographs of work are read through the pages of this room alone."""
    access.add_keeper(observing.kept_here)


PART = Module(
    code="activity.skills",
    label="Compétences",
    blueprints=(
        sheet_pages.blueprint,
        worker_pages.blueprint,
        item_pages.blueprint,
        training_pages.blueprint,
        extract_pages.blueprint,
    ),
    help_pages=(
        HelpPage(
            "competences",
            "Postes, autorisations, compétences",
            ("moniteur", "responsable_atelier", "bureau", "direction"),
            "activity/skills/help.html",
        ),
    ),
    capabilities=rights.CAPABILITIES,
    texts=texts.SENTENCES,
    receivers=receivers,
    install=items.install,
    demo=demo.demo,
)
