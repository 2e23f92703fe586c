"""Boxes of the editor added, copied, moved in their order, taken out; it reads no field's worth."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import product
from typing import Final

from esat.errors import Invalid
from esat.layouts.forms import Typed, seen, shown_box
from labels import Box
from labels.codec import MOST_BOXES

_ACT: Final = re.compile(r"(add)|(copy|remove|up|down):(\d{1,3})", re.ASCII)
_NEW: Final = Box("text", 1, 1, 14, 5, text="Texte")


def arranged(given: Typed, act: str) -> tuple[Typed, int]:
    """The boxes after an act of the editor, and the number of the box it leaves chosen.

    Acts: `add`, and `copy:3`, `remove:3`, `up:3`, `down:3`. Invalid `form_invalid` for others.
    """
    found, boxes = _ACT.fullmatch(act), list(given.boxes)
    number = int(found[3] or 0) if found else 0
    if found is None or (not found[1] and not 1 <= number <= len(boxes)):
        raise Invalid("form_invalid", {"boxes": "Cette boîte n’existe plus. Rechargez la page."})
    if found[1]:
        boxes.append(shown_box(_new(given)))
        chosen = len(boxes)
    else:
        chosen = _arrange(boxes, found[2], number)
    if len(boxes) > MOST_BOXES:
        raise Invalid("form_invalid", {"boxes": f"Un gabarit a {MOST_BOXES} boîtes au plus."})
    return replace(given, boxes=tuple(boxes)), chosen


def _arrange(boxes: list[Mapping[str, str]], act: str, number: int) -> int:
    if act == "remove":
        del boxes[number - 1]
        return min(number, len(boxes))
    if act == "copy":
        boxes.insert(number, boxes[number - 1])
        return number + 1
    other = number - 1 if act == "up" else number + 1
    if 1 <= other <= len(boxes):
        boxes[number - 1], boxes[other - 1] = boxes[other - 1], boxes[number - 1]
        return other
    return number


def _new(given: Typed) -> Box:
    """A box where the paper is still free, from its top; in its corner where nothing is."""
    read = seen(given)
    if read.paper is None:
        return _NEW
    across = int(float(read.paper.width) - _NEW.w)
    down = int(float(read.paper.height) - _NEW.h)
    for y, x in product(range(1, down), range(1, across)):
        if _free(x, y, read.boxes.values()):
            return replace(_NEW, x=x, y=y)
    return _NEW


def _free(x: float, y: float, boxes: Iterable[Box]) -> bool:
    return all(
        x + _NEW.w <= box.x or box.x + box.w <= x or y + _NEW.h <= box.y or box.y + box.h <= y
        for box in boxes
    )
