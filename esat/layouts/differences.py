"""What differs between two layouts, in French; it knows no row and no version."""

from collections.abc import Callable
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Final

from esat.layouts import words
from labels import Box, Layout

_MEASURES: Final = ("x", "y", "w", "h", "size", "smallest")
_PARTS: Final = ("kind", "field", "text", "when", "symbol", *_MEASURES, "bold", "align", "lines")


def between(old: Layout, new: Layout) -> tuple[str, ...]:
    """A sentence for each thing that changed, to a thousandth of a millimetre; empty: the same."""
    found = []
    for name in ("label", "sheet"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            found.append(f"{words.PARTS[name]} : {_said(before)} → {_said(after)}.")
    if words.size(old) != words.size(new):
        found.append(f"Papier : {words.size(old)} → {words.size(new)}.")
    return (*found, *_of_boxes(old.boxes, new.boxes))


def _of_boxes(old: tuple[Box, ...], new: tuple[Box, ...]) -> list[str]:
    """Boxes that stand unchanged are paired first, whatever their number; the rest in order."""
    found = []
    pairs = SequenceMatcher(a=[_key(box) for box in old], b=[_key(box) for box in new])
    for tag, a, b, c, d in pairs.get_opcodes():
        if tag == "equal":
            continue
        for number, (before, after) in enumerate(zip_longest(old[a:b], new[c:d])):
            if before is None:
                found.append(f"{words.box(c + number + 1, after)} : ajoutée.")
            elif after is None:
                found.append(f"{words.box(a + number + 1, before)} : retirée.")
            else:
                changes = _of_box(before, after)
                found.append(f"{words.box(c + number + 1, after)} : {', '.join(changes)}.")
    return found


def _of_box(old: Box, new: Box) -> list[str]:
    return [
        f"{words.PARTS[name].lower()} {_shown(old, name)} → {_shown(new, name)}"
        for name in _PARTS
        if _shown(old, name) != _shown(new, name)
    ]


def _key(box: Box) -> tuple[str, ...]:
    return tuple(_shown(box, name) for name in _PARTS)


def _shown(box: Box, name: str) -> str:
    return _WORDS.get(name, words.number)(getattr(box, name))


def _said(text: str) -> str:
    return f"« {text} »" if text else "rien"


_WORDS: Final[dict[str, Callable[[Any], str]]] = {
    "kind": lambda kind: words.KINDS[kind],
    "field": words.field,
    "when": words.field,
    "text": _said,
    "symbol": lambda symbol: words.SYMBOLS[symbol.value] if symbol else "aucun",
    "bold": lambda bold: "oui" if bold else "non",
    "align": lambda align: words.ALIGNS[align].lower(),
}
