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
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
)
"""Soft hyphens, joiners, turns of the reading order, variants and skin tones: no letters."""


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


@cache
def _plain() -> re.Pattern[str]:
    """Match what is printed just as it is: the letters of the font that need no other beside."""
    letters = [sign for sign in widths(bold=False) if not sign.isspace() and _whole(sign)]
    return re.compile(f"[ {re.escape(''.join(letters))}]*")


def _whole(sign: str) -> bool:
    """Tell a letter from a control, from half a letter, and from one that has another form."""
    return unicodedata.category(sign)[0] not in "CM" and unicodedata.is_normalized("NFC", sign)


def printable(text: str) -> str:
    """Return the text on one line, with a visible sign for each letter the font lacks.

    What shows nothing is left out, so that nothing turns the reading order of a label.
    """
    if "  " not in text and _plain().fullmatch(text):
        return text.strip()
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    shown = _plain().fullmatch
    return "".join([sign if shown(sign) else MISSING for sign in _SPACES.sub(" ", text).strip()])
