"""Labels as PDF: vectors at true size, one a page or on A4 grids; knows no printer's dots."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import NamedTuple

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import FILL_NON_ZERO, Canvas
from reportlab.pdfgen.pathobject import PDFPathObject
from reportlab.pdfgen.textobject import PDFTextObject

from labels import faces
from labels.placing import INCH, Placed, SymbolAt, TextAt, dots, place
from labels.spec import Label, LayoutError

_DPI = 300
"""Symbols are laid out for 300 dpi, so that a module is a whole number of dots at 300 and 600."""

_POINT = 72 / _DPI
_A4 = (210.0, 297.0)
_RUNS = re.compile("1+")

# Writing streams in letters makes a file a quarter larger and takes longer than drawing it.
rl_config.useA85 = 0


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


GRIDS = {
    "24": Grid(3, 8, 70, 37, 0, 0.5, 70, 37),
    "21": Grid(3, 7, 63.5, 38.1, 7.25, 15.15, 66, 38.1),
}
"""By number of labels; the 21 are those of the L7160 sheet."""


def render_pdf(labels: Iterable[Label], grid: str | None = None, start: int = 1) -> bytes:
    """Return a PDF: one label a page, or sheets whose first label lands on position `start`."""
    labels = list(labels)
    if not labels:
        raise LayoutError("no_labels")
    stream = BytesIO()
    canvas = Canvas(stream, invariant=1, pageCompression=1, lang="fr-FR")
    canvas.setTitle("Étiquettes")
    for bold in (False, True):
        pdfmetrics.registerFont(faces.embedded(bold))
    if grid is None:
        _singles(canvas, labels)
    else:
        _sheets(canvas, labels, grid, start)
    canvas.save()
    return stream.getvalue()


def _singles(canvas: Canvas, labels: Sequence[Label]) -> None:
    for label in labels:
        leaf = _Leaf(canvas, label.layout.width, label.layout.height)
        leaf.add(place(label, _DPI), 0.0, 0.0)
        leaf.close()


def _sheets(canvas: Canvas, labels: Sequence[Label], name: str, start: int) -> None:
    if name not in GRIDS:
        raise LayoutError("unknown_grid", grid=name)
    grid = GRIDS[name]
    whole = grid.columns * grid.rows
    if not 1 <= start <= whole:
        raise LayoutError("start_outside", start=start, last=whole)
    leaf = _Leaf(canvas, *_A4)
    for number, label in enumerate(labels, start - 1):
        if number >= whole and number % whole == 0:
            leaf.close()
            leaf = _Leaf(canvas, *_A4)
        row, column = divmod(number % whole, grid.columns)
        layout = label.layout
        if layout.width > grid.width + 0.01 or layout.height > grid.height + 0.01:
            raise LayoutError("label_larger_than_grid", layout=layout.code, grid=name)
        x = grid.left + column * grid.across + (grid.width - layout.width) / 2
        y = grid.top + row * grid.down + (grid.height - layout.height) / 2
        leaf.add(place(label, _DPI), x, y)
    leaf.close()


class _Lines(PDFTextObject):  # type: ignore[misc] # reportlab is not typed
    """Lines of text at whole dots; reportlab's own would format each number as a decimal."""

    def line(self, text: TextAt, x: int, y: int) -> None:
        font = faces.embedded(text.bold)
        doc = self._canvas._doc  # noqa: SLF001 - where a font keeps the letters it must embed
        self._code.append(f"1 0 0 1 {x} {y} Tm")
        for subset, letters in font.splitString(text.text, doc):
            name = font.getSubsetInternalName(subset, doc)
            self._code.append(f"{name} {text.size} Tf <{letters.hex()}> Tj")


class _Leaf:
    """A page: what its labels show is gathered in dots, so that one path holds all bars."""

    def __init__(self, canvas: Canvas, width: float, height: float) -> None:
        self.canvas = canvas
        self.height = dots(height, _DPI)
        canvas.setPageSize((width * 72 / INCH, height * 72 / INCH))
        canvas.transform(_POINT, 0, 0, _POINT, 0, 0)
        self.lines = _Lines(canvas)
        self.dark: list[str] = []

    def add(self, placed: Placed, left: float, top: float) -> None:
        """Put a label with its top left corner at these millimetres of the page."""
        x0, y0 = dots(left, _DPI), self.height - dots(top, _DPI)
        for text in placed.texts:
            self.lines.line(text, x0 + text.x, y0 - text.baseline)
        self.dark.extend(f"{x0 + x} {y0 - y - h} {w} {h} re" for x, y, w, h in placed.rects)
        for symbol in placed.symbols:
            self.dark.extend(_dark(symbol, x0 + symbol.x, y0 - symbol.y))

    def close(self) -> None:
        self.canvas.drawText(self.lines)
        path = PDFPathObject(["n", *self.dark])
        self.canvas.drawPath(path, stroke=0, fill=1, fillMode=FILL_NON_ZERO)
        self.canvas.showPage()


def _dark(symbol: SymbolAt, x0: int, y0: int) -> list[str]:
    """Return each run of dark modules as one rectangle: no seam between neighbours."""
    step, rows = symbol.dots, symbol.modules.rows
    high = symbol.height // len(rows)
    found: list[str] = []
    for number, row in enumerate(rows, 1):
        y = y0 - number * high
        for run in _RUNS.finditer(row):
            start, end = run.span()
            found.append(f"{x0 + start * step} {y} {(end - start) * step} {high} re")
    return found
