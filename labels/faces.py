"""The letters: their widths, which ones exist, and their files; knows no label."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from PIL import ImageFont
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).parent / "fonts"
MISSING = "¤"
"""Stands where the font has no letter: visible, so that somebody asks."""

EM = 1000
LINE = 1.3
"""From one line to the next, in bodies: what the letters rise and descend."""

_SPACES = re.compile(r"\s+")


@cache
def path(bold: bool) -> Path:  # noqa: FBT001 - the two weights there are
    return FOLDER / f"AtkinsonHyperlegibleNext-{'Bold' if bold else 'Regular'}.ttf"


def name(*, bold: bool) -> str:
    """Return how PDF calls the face."""
    return "LabelBold" if bold else "LabelRegular"


@cache
def embedded(bold: bool) -> TTFont:  # noqa: FBT001
    """Return the face as PDF takes it."""
    return TTFont(name(bold=bold), str(path(bold)))


@cache
def drawn(bold: bool, size: int) -> ImageFont.FreeTypeFont:  # noqa: FBT001
    """Return the face as pixels take it, with a body of `size` dots."""
    return ImageFont.truetype(str(path(bold)), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def widths(bold: bool) -> dict[str, float]:  # noqa: FBT001
    """Return the advance of every letter, in thousandths of a body."""
    face = embedded(bold).face
    return {chr(sign): float(face.charWidths[sign]) for sign in face.charToGlyph}


@cache
def ascent() -> float:
    """How far the letters rise above their line, in bodies."""
    return float(embedded(bold=False).face.ascent) / EM


def measure(text: str, *, bold: bool) -> float:
    """Return the width of a printable text, in thousandths of a body."""
    known = widths(bold)
    return sum([known[sign] for sign in text])


def printable(text: str) -> str:
    """Return the text on one line, with a visible sign for each letter the font lacks."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    known = widths(bold=False)
    return "".join([sign if sign in known else MISSING for sign in text])
