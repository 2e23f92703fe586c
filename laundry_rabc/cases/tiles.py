"""The tiles of cases for the RABC home."""

from laundry_rabc.cases import reads
from laundry_rabc.tiles import Tile

TILES: tuple[Tile, ...] = (
    Tile("Cas", "clipboard-check", "rabc_cases.index", "rabc.read", reads.count_open,
         ("ouvert", "ouverts"), bad=True),
)  # fmt: skip
