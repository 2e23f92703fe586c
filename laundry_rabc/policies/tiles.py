"""The tile of the rules on the RABC home."""

from laundry_rabc.tiles import Tile

TILES = (Tile("Règles", "sliders", "rabc_policies.index", "rabc.policies.read"),)
