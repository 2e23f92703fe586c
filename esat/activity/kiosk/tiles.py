"""The way in to pictures from the home of people's work."""

from typing import Final

from esat.activity.kiosk import choosing, portraits
from esat.workers.tiles import PEOPLE, Tile

TILES: Final[tuple[Tile, ...]] = (
    Tile(
        PEOPLE, "Images et portraits", "palette", "pictures.index", portraits.KEEP,
        choosing.without, ("personne sans image", "personnes sans image"),
    ),
)  # fmt: skip
