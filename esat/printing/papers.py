"""The papers that printers are loaded with, and which layouts each can hold; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from labels import Layout

_HAIR = 0.6
"""Millimetres by which a label may be wider than its roll is sold for: 62 against 62.0."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A roll or a sheet, in millimetres; `height` None for a roll that is cut where we say."""

    code: str
    label: str
    width: float
    height: float | None
    ipp: str = ""

    def holds(self, layout: Layout) -> bool:
        """Whether a label of this layout comes out whole."""
        if layout.width > self.width + _HAIR:
            return False
        return self.height is None or layout.height <= self.height + _HAIR


PAPERS: Final = {
    paper.code: paper
    for paper in (
        Paper("57x32", "Rouleau 57 × 32 mm", 57, 32),
        Paper("60x30", "Rouleau 60 × 30 mm", 60, 30),
        Paper("62", "Rouleau continu de 62 mm", 62, None),
        Paper("100x50", "Rouleau 100 × 50 mm", 100, 50),
        Paper("100x150", "Rouleau 100 × 150 mm", 100, 150),
        Paper("60x100", "Sacs, étanche, 60 × 100 mm", 60, 100),
        Paper("50x25", "Rouleau 50 × 25 mm", 50, 25),
        Paper("45x15", "Textile thermocollé 45 × 15 mm", 45, 15),
        Paper("30x30", "Polyester 30 × 30 mm", 30, 30),
        Paper("card", "Badges 85,6 × 54 mm", 85.6, 54),
        Paper("a6", "Feuilles A6", 105, 148, "iso_a6_105x148mm"),
        Paper("a5", "Feuilles A5", 148, 210, "iso_a5_148x210mm"),
        Paper("a4", "Feuilles A4", 210, 297, "iso_a4_210x297mm"),
    )
}
FALLBACKS: Final = ("large", "thing100", "roll62", "strip60", "small")
"""What any thing may be printed on, the roomiest first."""


def best(
    wanted: Layout, paper: Paper | None, layouts: Mapping[str, Layout], others: Iterable[str] = ()
) -> Layout | None:
    """The layout that a thing comes out on: its own where the paper holds it, else the roomiest
    that the paper holds; None when the paper holds none.
    """
    if paper is None or paper.holds(wanted):
        return wanted
    for code in (*others, *FALLBACKS):
        layout = layouts.get(code)
        if layout is not None and paper.holds(layout):
            return layout
    return None
