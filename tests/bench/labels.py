"""Rows 10 and 11: labels a second, as PNG and on A4 sheets, beside python-barcode's own writer."""

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from statistics import median

import barcode
from barcode.writer import ImageWriter
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from labels import LAYOUTS, Label, render_pdf, render_png, unread
from tests.bench.result import BARS, Bar, Row, of_rounds
from tests.labels.samples import by_zxing, code, opened, pages

READ_BACK = 24
"""The first label of a job and one in so many are decoded before it leaves."""

PNG, SHEETS = "small", "sheet24"
"""What is drawn: Code 128, its text in large letters and three lines more."""

SHEET_OF = 24
WHOLE = 960
FINE = Bar(10, BARS[10].name, BARS[10].unit, 4.0, 7.0, at_least=True)
DENSITIES = {203: BARS[10], 300: FINE}

_NAMES = ("Hôtel des Voyageurs", "Résidence Les Œillets", "Mairie de Clermont", "Clinique du Parc")
_THINGS = ("Draps plats", "Taies d’oreiller", "Serviettes éponge", "Housses de couette")


@dataclass(slots=True)
class Cells:
    """Labels a second of each way, round by round, and what was wrong with what came out."""

    rates: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, name: str, rate: float) -> None:
        self.rates.setdefault(name, []).append(rate)


def measure(rounds: int, quick: bool) -> list[Row]:
    """Measure both rows; the first round warms up and is dropped."""
    scale = "quick" if quick else "full"
    many, few = (120, 24) if quick else (480, 60)
    texts = _texts()
    cells = Cells()
    ways: list[Callable[[], None]] = [
        lambda: _naive_png(cells, few, texts),
        *(lambda dpi=dpi: _png(cells, dpi, many, texts) for dpi in DENSITIES),
        lambda: _naive_sheets(cells, few, texts),
        lambda: _sheets(cells, texts),
    ]
    for number in range(rounds + 1):
        turn = number % len(ways)
        for way in ways[turn:] + ways[:turn] if number % 2 else reversed(ways):
            way()
        if not number:
            cells.rates.clear()
    return [_row_of_png(cells, scale), _row_of_sheets(cells, scale)]


def _texts() -> Iterator[tuple[str, list[str]]]:
    """Codes with three lines of text, no line twice in a run."""
    for number in itertools.count():
        yield (
            code("FRPTDVN"[number % 7], number),
            [
                f"{_NAMES[number % 4]} {number}",
                f"{_THINGS[number // 4 % 4]} · lot {7 * number + 1}",
                f"À rendre le {number % 28 + 1} mars, tournée {number}",
            ],
        )


def _labels(layout: str, count: int, texts: Iterator[tuple[str, list[str]]]) -> list[Label]:
    names = [box.field for box in LAYOUTS[layout].boxes if box.kind == "text"]
    lines = [name for name in ("title", "line1", "line2", "footer") if name in names]
    assert len(lines) == 3
    return [
        Label(LAYOUTS[layout], text, dict(zip(lines, said, strict=True)))
        for text, said in itertools.islice(texts, count)
    ]


def _png(cells: Cells, dpi: int, count: int, texts: Iterator[tuple[str, list[str]]]) -> None:
    """Ours: drawn, and read back as the rule has it, inside the time."""
    labels = _labels(PNG, count, texts)
    start = time.perf_counter()
    drawn = []
    for number, label in enumerate(labels):
        drawn.append(png := render_png(label, dpi))
        if number % READ_BACK == 0 and unread(label, png, dpi):
            cells.faults.append(f"{dpi} dpi: {label.code} not read back")
    cells.add(f"{dpi} dpi", count / (time.perf_counter() - start))
    _compare(cells, f"{dpi} dpi", [label.code for label in labels], drawn)


def _naive_png(cells: Cells, count: int, texts: Iterator[tuple[str, list[str]]]) -> None:
    """The floor: python-barcode as it comes, the code alone."""
    asked = [text for text, _ in itertools.islice(texts, count)]
    start = time.perf_counter()
    drawn = [_naive(text).getvalue() for text in asked]
    cells.add("png floor", count / (time.perf_counter() - start))
    _compare(cells, "python-barcode", asked, drawn)


def _naive(text: str) -> BytesIO:
    stream = BytesIO()
    barcode.Code128(text, writer=ImageWriter()).write(stream)
    return stream


def _compare(cells: Cells, name: str, asked: list[str], drawn: list[bytes]) -> None:
    """Decode everything, outside the time."""
    lost = 0
    for text, png in zip(asked, drawn, strict=True):
        lost += by_zxing(opened(png)) != {text}
    if lost:
        cells.faults.append(f"{name}: {lost} of {len(asked)} labels not decoded")


def _sheets(cells: Cells, texts: Iterator[tuple[str, list[str]]]) -> None:
    labels = _labels(SHEETS, WHOLE, texts)
    start = time.perf_counter()
    pdf = render_pdf(labels, "24")
    cells.add("sheets", WHOLE / (time.perf_counter() - start))
    turn = len(cells.rates["sheets"]) % 4  # a quarter of the sheets, another one each round
    for at, page in enumerate(pages(pdf)):
        if at % 4 == turn:
            wanted = {label.code for label in labels[at * SHEET_OF : (at + 1) * SHEET_OF]}
            if by_zxing(page) != wanted:
                cells.faults.append(f"sheet {at + 1}: not all its labels decoded")


def _naive_sheets(cells: Cells, count: int, texts: Iterator[tuple[str, list[str]]]) -> None:
    """The floor: the PNG of python-barcode placed on the sheet, with three lines of Helvetica."""
    asked = list(itertools.islice(texts, 2 * count // SHEET_OF * SHEET_OF))
    start = time.perf_counter()
    canvas = Canvas(BytesIO(), pagesize=(210 * mm, 297 * mm))
    for number, (text, lines) in enumerate(asked):
        row, column = divmod(number % SHEET_OF, 3)
        x, y = (column * 70 + 5) * mm, (297 - 37 * (row + 1) + 2) * mm
        canvas.drawImage(ImageReader(_naive(text)), x, y, 60 * mm, 18 * mm)
        for line, said in enumerate(reversed(lines)):
            canvas.drawString(x, y + (20 + 4.5 * line) * mm, said)
        if number % SHEET_OF == SHEET_OF - 1:
            canvas.showPage()
    canvas.save()
    cells.add("sheets floor", len(asked) / (time.perf_counter() - start))


def _row_of_png(cells: Cells, scale: str) -> Row:
    """Both densities, of which the one nearer to its bar makes the row."""
    floor = cells.rates["png floor"]
    rows = {}
    for dpi, bar in DENSITIES.items():
        row = of_rounds(10, cells.rates[f"{dpi} dpi"], floor, scale=scale, faults=cells.faults)
        rows[dpi] = replace(row, bar=replace(bar, name=f"{bar.name} ({dpi} dpi)"))
    worse = min(rows.values(), key=lambda row: row.ratio / row.bar.bar)
    parts = {f"{dpi} dpi (bar {row.bar.bar:g})": median(row.ratios) for dpi, row in rows.items()}
    return replace(worse, parts=parts)


def _row_of_sheets(cells: Cells, scale: str) -> Row:
    rates = cells.rates
    return of_rounds(11, rates["sheets"], rates["sheets floor"], scale=scale, faults=cells.faults)
