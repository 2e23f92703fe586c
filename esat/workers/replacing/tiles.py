"""The way in to replacements from the home of people's work."""

from typing import Final

from esat.workers.replacing import reads, replacements
from esat.workers.tiles import PEOPLE, Tile

TILES: Final[tuple[Tile, ...]] = (
    Tile(
        PEOPLE, "Remplacements", "arrow-left-right", "replacing.index", replacements.MANAGE,
        reads.running, ("en cours", "en cours"),
    ),
)  # fmt: skip
