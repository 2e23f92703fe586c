"""The tiles of every room, in the order in which they are shown."""

from typing import Final

from esat.activity.kiosk import choosing
from esat.workers.replacing import reads as replacing
from esat.workers.tiles import PEOPLE, Tile

TILES: Final[tuple[Tile, ...]] = (
    Tile("Les personnes", "Travailleurs", "person-badge", "workers.people", "workers.read"),
    Tile("Les personnes", "Équipes", "people", "workers.teams", "workers.read"),
    Tile(
        "Les personnes", "Textes des équipes", "chat-left-text", "team_remarks.index",
        "remarks.withdraw",
    ),
    Tile(
        PEOPLE, "Images et portraits", "palette", "pictures.index", "portraits.keep",
        choosing.without, ("personne sans image", "personnes sans image"),
    ),
    Tile(
        PEOPLE, "Remplacements", "arrow-left-right", "replacing.index", "replacements.manage",
        replacing.running, ("en cours", "en cours"),
    ),
)  # fmt: skip
