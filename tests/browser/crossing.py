"""Two lists of cases crossed: at every run each of them is tried once, all pairs by hand.

Where one test holds all pairs already (`test_counter`: every scanner with every end), those that
come after it need each case, not each pair.
"""

from collections.abc import Sequence
from itertools import cycle, islice
from typing import Any

import pytest


def crossed(first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    """The pairs as parameters; those that are marked `long` show no case that the others do not."""
    longest = max(len(first), len(second))
    quick = set(zip(islice(cycle(first), longest), islice(cycle(second), longest), strict=True))
    return [
        pytest.param(one, other, marks=() if (one, other) in quick else pytest.mark.long)
        for one in first
        for other in second
    ]
