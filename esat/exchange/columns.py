"""Headers matched to fields, however they are written; what is not understood is said, not kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from esat.folding import fold

_NOISE = {"n", "no", "num", "numero", "de", "du", "des", "la", "le", "les", "l", "d"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of ours: its code, its French label, and what people call it, best name first, with
    commas between the names.
    """

    code: str
    label: str
    names: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands; headers that are no field, and those another header has won."""

    places: Mapping[str, int]
    unknown: tuple[str, ...]
    doubled: tuple[str, ...]

    def value(self, cells: Sequence[str], code: str) -> str:
        """The cell of a field, empty when the file has no such column."""
        place = self.places.get(code)
        return cells[place] if place is not None and place < len(cells) else ""


def header_key(header: str) -> str:
    """« N° de Téléphone », « no_telephone » and « TELEPHONE » are one key."""
    words = re.sub(r"[.@]", " ", fold(header)).split()
    return "".join(word for word in words if word not in _NOISE) or "".join(words)


def match(headers: Sequence[str], fields: Sequence[Field]) -> Columns:
    """Each field gets the header that bears its best name; nothing is matched by resemblance."""
    rank: dict[str, tuple[str, int]] = {}
    for field in fields:
        for order, name in enumerate((field.code, *field.names.split(","))):
            rank.setdefault(header_key(name), (field.code, order))
    won: dict[str, tuple[int, int]] = {}
    unknown: list[str] = []
    doubled: list[str] = []
    for place, header in enumerate(headers):
        found = rank.get(header_key(header)) if header else None
        if found is None:
            unknown.append(header or f"colonne {place + 1}")
            continue
        code, order = found
        if code not in won:
            won[code] = (order, place)
        elif order < won[code][0]:
            doubled.append(headers[won[code][1]])
            won[code] = (order, place)
        else:
            doubled.append(header)
    return Columns(
        {code: place for code, (_, place) in won.items()}, tuple(unknown), tuple(doubled)
    )
