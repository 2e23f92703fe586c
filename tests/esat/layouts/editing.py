"""Layouts as the editor sends them, and one that holds all it shows; tests nothing."""

from dataclasses import replace

from esat.layouts import forms
from labels import LAYOUTS, Box, Layout, Symbol


def sent(layout: Layout, base: int = 0, **changed: str) -> dict[str, str]:
    """The fields of the editor; `b7_w="12"` types over the width of box 7."""
    typed = forms.typed_of(layout)
    fields = {**typed.paper, "base": str(base), "reason": "Plus lisible", "textes": "courts"}
    for number, box in enumerate(typed.boxes, 1):
        # A box that is not ticked is not sent.
        fields |= {f"b{number}.{name}": said for name, said in box.items() if said != ""}
    return fields | {name.replace("_", ".", 1): said for name, said in changed.items()}


def with_box(layout: Layout, at: int, **changed: object) -> Layout:
    """The layout with one box changed, counted from 0."""
    boxes = list(layout.boxes)
    boxes[at] = replace(boxes[at], **changed)  # type: ignore[arg-type]
    return replace(layout, boxes=tuple(boxes))


def first(layout: Layout, symbol: Symbol) -> int:
    """The place of its first symbol of a kind, counted from 0."""
    return next(at for at, box in enumerate(layout.boxes) if box.symbol is symbol)


def field(layout: Layout, name: str) -> int:
    """The place of the first text that shows a field."""
    return next(at for at, b in enumerate(layout.boxes) if b.field == name and b.kind == "text")


BAG = LAYOUTS["bag"]
QR = first(BAG, Symbol.QR)
TITLE = field(BAG, "title")
LOWER = with_box(BAG, TITLE, size=5.0)
"""A bag whose title is smaller: whole, and not that of the house."""
LINE = Box("line", 3, 8, 20, 0.5)
