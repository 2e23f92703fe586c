"""Layouts to and from plain data that JSON holds; strict: what is odd is refused, never mended."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final, NoReturn

from labels.spec import Box, Layout, LayoutError, Symbol

MOST_BOXES: Final = 60
WIDEST: Final = 500.0
"""Millimetres: no paper, place or letter is larger."""
MOST_LINES: Final = 20
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FIELD = re.compile(r"(?:[a-z][a-z0-9_]{0,39})?")
_SHEET = re.compile(r"[0-9a-z]{0,10}")
_LABEL, _TEXT = 120, 200
_LAYOUT_KEYS = ("code", "label", "width", "height", "sheet", "boxes")
_NEEDED = {"kind", "x", "y", "w", "h"}
_PLAIN = {one.name: one.default for one in fields(Box) if one.name not in _NEEDED}


def layout_to_dict(layout: Layout) -> dict[str, Any]:
    """Return a layout as JSON holds it."""
    return {
        "code": layout.code,
        "label": layout.label,
        "width": layout.width,
        "height": layout.height,
        "sheet": layout.sheet,
        "boxes": boxes_to_list(layout.boxes),
    }


def layout_from_dict(data: object) -> Layout:
    """Return the layout, or raise LayoutError with the key, and the box counted from 0."""
    found = _mapping(data, "layout")
    _keys(found, set(_LAYOUT_KEYS), set(_LAYOUT_KEYS) - {"sheet"})
    return Layout(
        code=_matching(found["code"], "code", _CODE),
        label=_text(found["label"], "label", _LABEL),
        width=_positive(found["width"], "width"),
        height=_positive(found["height"], "height"),
        boxes=boxes_from_list(found["boxes"]),
        sheet=_matching(found.get("sheet", ""), "sheet", _SHEET),
    )


def boxes_to_list(boxes: tuple[Box, ...]) -> list[dict[str, Any]]:
    """Return boxes as JSON holds them, without what is as usual."""
    return [_box_to_dict(box) for box in boxes]


def boxes_from_list(data: object) -> tuple[Box, ...]:
    """Return the boxes, or raise LayoutError."""
    if not isinstance(data, list):
        _refuse("layout_type", key="boxes")
    if len(data) > MOST_BOXES:
        _refuse("layout_boxes", key="boxes", most=MOST_BOXES)
    return tuple(_box_from_dict(one, at) for at, one in enumerate(data))


def _box_to_dict(box: Box) -> dict[str, Any]:
    usual = {name: getattr(box, name) for name, plain in _PLAIN.items()
             if getattr(box, name) != plain}  # fmt: skip
    if box.symbol is not None:
        usual["symbol"] = box.symbol.value
    return {"kind": box.kind, "x": box.x, "y": box.y, "w": box.w, "h": box.h, **usual}


def _box_from_dict(data: object, at: int) -> Box:
    try:
        found = _mapping(data, "box")
        _keys(found, set(_READERS), _NEEDED)
        read = {key: _READERS[key](value, key) for key, value in found.items()}
        if (read["kind"] == "symbol") != (read.get("symbol") is not None):
            _refuse("layout_choice", key="symbol")
        return Box(**read)
    except LayoutError as error:
        raise LayoutError(error.code, **{**error.params, "box": at}) from None


def _refuse(code: str, **params: object) -> NoReturn:
    raise LayoutError(code, **params)


def _mapping(data: object, key: str) -> Mapping[str, Any]:
    if not isinstance(data, dict) or not all(isinstance(name, str) for name in data):
        _refuse("layout_type", key=key)
    return data


def _keys(found: Mapping[str, Any], known: set[str], needed: set[str]) -> None:
    for key in sorted(set(found) - known):
        _refuse("layout_unknown_key", key=key[:40])
    for key in sorted(needed - set(found)):
        _refuse("layout_missing_key", key=key)


def _text(value: object, key: str, most: int = _TEXT) -> str:
    if not isinstance(value, str):
        _refuse("layout_type", key=key)
    if len(value) > most or not value.isprintable():
        _refuse("layout_text", key=key, most=most)
    return value


def _matching(value: object, key: str, form: re.Pattern[str]) -> str:
    text = _text(value, key)
    if not form.fullmatch(text):
        _refuse("layout_text", key=key)
    return text


def _number(value: object, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        _refuse("layout_type", key=key)
    if not 0 <= value <= WIDEST or math.isnan(value):
        _refuse("layout_number", key=key, most=WIDEST)
    return float(value)


def _positive(value: object, key: str) -> float:
    number = _number(value, key)
    if number <= 0:
        _refuse("layout_number", key=key, most=WIDEST)
    return number


def _one_of(*choices: str) -> Callable[[object, str], str]:
    def read(value: object, key: str) -> str:
        text = _text(value, key)
        if text not in choices:
            _refuse("layout_choice", key=key)
        return text

    return read


def _symbol(value: object, key: str) -> Symbol | None:
    return None if value is None else Symbol(_one_of(*Symbol)(value, key))


def _bold(value: object, key: str) -> bool:
    if not isinstance(value, bool):
        _refuse("layout_type", key=key)
    return value


def _lines(value: object, key: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        _refuse("layout_type", key=key)
    if not 1 <= value <= MOST_LINES:
        _refuse("layout_number", key=key, most=MOST_LINES)
    return value


_READERS: dict[str, Callable[[object, str], Any]] = {
    "kind": _one_of("text", "symbol", "line", "mark"),
    "x": _number,
    "y": _number,
    "w": _positive,
    "h": _positive,
    "field": lambda value, key: _matching(value, key, _FIELD),
    "text": _text,
    "when": lambda value, key: _matching(value, key, _FIELD),
    "symbol": _symbol,
    "size": _positive,
    "smallest": _positive,
    "bold": _bold,
    "align": _one_of("left", "center", "right"),
    "lines": _lines,
}
