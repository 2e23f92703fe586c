"""What the editor shows: fields as typed, the picture they make, what is wrong with which box."""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from esat.layouts import faults, forms, picture, words
from esat.layouts.faults import Said
from esat.layouts.forms import Typed
from labels import Box, Layout

_BOX: Final = re.compile(r"b(\d{1,3})(?:\.(\w+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Outline:
    """A box over the picture, in millimetres."""

    number: int
    box: Box
    wrong: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A box of the editor: its fields, what it is called, and what is wrong with it."""

    number: int
    fields: Mapping[str, str]
    title: str
    place: str
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that follows from the fields. `layout` is None where the paper is unreadable."""

    layout: Layout | None
    picture: str
    outlines: tuple[Outline, ...]
    boxes: tuple[Shown, ...]
    errors: Mapping[str, str]
    """A sentence by field that cannot be read, or that is not what it should be."""
    general: tuple[str, ...]
    """What is wrong with no box of its own."""

    @property
    def tag(self) -> float:
        """The height of the numbers over the picture, in millimetres of the paper."""
        longest = 0.0 if self.layout is None else max(self.layout.width, self.layout.height)
        return max(1.8, round(longest / 30, 1))

    @property
    def wrong(self) -> list[Shown]:
        """The boxes that must be corrected."""
        return [box for box in self.boxes if box.reasons]


def look(code: str, given: Typed, *, longest: bool) -> Look:
    """Read the fields, draw what can be read, and say what is wrong."""
    seen = forms.seen(given)
    layout = seen.layout(code)
    found = () if layout is None else faults.of(layout)
    reasons = _reasons(found, list(seen.boxes), seen.faults)
    general = faults.by_place([one for one in found if one.index is None])
    return Look(
        layout=layout,
        picture="" if layout is None else _embedded(layout, found, longest),
        outlines=tuple(Outline(n, box, n in reasons) for n, box in seen.boxes.items()),
        boxes=tuple(
            _shown(number, fields, seen.boxes.get(number), reasons.get(number, ()))
            for number, fields in enumerate(given.boxes, 1)
        ),
        errors={**general, **seen.faults},
        general=tuple(one.sentence for one in found if one.index is None),
    )


def _reasons(
    found: Sequence[Said], numbers: Sequence[int], unread: Mapping[str, str]
) -> dict[int, list[str]]:
    """Sentences by number of box: what it cannot hold, and what of its fields is not readable."""
    reasons: dict[int, list[str]] = {}
    for one in found:
        if one.index is not None:
            reasons.setdefault(numbers[one.index], []).append(one.named(numbers))
    for name, sentence in unread.items():
        at = _BOX.fullmatch(name)
        if at is not None:
            said = f"Boîte {at[1]}, {words.PARTS[at[2]].lower()} : {sentence}"
            reasons.setdefault(int(at[1]), []).append(said)
    return reasons


def _shown(
    number: int, fields: Mapping[str, str], box: Box | None, reasons: Sequence[str]
) -> Shown:
    if box is None:
        return Shown(number, fields, words.KINDS.get(fields["kind"], "Boîte"), "", reasons)
    title = words.what(box)
    return Shown(number, fields, title[0].upper() + title[1:], words.sides(box.w, box.h), reasons)


def _embedded(layout: Layout, found: Sequence[Said], longest: bool) -> str:  # noqa: FBT001 - private
    png = picture.png(layout, found, with_longest=longest)
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
