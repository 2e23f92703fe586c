"""From the fields of the editor to a layout, and back; it knows no row and judges no symbol."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError

from esat.errors import Invalid
from esat.layouts import words
from esat.web.forms import FormShape, NoControl, Required, field_errors
from labels import Box, Layout, Symbol
from labels.codec import MOST_BOXES, MOST_LINES
from labels.spec import FIELDS, REPRINT

_NUMBER: Final = re.compile(r"\d{1,9}(?:[.,]\d{0,9})?", re.ASCII)
_BOX: Final = re.compile(r"b(\d{1,3})\.kind", re.ASCII)


def _plain(value: object) -> object:
    """A number as French hands write it, and nothing that only a program would call one."""
    text = str(value).strip()
    return text.replace(",", ".") if _NUMBER.fullmatch(text) else "?"


def _printable(value: object) -> object:
    if not str(value).strip().isprintable():
        msg = "not one line"
        raise ValueError(msg)
    return value


Millimetres = Annotated[Decimal, BeforeValidator(_plain), Field(decimal_places=3)]
Side = Annotated[Millimetres, Field(ge=5, le=300)]
Place = Annotated[Millimetres, Field(ge=0, le=300)]
Length = Annotated[Millimetres, Field(gt=0, le=300)]
Letter = Annotated[Millimetres, Field(ge=1, le=60)]
Name = Annotated[str, StringConstraints(max_length=40), NoControl]
Line = Annotated[str, StringConstraints(max_length=200), BeforeValidator(_printable)]
"""What one line of a label can show: no break, no sign without a shape."""
Title = Annotated[str, StringConstraints(min_length=1, max_length=120), BeforeValidator(_printable)]


class PaperIn(FormShape):
    """What is said of the whole layout."""

    label: Title
    width: Side
    height: Side
    sheet: Name = ""


class LineIn(FormShape):
    """A box of which only the place counts."""

    x: Place
    y: Place
    w: Length
    h: Length


class SymbolIn(LineIn):
    field: Name = ""
    text: Line = ""
    when: Name = ""
    symbol: Symbol


class MarkIn(LineIn):
    size: Letter
    smallest: Letter
    lines: Annotated[int, Field(ge=1, le=MOST_LINES)]
    align: Literal["left", "center", "right"]
    bold: bool = False


class TextIn(MarkIn):
    field: Name = ""
    text: Line = ""
    when: Name = ""


Reason = Annotated[Required, Field(max_length=200)]
Base = Annotated[int, Field(ge=0, le=10**6)]


class ReasonIn(FormShape):
    """Why a version is made, and the newest version when it was drawn."""

    reason: Reason
    base: Base


class WhyIn(FormShape):
    """Why a layout is withdrawn or taken up again."""

    why: Reason
    base: Base


class CopyIn(FormShape):
    """A layout under another name."""

    copy_code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    copy_label: Title


class LookIn(FormShape):
    """How the picture of the editor is asked for: which words, which box is chosen, which act."""

    textes: Literal["courts", "longs"] = "courts"
    chosen: Annotated[int, Field(ge=0, le=MOST_BOXES)] = 0
    do: Name = ""


class PictureIn(FormShape):
    """Which version is drawn, and with which words; without one, that which serves."""

    version: Annotated[int | None, Field(ge=0, le=10**6)] = None
    textes: Literal["courts", "longs"] = "courts"


SHAPES: Final[Mapping[str, type[LineIn]]] = {
    "text": TextIn,
    "symbol": SymbolIn,
    "line": LineIn,
    "mark": MarkIn,
}


@dataclass(frozen=True, slots=True)
class Typed:
    """A layout as it stands in the fields: texts, as they were typed."""

    paper: Mapping[str, str]
    boxes: tuple[Mapping[str, str], ...]


def typed(form: Mapping[str, str]) -> Typed:
    """What was sent, unread. Invalid `form_invalid` with more boxes than a label can need."""
    numbers = sorted({int(found[1]) for name in form if (found := _BOX.fullmatch(name))})
    if len(numbers) > MOST_BOXES:
        raise Invalid("form_invalid", {"boxes": f"Un gabarit a {MOST_BOXES} boîtes au plus."})
    return Typed(
        {name: form.get(name, "") for name in PaperIn.model_fields},
        tuple(_sent_box(form, number) for number in numbers),
    )


def _sent_box(form: Mapping[str, str], number: int) -> Mapping[str, str]:
    found = {name: form.get(f"b{number}.{name}", "") for name in BOX_PARTS}
    return found | {"bold": "1" if form.get(f"b{number}.bold") else ""}


def typed_of(layout: Layout) -> Typed:
    """A layout as the fields show it."""
    paper = {
        "label": layout.label,
        "width": words.number(layout.width),
        "height": words.number(layout.height),
        "sheet": layout.sheet,
    }
    return Typed(paper, tuple(shown_box(box) for box in layout.boxes))


def shown_box(box: Box) -> Mapping[str, str]:
    numbers = {name: words.number(getattr(box, name)) for name in ("x", "y", "w", "h", *LETTERS)}
    return numbers | {
        "kind": box.kind,
        "field": box.field,
        "text": box.text,
        "when": box.when,
        "symbol": box.symbol.value if box.symbol else Symbol.QR.value,
        "bold": "1" if box.bold else "",
        "align": box.align,
        "lines": str(box.lines),
    }


LETTERS: Final = ("size", "smallest")
BOX_PARTS: Final = (
    "kind", "x", "y", "w", "h", "field", "text", "when", "symbol", *LETTERS, "bold", "align",
    "lines",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What of the fields can be read: the paper, boxes by number, and a sentence for the rest."""

    paper: PaperIn | None
    boxes: Mapping[int, Box]
    faults: Mapping[str, str]

    def layout(self, code: str) -> Layout | None:
        """The boxes that can be read, on their paper; None where the paper cannot."""
        if self.paper is None:
            return None
        sides = float(self.paper.width), float(self.paper.height)
        boxes = tuple(self.boxes.values())
        return Layout(code, self.paper.label, *sides, boxes, sheet=self.paper.sheet)


