"""The tile of the loggers' room on the RABC home."""

from typing import Final

from laundry_rabc.loggers import reads, rights
from laundry_rabc.tiles import Tile

TILES: Final[tuple[Tile, ...]] = (
    Tile(
        "Enregistreurs", "thermometer-high", "rabc_loggers.index", rights.READ, reads.lying,
        ("machine affiche une autre température", "machines affichent une autre température"),
        bad=True,
    ),
)  # fmt: skip
