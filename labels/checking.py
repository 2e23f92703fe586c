"""What is wrong with a layout before anything is printed on it; pure, for editors and for tests."""

import math
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from labels import faces
from labels.grids import GRIDS
from labels.placing import INCH, dots, fits
from labels.spec import CODE, FIELDS, REPRINT, STEPS, Box, Label, Layout, LayoutError, Symbol
from labels.symbols import QUIET, least_dots, modules

WIDEST_CODE = "VX0X0X08"
"""A code of ours whose Code 128 is as wide as any."""

LONGEST = {
    CODE: WIDEST_CODE,
    REPRINT: "Réimpression",
    "title": "Foyer d’hébergement Les Œillets Clermont",
    "line1": "Draps plats, taies et housses de couette",
    "line2": "Collecté lundi 23 novembre, tournée Nord",
    "line3": "128 pièces, 1 204,50 kg, sacs 1 à 16/120",
    "footer": "ESAT Les Ateliers du Val — à rendre 25/11",
    "kind": "Produit non conforme",
    "url": "https://suivi.esat-exemple.fr/suivi/" + "kR3_x-" * 6,
    **dict.fromkeys(STEPS, "Vérification, emballage"),
}
"""The longest text that each field is asked to show whole: some 40 signs a line."""

SHORT = {
    "title": "Marie-Thérèse Œillet-B.",
    "line1": "EHPAD Les Jardins d’Èbre",
    "line2": "Secteur Hortensias, 2e",
    "line3": "12 pièces, lot 20 261 125",
    "footer": "ESAT Les Ateliers du Val",
}
"""The same on narrow paper: some 24 signs a line."""

NARROW = 50.0
"""Below this width in millimetres, a paper is narrow."""

EDGE = 0.5
"""Millimetres that no letter may reach: printers shift the paper by as much."""

LOWEST_BARS = 5.0
"""How high the bars of Code 128 must stand, in millimetres, for a hand to aim at them."""

_HAIR = 1e-6


class Fault(NamedTuple):
    """One thing to mend. `boxes` are places in the layout; `width` and `height`, in millimetres,
    what is needed where a size is too small, else 0.
    """

    kind: str
    boxes: tuple[int, ...] = ()
    field: str = ""
    width: float = 0.0
    height: float = 0.0


KINDS = (
    "paper_size", "sheet_unknown", "sheet_small", "no_symbol", "no_code_text", "no_mark",
    "box_outside", "box_blank", "near_edge", "unknown_field", "symbol_small", "text_low",
    "text_cut", "symbol_covered", "boxes_overlap",
)  # fmt: skip
"""Every fault there is; each wants a French sentence where it is shown."""


def check(layout: Layout, dpi: int = 203) -> tuple[Fault, ...]:
    """Return all faults of a layout on a printer of this density; empty when it may be used."""
    whole = tuple(_paper(layout))
    if any(fault.kind == "paper_size" for fault in whole):
        return whole
    each = [fault for at, box in enumerate(layout.boxes) for fault in _box(layout, at, box, dpi)]
    wrong = {at for one in each if one.kind in {"box_outside", "text_low"} for at in one.boxes}
    sound = [(at, box) for at, box in enumerate(layout.boxes) if at not in wrong]
    return (*whole, *each, *_overlaps(sound), *_cuts(layout, sound, dpi))


def longest(layout: Layout) -> dict[str, str]:
    """Return the longest texts that a paper of this width is asked to show whole."""
    return {**LONGEST, **SHORT} if layout.width < NARROW else LONGEST


def _paper(layout: Layout) -> Iterator[Fault]:
    if not (0 < layout.width <= 500 and 0 < layout.height <= 500):
        yield Fault("paper_size")
    if layout.sheet:
        grid = GRIDS.get(layout.sheet)
        if grid is None:
            yield Fault("sheet_unknown")
        elif layout.width > grid.width + 0.01 or layout.height > grid.height + 0.01:
            yield Fault("sheet_small", width=grid.width, height=grid.height)
    boxes = layout.boxes
    if not any(box.kind == "symbol" and box.field == CODE for box in boxes):
        yield Fault("no_symbol", field=CODE)
    if not any(box.kind == "text" and box.field == CODE for box in boxes):
        yield Fault("no_code_text", field=CODE)
    if not any(box.kind == "mark" for box in boxes):
        yield Fault("no_mark", field=REPRINT)


