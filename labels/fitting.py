"""Words into lines that fit a width: broken, then shrunk, then cut; knows no box, no symbol."""

from collections.abc import Callable
from typing import NamedTuple

from labels import faces

DOTS = "…"
LONGEST = 1500
"""No box holds more signs: what follows is not even looked at."""


class Fitted(NamedTuple):
    lines: tuple[str, ...]
    size: int
    cut: bool


def fit(
    text: str, *, bold: bool, size: int, smallest: int, width: int, rows: Callable[[int], int]
) -> Fitted:
    """Return the lines of a printable text and their size in dots.

    `rows` gives how many lines of a size there is room for.
    """
    if len(text) > LONGEST:
        text = text[:LONGEST] + DOTS
        return _cut_lines(text, bold, smallest, width, rows(smallest))
    whole = faces.measure(text, bold=bold)
    if whole * size <= faces.EM * width:
        return Fitted((text,), size, cut=False)
    if rows(smallest) == 1:
        size = max(smallest, min(size, int(faces.EM * width / whole)))
        if whole * size <= faces.EM * width:
            return Fitted((text,), size, cut=False)
        return Fitted((_cut(text, bold, size, width),), size, cut=True)
    for tried in range(size, smallest - 1, -1):
        lines = _wrap(text, bold, tried, width)
        if len(lines) <= rows(tried) and not any(_wide(li, bold, tried, width) for li in lines):
            return Fitted(tuple(lines), tried, cut=False)
    return _cut_lines(text, bold, smallest, width, rows(smallest))


def _wide(text: str, bold: bool, size: int, width: int) -> bool:  # noqa: FBT001
    return faces.measure(text, bold=bold) * size > faces.EM * width


def _wrap(text: str, bold: bool, size: int, width: int) -> list[str]:  # noqa: FBT001
    """Break between words; a word wider than the line stands alone, too wide."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and not _wide(longer, bold, size, width):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(text: str, bold: bool, size: int, width: int) -> str:  # noqa: FBT001
    """Return what fits with dots behind; nothing where not even these fit."""
    while text and _wide(text + DOTS, bold, size, width):
        text = text[:-1].rstrip()
    return text + DOTS if text or not _wide(DOTS, bold, size, width) else ""


def _cut_lines(text: str, bold: bool, size: int, width: int, rows: int) -> Fitted:  # noqa: FBT001
    """Keep what fits: a line that is too wide ends with dots, and so does the last one kept."""
    lines = _wrap(text, bold, size, width)
    kept = [
        _cut(line, bold, size, width) if _wide(line, bold, size, width) else line
        for line in lines[:rows]
    ]
    if len(lines) > rows and kept[-1] and not kept[-1].endswith(DOTS):
        kept[-1] = _cut(kept[-1], bold, size, width)
    return Fitted(tuple(kept), size, cut=True)
