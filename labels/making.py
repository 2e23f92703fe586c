"""The boxes layouts are made of, by the handful: bars with their text, captions, marks, tables."""

from collections.abc import Sequence
from typing import Literal

from labels.spec import CODE, REPRINT, Box, Symbol

Place = tuple[float, float, float, float]
"""Left, top, width and height."""

THICK = 0.3
"""How wide the rules of a table are, in millimetres."""


def text(
    field: str,
    place: Place,
    size: float,
    *,
    bold: bool = False,
    lines: int = 1,
    align: Literal["left", "center", "right"] = "left",
) -> Box:
    """A text of a field, `size` high."""
    return Box("text", *place, field, size=size, bold=bold, lines=lines, align=align)


def words(written: str, place: Place, size: float, *, bold: bool = False) -> Box:
    """A text that is the same on every label."""
    return Box("text", *place, text=written, size=size, bold=bold)


def caption(written: str, place: Place, when: str = "") -> Box:
    """A heading in the middle of its place."""
    size = place[3] * 0.75
    return Box("text", *place, text=written, when=when, size=size, bold=True, align="center")


def kind(place: Place) -> Box:
    """The heading that the label itself brings: what sort of thing it stands on."""
    size = place[3] * 0.75
    return Box("text", *place, "kind", size=size, bold=True, align="center", lines=2)


def qr(place: Place, field: str = CODE) -> Box:
    """A QR, its quiet zone inside its place."""
    return Box("symbol", *place, field, symbol=Symbol.QR)


def bars(place: Place, size: float, side: float = 0.0) -> tuple[Box, ...]:
    """Code 128, and its text in large letters right under it.

    With a `side`, the text keeps clear of that width on both sides and the mark stands in the
    right one.
    """
    x, y, w, h = place
    high = 1.3 * size
    tall = h - high - 0.3
    under = y + tall + 0.3
    written = text(CODE, (x + side, under, w - 2 * side, high), size, bold=True, align="center")
    code128 = Box("symbol", x, y, w, tall, CODE, symbol=Symbol.CODE128)
    if not side:
        return code128, written
    return code128, written, mark((x + w - side, under + 0.4, side - 0.6, high - 0.6))


def mark(place: Place) -> Box:
    """The framed word that tells a reprint."""
    return Box("mark", *place, REPRINT, size=place[3] * 0.62, bold=True, align="center")


def rule(x: float, y: float, w: float) -> Box:
    """A line across."""
    return Box("line", x, y, w, 0.4)


def table(x: float, y: float, columns: Sequence[float], rows: Sequence[float]) -> tuple[Box, ...]:
    """The rules of a table whose top left corner is given, with its columns and rows."""
    wide, high = sum(columns), sum(rows)
    across = (Box("line", x, y + sum(rows[:n]), wide, THICK) for n in range(len(rows) + 1))
    down = (
        Box("line", x + sum(columns[:n]), y, THICK, high + THICK) for n in range(len(columns) + 1)
    )
    return (*across, *down)
