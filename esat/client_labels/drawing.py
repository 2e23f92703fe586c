"""A filled SVG label as PNG, PDF or ZPL: letters by typst in a child process, symbols by our own
painter in whole dots; what leaves was read back.
"""

import base64
import io
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal

import zxingcpp
from PIL import Image, ImageChops

from esat.client_labels import symbol_boxes
from esat.client_labels.symbol_boxes import SymbolBox
from esat.client_labels.zpl_graphic import graphic
from esat.errors import Invalid, Refused
from labels import faces
from labels.placing import Placed
from labels.render import paint, png

Kind = Literal["png", "pdf", "zpl"]
Size = tuple[float, float]
PDF_DPI: Final = 300
"""Modules of a PDF are whole dots at 300 and 600 dpi."""

_SECONDS: Final = 20
_ROOT: Final = Path(__file__).parents[2]  # where the child finds its own package
_INCH: Final = 25.4
_DARK: Final = 145
"""Light of a dot, of 255, below which it is printed."""
_PROBE: Final = 60
"""Dots an inch are enough to see that a text runs out."""
_RUNS = re.compile("1+")


def draw(
    layers: tuple[str, str], boxes: Sequence[SymbolBox], size: Size, kind: Kind, dpi: int
) -> bytes:
    """The label for a printer: the whole drawing and its filled texts alone are the layers, the
    size is in millimetres. Invalid `template_not_drawn`; refuses `template_overflow`,
    `template_unreadable`, and what `symbol_boxes.arranged` refuses.
    """
    svg, texts = layers
    if kind == "pdf":
        dpi = PDF_DPI
    placed = symbol_boxes.arranged(*size, tuple(boxes), dpi)
    wanted = [_page(size, "png", dpi, [(svg, size)]), _probe(texts, size)]
    if kind == "pdf":
        modules = (placed.width * _INCH / dpi, placed.height * _INCH / dpi)
        wanted.append(_page(size, "pdf", dpi, [(svg, size), (_modules(placed), modules)]))
    letters, probe, *others = _made(wanted)
    if _runs_out(probe):
        raise Refused("template_overflow")
    image = _with_symbols(letters, placed)
    _read_back(image, boxes)
    if kind == "zpl":
        return graphic(image).encode()
    return others[0] if kind == "pdf" else _as_png(image, dpi)


def _page(size: Size, kind: str, dpi: int, layers: list[tuple[str, Size]]) -> dict[str, Any]:
    named = [{"svg": svg, "width": wide, "height": high} for svg, (wide, high) in layers]
    return {"width": size[0], "height": size[1], "format": kind, "ppi": dpi, "layers": named}


def _probe(texts: str, size: Size) -> dict[str, Any]:
    """The filled texts alone, with as much paper around the label as the label itself is."""
    whole = (size[0] * 3, size[1] * 3)
    return _page(whole, "png", _PROBE, [(texts, whole)])


def _made(pages: list[dict[str, Any]]) -> list[bytes]:
    sent = {"fonts": str(faces.FOLDER), "pages": pages}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "esat.client_labels.drawing_child"],
            input=json.dumps(sent).encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            cwd=_ROOT,
        )
    except subprocess.TimeoutExpired as error:
        raise Invalid("template_not_drawn") from error
    if done.returncode != 0:
        raise Invalid("template_not_drawn") from RuntimeError(done.stderr.decode(errors="replace"))
    return [base64.b64decode(one) for one in json.loads(done.stdout)]


def _runs_out(probe: bytes) -> bool:
    """Whether ink lies outside the middle third of the paper, by more than a hair."""
    with Image.open(io.BytesIO(probe)) as image:
        ink = image.convert("L").point(lambda light: 255 if light < _DARK else 0)
    wide, high = ink.size
    ink.paste(0, (wide // 3 - 1, high // 3 - 1, wide - wide // 3 + 1, high - high // 3 + 1))
    return ink.getbbox() is not None


def _with_symbols(letters: bytes, placed: Placed) -> Image.Image:
    """Letters as black or white dots, and on them every symbol to the dot."""
    page = Image.new("L", (placed.width, placed.height), 255)
    with Image.open(io.BytesIO(letters)) as drawn:
        page.paste(drawn.convert("L"), (0, 0))
    black = page.point(lambda light: 0 if light < _DARK else 255).convert(
        "1", dither=Image.Dither.NONE
    )
    with Image.open(io.BytesIO(png(paint(placed)))) as symbols:
        return ImageChops.logical_and(black, symbols.convert("1", dither=Image.Dither.NONE))


def _read_back(image: Image.Image, boxes: Sequence[SymbolBox]) -> None:
    if not boxes:
        return
    found = {
        (one.format, one.symbology_identifier, bytes(one.bytes))
        for one in zxingcpp.read_barcodes(image.convert("L"))
    }
    lost = [box for box in boxes if tuple(symbol_boxes.wanted(box)) not in found]
    if lost:
        raise Refused("template_unreadable", code=lost[0].value)


def _as_png(image: Image.Image, dpi: int) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG", dpi=(dpi, dpi), optimize=True)
    return stream.getvalue()


def _modules(placed: Placed) -> str:
    """Every dark module as a vector, in dots: each run one rectangle, without a seam."""
    dark = [
        f"M{symbol.x + run.start() * symbol.dots} {symbol.y + row * deep}"
        f"h{(run.end() - run.start()) * symbol.dots}v{deep}H{symbol.x + run.start() * symbol.dots}z"
        for symbol in placed.symbols
        for deep in [symbol.height // len(symbol.modules.rows)]
        for row, bits in enumerate(symbol.modules.rows)
        for run in _RUNS.finditer(bits)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {placed.width} {placed.height}"'
        f' width="{placed.width}" height="{placed.height}"><path d="{"".join(dark)}"/></svg>'
    )
