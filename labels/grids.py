"""Where the labels of A4 sheets are cut, and one layout for each sheet; knows no file format."""

from typing import NamedTuple

from labels.making import bars, kind, mark, qr, text
from labels.spec import CODE, Box, Layout, Symbol

A4 = (210.0, 297.0)


class Grid(NamedTuple):
    """Labels on an A4 sheet, in millimetres; `across` and `down` go from one to the next."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float

    @property
    def whole(self) -> int:
        """How many labels there are on a sheet."""
        return self.columns * self.rows

    def corner(self, number: int) -> tuple[float, float]:
        """The top left corner of a cell, counted from 0, row after row."""
        row, column = divmod(number, self.columns)
        return self.left + column * self.across, self.top + row * self.down


GRIDS = {
    "24": Grid(3, 8, 70, 37, 0, 0.5, 70, 37),
    "21": Grid(3, 7, 63.5, 38.1, 7.25, 15.15, 66, 38.1),
    "8": Grid(2, 4, 99.1, 67.7, 4.65, 13.1, 101.6, 67.7),
    "10": Grid(2, 5, 99.1, 57, 4.65, 6, 101.6, 57),
    "14": Grid(2, 7, 99.1, 38.1, 4.65, 15.15, 101.6, 38.1),
    "24m": Grid(3, 8, 63.5, 33.9, 7.25, 12.9, 66, 33.9),
    "40": Grid(4, 10, 45.7, 25.4, 9.75, 21.5, 48.27, 25.4),
    "65": Grid(5, 13, 38.1, 21.2, 4.75, 10.7, 40.6, 21.2),
}
"""By number of labels; « m » has margins. Those of the sheets L7160, L7165, L7173, L7163, L7159,
L7654 and L7651, from the 21 on."""

# The outer labels of a full A4 sheet lie under the 4 mm that office printers leave white.
_SHEET24 = (
    text("title", (5, 4.5, 60, 5.2), 4, bold=True),
    text("line1", (5, 9.7, 60, 4.2), 3.2),
    text("line2", (5, 13.9, 60, 4.2), 3.2),
    *bars((5, 18.3, 60, 14.2), 4.2, side=17),
)
_SHEET21 = (
    text("title", (3, 2, 57.5, 5.2), 4, bold=True),
    text("line1", (3, 7.2, 57.5, 4.2), 3.2),
    text("line2", (3, 11.4, 57.5, 4.2), 3.2),
    *bars((2, 16, 59.5, 16), 4.5, side=16.5),
    text("footer", (3, 32.2, 57.5, 3.6), 2.7),
)
_SHEET8 = (
    text("title", (3, 3, 66, 15.6), 6, bold=True, lines=2),
    text("line1", (3, 19, 66, 5.2), 4),
    text("line2", (3, 24.2, 66, 5.2), 4),
    text("line3", (3, 29.4, 66, 5.2), 4),
    *bars((2, 35.5, 66, 25), 7),
    text("footer", (3, 61, 66, 4.4), 3.3),
    kind((70, 2.6, 26, 7.2)),
    qr((70, 13, 26, 26)),
    mark((70, 52, 26, 6.5)),
)
_SHEET10 = (
    text("title", (3, 2.5, 66, 7.8), 6, bold=True),
    text("line1", (3, 10.5, 66, 5.2), 4),
    text("line2", (3, 15.7, 66, 5.2), 4),
    text("line3", (3, 20.9, 66, 5.2), 4),
    *bars((2, 27, 66, 22.5), 6),
    text("footer", (3, 50, 66, 4.4), 3.3),
    kind((70, 2.6, 26, 7.2)),
    qr((70, 11, 26, 26)),
    mark((70, 44, 26, 6.5)),
)
_SHEET14 = (
    text("title", (3, 1.8, 93, 6), 4.6, bold=True),
    text("line1", (3, 8, 68, 4.4), 3.3),
    text("line2", (3, 12.4, 68, 4.4), 3.3),
    *bars((2, 17.2, 69, 19.5), 5),
    qr((72.5, 8.3, 23.6, 23.6)),
    mark((72.5, 32.4, 23.6, 4.4)),
)
_SHEET24M = (
    text("title", (3, 1.4, 57.5, 5.2), 4, bold=True),
    text("line1", (3, 6.6, 57.5, 3.9), 3),
    text("line2", (3, 10.5, 57.5, 3.9), 3),
    Box("symbol", 2, 14.7, 39, 12.1, CODE, symbol=Symbol.CODE128),
    text(CODE, (3, 27.1, 24.5, 5.6), 4.3, bold=True, align="center"),
    mark((28.5, 27.5, 12.5, 4.8)),
    qr((42, 14.7, 18.4, 18.4)),
)
# Code 128 would leave a millimetre beside the cut: these two bear the QR alone.
_SHEET40 = (
    qr((1.5, 2.5, 18.9, 18.9)),
    text("title", (21, 2, 23.2, 6.4), 2.4, bold=True, lines=2),
    text("line1", (21, 8.5, 23.2, 6), 2.3, lines=2),
    text(CODE, (21, 15, 23.2, 5.4), 4.1, bold=True),
    mark((21, 20.8, 23.2, 3.6)),
)
_SHEET65 = (
    qr((1.2, 1.6, 15.6, 15.6)),
    text("title", (17.2, 1.2, 19.9, 6), 2.3, bold=True, lines=2),
    text("line1", (17.2, 7.2, 19.9, 6), 2.2, lines=2),
    text(CODE, (17.2, 13.2, 19.9, 4.5), 3.4, bold=True),
    mark((17.2, 17.8, 19.9, 2.9)),
)

SHEETS = (
    Layout("sheet24", "Planche A4 de 24, 70 × 37 mm", 70, 37, _SHEET24, sheet="24"),
    Layout("sheet21", "Planche A4 de 21, 63,5 × 38,1 mm", 63.5, 38.1, _SHEET21, sheet="21"),
    Layout("sheet8", "Planche A4 de 8, 99,1 × 67,7 mm", 99.1, 67.7, _SHEET8, sheet="8"),
    Layout("sheet10", "Planche A4 de 10, 99,1 × 57 mm", 99.1, 57, _SHEET10, sheet="10"),
    Layout("sheet14", "Planche A4 de 14, 99,1 × 38,1 mm", 99.1, 38.1, _SHEET14, sheet="14"),
    Layout(
        "sheet24m", "Planche A4 de 24 à marges, 63,5 × 33,9 mm", 63.5, 33.9, _SHEET24M, sheet="24m"
    ),
    Layout("sheet40", "Planche A4 de 40, 45,7 × 25,4 mm", 45.7, 25.4, _SHEET40, sheet="40"),
    Layout("sheet65", "Planche A4 de 65, 38,1 × 21,2 mm", 38.1, 21.2, _SHEET65, sheet="65"),
)
