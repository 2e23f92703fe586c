"""What the room of skills declares."""

from esat.activity.skills import (
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
from esat.declarations import Module
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
    ),
    capabilities=rights.CAPABILITIES,
    texts=texts.SENTENCES,
    receivers=receivers,
    install=items.install,
)
