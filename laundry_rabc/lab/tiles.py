"""The laboratory on the RABC home."""

from typing import Final

from laundry_rabc.lab import reads, rights
from laundry_rabc.tiles import Tile

TILES: Final[tuple[Tile, ...]] = (
    Tile(
        "Laboratoire", "clipboard-data", "rabc_lab.index", rights.READ, reads.unconcluded,
        ("rapport à conclure", "rapports à conclure"),
    ),
    Tile("Tendances", "bar-chart", "rabc_lab_trends.index", rights.READ),
)  # fmt: skip
