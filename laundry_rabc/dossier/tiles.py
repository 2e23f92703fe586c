"""The tile of the dossiers on the RABC home: what the newest one says is missing."""

from typing import Final

from laundry_rabc.dossier import reads, rights
from laundry_rabc.tiles import Tile

TILES: Final = (
    Tile("Dossier d’audit", "journal-arrow-down", "rabc_dossier.index", rights.READ,
         reads.count_incomplete, ("manque au dernier dossier", "manques au dernier dossier")),
)  # fmt: skip
