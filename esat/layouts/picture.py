"""A layout drawn with sample words, short ones or the longest; what cannot be drawn is left out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from esat.layouts import faults
from esat.layouts.faults import Said
from labels import Label, Layout, render_png
from labels.checking import WIDEST_CODE, longest
from labels.spec import CODE, REPRINT, STEPS

DPI: Final = 203
SHORT: Final = {
    CODE: WIDEST_CODE,
    REPRINT: "Réimpression",
    "title": "Mairie de Riom",
    "line1": "Draps plats",
    "line2": "Reçu le 23/11",
    "line3": "12 pièces",
    "footer": "ESAT du Val",
    "kind": "Linge",
    "url": "https://esat.exemple.fr/suivi/kR3_x-9a",
    **dict.fromkeys(STEPS, "Lavage"),
}
"""What a label says at the least, so that one sees where it is too empty."""
_UNDRAWN: Final = frozenset({"box_outside", "symbol_small"})
"""What leaves nothing to draw of a box."""


def png(
    layout: Layout, found: Sequence[Said] | None = None, *, with_longest: bool = False
) -> bytes:
    """A PNG at 203 dots per inch; `found` are the faults of the layout where they are known."""
    known = faults.of(layout) if found is None else found
    left_out = {one.index for one in known if one.kind in _UNDRAWN}
    boxes = tuple(box for at, box in enumerate(layout.boxes) if at not in left_out)
    texts = dict(longest(layout) if with_longest else SHORT)
    return render_png(Label(replace(layout, boxes=boxes), texts.pop(CODE), texts), DPI)
