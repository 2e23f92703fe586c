"""The tile of the client's statements on the RABC home."""

from typing import Final

from laundry_rabc.proof import pages
from laundry_rabc.tiles import Tile

TILES: Final = (Tile("Fiches du client", "file-text", "rabc_proof.index", pages.READ),)
