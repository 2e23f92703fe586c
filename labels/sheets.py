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
from labels.grids import A4, GRIDS, Grid
from labels.placing import INCH, Placed, SymbolAt, TextAt, dots, place
from labels.spec import Label, LayoutError

OFFICE = 300
"""Symbols are laid out for 300 dpi, so that a module is a whole number of dots at 300 and 600."""

_RUNS = re.compile("1+")

# Writing streams in letters makes a file a quarter larger and takes longer than drawing it.
rl_config.useA85 = 0


def render_pdf(
    labels: Iterable[Label], grid: str | None = None, start: int = 1, dpi: int = OFFICE
) -> bytes:
    """Return a PDF: one label a page, or sheets whose first label lands on position `start`.

    `dpi` is the density of the printer that will print it, whose dots its marks then fill.
    """
    labels = list(labels)
    if not labels:
        raise LayoutError("no_labels")
    stream = BytesIO()
    canvas = Canvas(stream, invariant=1, pageCompression=1, lang="fr-FR")
    canvas.setTitle("Étiquettes")
    for bold in (False, True):
        pdfmetrics.registerFont(faces.embedded(bold))
    if grid is None:
        _singles(canvas, labels, dpi)
    else:
        _sheets(canvas, labels, _Sheet(_grid(grid), grid, start, dpi))
    canvas.save()
    return stream.getvalue()


def _singles(canvas: Canvas, labels: Sequence[Label], dpi: int) -> None:
    for label in labels:
        leaf = _Leaf(canvas, label.layout.width, label.layout.height, dpi)
        leaf.add(place(label, dpi), 0.0, 0.0)
        leaf.close()


class _Sheet(NamedTuple):
    grid: Grid
    name: str
    start: int
    dpi: int


def _grid(name: str) -> Grid:
    if name not in GRIDS:
        raise LayoutError("unknown_grid", grid=name)
    return GRIDS[name]


def _sheets(canvas: Canvas, labels: Sequence[Label], sheet: _Sheet) -> None:
    grid = sheet.grid
    if not 1 <= sheet.start <= grid.whole:
        raise LayoutError("start_outside", start=sheet.start, last=grid.whole)
    leaf = _Leaf(canvas, *A4, sheet.dpi)
    for number, label in enumerate(labels, sheet.start - 1):
        if number >= grid.whole and number % grid.whole == 0:
            leaf.close()
            leaf = _Leaf(canvas, *A4, sheet.dpi)
        layout = label.layout
        if layout.width > grid.width + 0.01 or layout.height > grid.height + 0.01:
            raise LayoutError("label_larger_than_grid", layout=layout.code, grid=sheet.name)
        x, y = grid.corner(number % grid.whole)
        leaf.add(
            place(label, sheet.dpi),
            x + (grid.width - layout.width) / 2,
            y + (grid.height - layout.height) / 2,
        )
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

    def __init__(self, canvas: Canvas, width: float, height: float, dpi: int) -> None:
        self.canvas = canvas
        self.dpi = dpi
        self.height = dots(height, dpi)
        canvas.setPageSize((width * 72 / INCH, height * 72 / INCH))
        canvas.transform(72 / dpi, 0, 0, 72 / dpi, 0, 0)
        self.lines = _Lines(canvas)
        self.dark: list[str] = []

    def add(self, placed: Placed, left: float, top: float) -> None:
        """Put a label with its top left corner at these millimetres of the page."""
        x0, y0 = dots(left, self.dpi), self.height - dots(top, self.dpi)
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