def _box(layout: Layout, at: int, box: Box, dpi: int) -> Iterator[Fault]:
    here = (at,)
    if not _inside(layout, box, 0.0):
        yield Fault("box_outside", here, box.field)
    elif box.kind in {"text", "mark"} and not _inside(layout, box, EDGE):
        yield Fault("near_edge", here, box.field, EDGE, EDGE)
    for field in sorted({box.field, box.when} - {"", *FIELDS}):
        yield Fault("unknown_field", here, field)
    if box.kind != "line" and _inside(layout, box, 0.0):
        yield from _content(layout, at, box, dpi)


def _content(layout: Layout, at: int, box: Box, dpi: int) -> Iterator[Fault]:
    """Compare the box with what must stand in it."""
    low = min(box.size, box.smallest) * faces.LINE
    if not box.field and not box.text.strip():
        yield Fault("box_blank", (at,))
    elif box.kind == "symbol":
        yield from _symbol(layout, at, box, dpi)
    elif box.h < low - _HAIR:
        yield Fault("text_low", (at,), box.field, height=_up(low))


def _inside(layout: Layout, box: Box, margin: float) -> bool:
    return (
        box.w > 0
        and box.h > 0
        and min(box.x, box.y) >= margin - _HAIR
        and box.x + box.w <= layout.width - margin + _HAIR
        and box.y + box.h <= layout.height - margin + _HAIR
    )


def _symbol(layout: Layout, at: int, box: Box, dpi: int) -> Iterator[Fault]:
    """Compare the box with the narrowest modules that scanners read, quiet zone included."""
    kind = box.symbol or Symbol.QR
    shown = box.text or longest(layout).get(box.field, WIDEST_CODE)
    try:
        drawn = modules(kind, shown)
    except LayoutError:
        yield Fault("symbol_small", (at,), box.field)
        return
    least = least_dots(kind, dpi)
    across = (drawn.columns + 2 * QUIET[kind]) * least
    down = (len(drawn.rows) + 2 * QUIET[kind]) * least
    if kind is Symbol.CODE128:
        down = math.ceil(LOWEST_BARS * dpi / INCH - _HAIR)
    if dots(box.w, dpi) < across or dots(box.h, dpi) < down:
        yield Fault(
            "symbol_small", (at,), box.field, _up(across * INCH / dpi), _up(down * INCH / dpi)
        )


def _up(millimetres: float) -> float:
    """Round up to a tenth: what a person types and what is then enough."""
    return math.ceil(millimetres * 10 - _HAIR) / 10


def _overlaps(sound: list[tuple[int, Box]]) -> Iterator[Fault]:
    """Tell boxes that cover one another; rules of a table may cross."""
    for (a, one), (b, other) in combinations(sound, 2):
        if one.kind == other.kind == "line" or _apart(one, other):
            continue
        covered = "symbol" in {one.kind, other.kind}
        field = one.field if one.kind == "symbol" else other.field
        yield Fault("symbol_covered" if covered else "boxes_overlap", (a, b), field)


def _apart(one: Box, other: Box) -> bool:
    return (
        one.x + one.w <= other.x + _HAIR
        or other.x + other.w <= one.x + _HAIR
        or one.y + one.h <= other.y + _HAIR
        or other.y + other.h <= one.y + _HAIR
    )


def _cuts(layout: Layout, sound: list[tuple[int, Box]], dpi: int) -> Iterator[Fault]:
    """Tell the boxes where the longest texts would end with dots."""
    texts = longest(layout)
    for at, box in sound:
        if box.kind not in {"text", "mark"} or box.when not in {"", *texts}:
            continue
        alone = Layout(layout.code, "", layout.width, layout.height, (box,))
        label = Label(alone, WIDEST_CODE, {name: texts[name] for name in alone.fields & {*texts}})
        if any(problem.kind == "cut" for problem in fits(label, dpi)):
            yield Fault("text_cut", (at,), box.field)
