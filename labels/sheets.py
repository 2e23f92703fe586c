"""Labels as PDF: vectors at true size, one a page or on A4 grids; knows no printer's dots."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from operator import itemgetter

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from labels import faces
from labels.grids import A4, GRIDS
from labels.placing import INCH, SymbolAt, TextAt, dots, place
from labels.spec import Label, LayoutError
from labels.symbols import SIGN

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
    book = _Book(stream, dpi)
    if grid is None:
        _singles(book, labels)
    else:
        _sheets(book, labels, grid, start)
    book.canvas.save()
    return stream.getvalue()


class _Letters(dict[str, tuple[str, str]]):
    """Where each letter stands in a document: the part of the face embedded there, its number."""

    def __init__(self, canvas: Canvas, *, bold: bool) -> None:
        super().__init__()
        self.font = faces.embedded(bold)
        self.doc = canvas._doc  # noqa: SLF001 - where a face keeps the letters it must embed

    def __missing__(self, sign: str) -> tuple[str, str]:
        ((part, letters),) = self.font.splitString(sign, self.doc)
        self[sign] = found = self.font.getSubsetInternalName(part, self.doc), letters.hex()
        return found


class _Book:
    """A document in the making, and its letters; reportlab's own way with them is slower."""

    def __init__(self, stream: BytesIO, dpi: int) -> None:
        self.canvas = Canvas(stream, invariant=1, pageCompression=1, lang="fr-FR")
        self.canvas.setTitle("Étiquettes")
        self.dpi = dpi
        self.letters: dict[bool, _Letters] = {}
        for bold in (False, True):
            pdfmetrics.registerFont(faces.embedded(bold))
            self.letters[bold] = _Letters(self.canvas, bold=bold)

    def line(self, text: TextAt, x: int, y: int) -> str:
        """Show a line with its first letter at a dot of the page."""
        letters = self.letters[text.bold]
        parts = groupby([letters[sign] for sign in text.text], itemgetter(0))
        shown = [
            f"{part} {text.size} Tf <{''.join([number for _, number in run])}> Tj"
            for part, run in parts
        ]
        return f"1 0 0 1 {x} {y} Tm {' '.join(shown)}"


class _Leaf:
    """A page: what its labels show is gathered in dots, texts and dark rectangles apart."""

    def __init__(self, book: _Book, width: float, height: float) -> None:
        self.book = book
        self.height = dots(height, book.dpi)
        book.canvas.setPageSize((width * 72 / INCH, height * 72 / INCH))
        book.canvas.transform(72 / book.dpi, 0, 0, 72 / book.dpi, 0, 0)
        self.lines: list[str] = []
        self.dark: list[str] = []

    def add(self, label: Label, left: float, top: float) -> None:
        """Put a label with its top left corner at these millimetres of the page."""
        placed = place(label, self.book.dpi)
        x0, y0 = dots(left, self.book.dpi), self.height - dots(top, self.book.dpi)
        for text in placed.texts:
            self.lines.append(self.book.line(text, x0 + text.x, y0 - text.baseline))
        self.dark.extend(f"{x0 + x} {y0 - y - h} {w} {h} re f" for x, y, w, h in placed.rects)
        for symbol in placed.symbols:
            under = y0 - symbol.y - symbol.height
            self.dark.append(f"q 1 0 0 1 {x0 + symbol.x} {under} cm {_dark(symbol)} f Q")

    def close(self) -> None:
        lines, dark = "\n".join(self.lines), "\n".join(self.dark)
        # Where reportlab writes what it draws itself.
        self.book.canvas._code.append(f"BT\n{lines}\nET\n{dark}")  # noqa: SLF001
        self.book.canvas.showPage()


def _dark(symbol: SymbolAt) -> str:
    """Return the runs of dark modules, from the symbol's lower left corner."""
    rows, wide = symbol.modules.rows, symbol.dots
    if len(rows) == 1:
        row = rows[0]
        signs = range(0, len(row), SIGN)
        return " ".join([_bars(row[at : at + SIGN], at, wide, symbol.height) for at in signs])
    return " ".join(
        [_runs(row, 0, (wide, wide), (len(rows) - n) * wide) for n, row in enumerate(rows, 1)]
    )


@lru_cache(maxsize=8192)
def _bars(modules: str, at: int, wide: int, high: int) -> str:
    """Return the bars of one sign of Code 128: there are few, and each stands in few places."""
    return _runs(modules, at, (wide, high), 0)


def _runs(modules: str, at: int, dot: tuple[int, int], y: int) -> str:
    """Return each run of dark modules as one rectangle: no seam between neighbours."""
    wide, high = dot
    return " ".join(
        [
            f"{(at + run.start()) * wide} {y} {(run.end() - run.start()) * wide} {high} re"
            for run in _RUNS.finditer(modules)
        ]
    )


def _singles(book: _Book, labels: Sequence[Label]) -> None:
    for label in labels:
        leaf = _Leaf(book, label.layout.width, label.layout.height)
        leaf.add(label, 0.0, 0.0)
        leaf.close()


def _sheets(book: _Book, labels: Sequence[Label], name: str, start: int) -> None:
    if name not in GRIDS:
        raise LayoutError("unknown_grid", grid=name)
    grid = GRIDS[name]
    if not 1 <= start <= grid.whole:
        raise LayoutError("start_outside", start=start, last=grid.whole)
    leaf = _Leaf(book, *A4)
    for number, label in enumerate(labels, start - 1):
        if number >= grid.whole and number % grid.whole == 0:
            leaf.close()
            leaf = _Leaf(book, *A4)
        layout = label.layout
        if layout.width > grid.width + 0.01 or layout.height > grid.height + 0.01:
            raise LayoutError("label_larger_than_grid", layout=layout.code, grid=name)
        x, y = grid.corner(number % grid.whole)
        leaf.add(label, x + (grid.width - layout.width) / 2, y + (grid.height - layout.height) / 2)
    leaf.close()
