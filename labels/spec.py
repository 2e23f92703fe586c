"""What a label is, in millimetres: boxes, layouts, labels and printers; knows no dots, no file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

CODE = "code"
"""The field that every label has: the text of its symbols."""

REPRINT = "mark"
"""The field that frames a word such as « Réimpression » where the layout keeps room for it."""

SHORTER = {"Réimpression": ("Réimpr.", "R")}
"""What a mark too narrow for its word shows instead, the longest first."""

STEPS = tuple(f"step{number}" for number in range(1, 13))
"""The stages that a traveller names beforehand, one a line."""

FIELDS = {
    CODE: "Code",
    REPRINT: "Mention de réimpression",
    "title": "Titre",
    "line1": "Ligne 1",
    "line2": "Ligne 2",
    "line3": "Ligne 3",
    "footer": "Bas de l’étiquette",
    "kind": "Nature de la chose",
    "url": "Adresse de suivi",
    **{step: f"Étape {step.removeprefix('step')}" for step in STEPS},
}
"""Every value that a label may show, and how a person calls it."""


class LabelError(Exception):
    """A label cannot be made or printed: a code for tests, parameters for the French sentence."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(f"{code} {params}" if params else code)
        self.code = code
        self.params = params


class LayoutError(LabelError):
    """What was asked does not fit the paper, or no symbol can hold it."""


class TransportError(LabelError):
    """The printer did not say that it took the label."""


class NotSentError(TransportError):
    """Not a byte left: the same label may be sent again without a double."""


class DoubtError(TransportError):
    """Some of it may have left: only somebody who looks at the printer knows."""


class Symbol(StrEnum):
    CODE128 = "code128"
    QR = "qr"
    DATAMATRIX = "datamatrix"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in millimetres from the top left corner, and what stands in it.

    `field` names the value shown; `text` is written as it is. `when` names a field without
    which the box stays empty. `size` is the height of a letter's body, `smallest` how far it
    may shrink before the text is cut. The quiet zone of a symbol lies inside its box.
    """

    kind: Literal["text", "symbol", "line", "mark"]
    x: float
    y: float
    w: float
    h: float
    field: str = ""
    text: str = ""
    when: str = ""
    symbol: Symbol | None = None
    size: float = 3.5
    smallest: float = 2.2
    bold: bool = False
    align: Literal["left", "center", "right"] = "left"
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """A named arrangement of boxes on paper; `sheet` names the A4 grid it is cut for, if any."""

    code: str
    label: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    sheet: str = ""

    def __hash__(self) -> int:
        """Hash by name and size alone: prepared layouts are looked up for each label."""
        return hash((self.code, self.width, self.height))

    @property
    def fields(self) -> frozenset[str]:
        """The names this layout can show."""
        return frozenset(box.field for box in self.boxes if box.field)

    @property
    def symbols(self) -> tuple[Box, ...]:
        return tuple(box for box in self.boxes if box.kind == "symbol")


@dataclass(frozen=True, slots=True)
class Label:
    """One label to print: its code and the French texts by field name."""

    layout: Layout
    code: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return self.code if name == CODE else self.fields.get(name, "")

    def shown(self, box: Box) -> str:
        """What the box holds on this label; empty when it stays blank."""
        if box.when and not self.value(box.when):
            return ""
        return box.text or self.value(box.field)


@dataclass(frozen=True, slots=True)
class Printer:
    """Where labels come out: a folder, an `ipp://` address (a printer or a queue of CUPS), or the
    `host:port` of a label printer.
    """

    name: str
    kind: Literal["file", "ipp", "socket"]
    target: str
    dpi: int = 203
    media: str = ""