def seen(given: Typed) -> Seen:
    """Read every field; what is wrong with those of box 3 stands under `b3.…`."""
    faults: dict[str, str] = {}
    paper = _read(PaperIn, given.paper, "", faults)
    boxes: dict[int, Box] = {}
    for number, one in enumerate(given.boxes, 1):
        box = _box(one, f"b{number}.", faults)
        if box is not None:
            boxes[number] = box
    return Seen(paper, boxes, faults)


def with_reason(code: str, given: Typed, form: Mapping[str, str]) -> tuple[Layout, ReasonIn]:
    """The layout that the fields describe, and why. Invalid `form_invalid`, by field."""
    read = seen(given)
    faults, layout = dict(read.faults), read.layout(code)
    reason = _read(ReasonIn, form, "", faults)
    if faults or layout is None or reason is None:
        raise Invalid("form_invalid", faults)
    return layout, reason


S = TypeVar("S", bound=FormShape)


def _read(
    shape: type[S], given: Mapping[str, str], prefix: str, faults: dict[str, str]
) -> S | None:
    try:
        return shape.model_validate({name: given.get(name, "") for name in shape.model_fields})
    except ValidationError as error:
        faults |= {prefix + name: said for name, said in field_errors(error).items()}
        return None


def _box(given: Mapping[str, str], prefix: str, faults: dict[str, str]) -> Box | None:
    """Only the fields of its kind are read: the others are not on the screen."""
    shape = SHAPES.get(given["kind"])
    if shape is None:
        faults[prefix + "kind"] = "Choisissez dans la liste."
        return None
    read = _read(shape, {**given, "bold": given["bold"] or "0"}, prefix, faults)
    wrong = _field_faults(given, shape)
    for name, said in wrong.items():
        faults.setdefault(prefix + name, said)
    if read is None or wrong:
        return None
    parts: dict[str, Any] = {
        name: float(value) if isinstance(value, Decimal) else value
        for name, value in read.model_dump().items()
    }
    if given["kind"] == "mark":
        parts["field"] = REPRINT
    return Box(given["kind"], **parts)  # type: ignore[arg-type] # it is a key of SHAPES


def _field_faults(given: Mapping[str, str], shape: type[LineIn]) -> dict[str, str]:
    if "field" not in shape.model_fields:
        return {}
    faults = {
        name: "Choisissez dans la liste."
        for name in ("field", "when")
        if given[name] and given[name] not in FIELDS
    }
    fixed = given["text"].strip()
    if given["field"] and fixed:
        faults["text"] = "Videz ce texte, ou choisissez « Texte fixe »."
    if not given["field"] and not fixed:
        faults["text"] = "Écrivez ce texte, ou choisissez un champ."
    return faults
