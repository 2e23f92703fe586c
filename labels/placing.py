"""Where each mark of a label falls, in dots of a printer; draws nothing."""

from functools import lru_cache
from typing import NamedTuple

from labels import faces
from labels.fitting import Fitted, fit
from labels.spec import CODE, SHORTER, Box, Label, Layout, LayoutError, Symbol
from labels.symbols import QUIET, WIDEST_BAR, Modules, least_dots, modules, qr_version

INCH = 25.4
_FRAME, _INSET = 0.5, 0.9
"""Millimetres: how thick the frame of a mark is, and how far in its word begins."""


class TextAt(NamedTuple):
    """A line: its left end, the line its letters stand on, the size of their body.

    A line in the middle of its box says where that box begins and how wide it is: a printer whose
    letters are narrower than ours centres them anew.
    """

    x: int
    baseline: int
    size: int
    bold: bool
    text: str
    centred: tuple[int, int] | None = None


class SymbolAt(NamedTuple):
    """The dark part of a symbol: `dots` a module, `height` of the whole."""

    kind: Symbol
    text: str
    x: int
    y: int
    dots: int
    height: int
    modules: Modules


class RectAt(NamedTuple):
    x: int
    y: int
    w: int
    h: int


class Placed(NamedTuple):
    width: int
    height: int
    dpi: int
    texts: list[TextAt]
    symbols: list[SymbolAt]
    rects: list[RectAt]


class Problem(NamedTuple):
    """What somebody should see before printing: `cut`, `replaced` or `not_shown`."""

    field: str
    kind: str


class _Room(NamedTuple):
    """A box in dots."""

    box: Box
    x: int
    y: int
    w: int
    h: int
    size: int
    smallest: int

    @property
    def inset(self) -> int:
        """How far from its sides a text keeps."""
        return round(self.w * _INSET / self.box.w) if self.box.kind == "mark" else 0


def dots(millimetres: float, dpi: int) -> int:
    return round(millimetres * dpi / INCH)


@lru_cache(maxsize=128)
def _rooms(layout: Layout, dpi: int) -> tuple[_Room, ...]:
    for box in layout.boxes:
        beyond = max(box.x + box.w - layout.width, box.y + box.h - layout.height)
        if min(box.x, box.y) < 0 or beyond > 1e-6:
            raise LayoutError("box_outside", layout=layout.code, field=box.field)
    right, bottom = dots(layout.width, dpi), dots(layout.height, dpi)
    return tuple(
        _Room(
            box,
            x=dots(box.x, dpi),
            y=dots(box.y, dpi),
            w=min(dots(box.w, dpi), right - dots(box.x, dpi)),
            h=min(dots(box.h, dpi), bottom - dots(box.y, dpi)),
            size=dots(box.size, dpi),
            smallest=min(dots(box.size, dpi), dots(box.smallest, dpi)),
        )
        for box in layout.boxes
    )


def place(label: Label, dpi: int) -> Placed:
    """Return everything the label shows; raise LayoutError when a symbol does not fit."""
    layout = label.layout
    placed = Placed(dots(layout.width, dpi), dots(layout.height, dpi), dpi, [], [], [])
    if not label.code:
        raise LayoutError("no_code", layout=layout.code)
    for room in _rooms(layout, dpi):
        box = room.box
        if box.kind == "line":
            placed.rects.append(RectAt(room.x, room.y, max(1, room.w), max(1, room.h)))
            continue
        shown = label.shown(box)
        if not shown:
            continue
        if box.kind == "symbol":
            placed.symbols.append(_symbol(room, shown, dpi))
        else:
            _text(placed, room, shown)
    return placed


def fits(label: Label, dpi: int = 203) -> tuple[Problem, ...]:
    """Return what would be cut, replaced or left out; empty when the label shows all of it."""
    problems = [
        Problem(name, "not_shown")
        for name, value in label.fields.items()
        if value.strip() and name not in label.layout.fields and name != CODE
    ]
    for room in _rooms(label.layout, dpi):
        shown = label.shown(room.box)
        if room.box.kind not in {"text", "mark"} or not shown:
            continue
        if faces.MISSING in faces.printable(shown).replace(faces.MISSING, "", shown.count("¤")):
            problems.append(Problem(room.box.field, "replaced"))
        if _fitted(room, shown).cut:
            problems.append(Problem(room.box.field, "cut"))
    return tuple(problems)


def _symbol(room: _Room, text: str, dpi: int) -> SymbolAt:
    kind = room.box.symbol or Symbol.QR
    larger = qr_version(text, min(room.w, room.h), dpi) if kind is Symbol.QR else 0
    drawn = modules(kind, text, larger)
    quiet = QUIET[kind]
    side = drawn.columns + 2 * quiet
    if kind is Symbol.CODE128:
        wide = min(room.w // side, max(least_dots(kind, dpi), int(WIDEST_BAR * dpi / INCH)))
        height = room.h
    else:
        wide = min(room.w // side, room.h // (len(drawn.rows) + 2 * quiet))
        height = len(drawn.rows) * wide
    if wide < least_dots(kind, dpi):
        needed = round(side * least_dots(kind, dpi) * INCH / dpi, 1)
        raise LayoutError(
            "symbol_too_wide", symbol=kind.value, text=text, has=room.box.w, needs=needed
        )
    x = room.x + (room.w - drawn.columns * wide) // 2
    return SymbolAt(kind, text, x, room.y + (room.h - height) // 2, wide, height, drawn)


def _fitted(room: _Room, text: str) -> Fitted:
    """Fit a text; a mark takes its shorter forms before it is cut."""
    fitted = _fit(room, text)
    if room.box.kind == "mark":
        for shorter in SHORTER.get(text, ()):
            if not fitted.cut:
                break
            fitted = _fit(room, shorter)
    return fitted


def _fit(room: _Room, text: str) -> Fitted:
    box = room.box
    return fit(
        faces.printable(text),
        bold=box.bold,
        size=room.size,
        smallest=room.smallest,
        width=room.w - 2 * room.inset,
        rows=lambda size: max(1, min(box.lines, int(room.h / (size * faces.LINE)))),
    )


def _text(placed: Placed, room: _Room, shown: str) -> None:
    box = room.box
    fitted = _fitted(room, shown)
    if not any(fitted.lines):
        return
    step = fitted.size * faces.LINE
    # Lines stand one under the other from the top; a single one stands in the middle of its box.
    top = room.y + (max(0.0, room.h - step) / 2 if len(fitted.lines) == 1 else 0.0)
    first = top + fitted.size * faces.ascent()
    for number, line in enumerate(fitted.lines):
        x = room.x + (room.inset if box.align == "left" else 0)
        if box.align != "left":
            free = room.w - faces.measure(line, bold=box.bold) * fitted.size / faces.EM
            x += int(free / 2 if box.align == "center" else free)
        baseline = round(first + number * step)
        centred = (room.x, room.w) if box.align == "center" else None
        placed.texts.append(TextAt(x, baseline, fitted.size, box.bold, line, centred))
    if box.kind == "mark":
        placed.rects.extend(_frame(room, placed.dpi))


def _frame(room: _Room, dpi: int) -> tuple[RectAt, ...]:
    thick = max(1, dots(_FRAME, dpi))
    right, bottom = room.x + room.w - thick, room.y + room.h - thick
    return (
        RectAt(room.x, room.y, room.w, thick),
        RectAt(room.x, bottom, room.w, thick),
        RectAt(room.x, room.y, thick, room.h),
        RectAt(right, room.y, thick, room.h),
    )
