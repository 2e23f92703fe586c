"""The forty checkpoints proposed on the first day; each laundry validates its own."""

from typing import Final

from laundry_rabc.plan.seeds import (
    collecting,
    finishing,
    hygiene,
    premises,
    sorting,
    storing,
    washing,
    water,
)
from laundry_rabc.plan.seeds.shape import Seed

SEEDS: Final[tuple[Seed, ...]] = (
    *collecting.SEEDS,
    *sorting.SEEDS,
    *washing.SEEDS,
    *water.SEEDS,
    *finishing.SEEDS,
    *hygiene.SEEDS,
    *premises.SEEDS,
    *storing.SEEDS,
)
