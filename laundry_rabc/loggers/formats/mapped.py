"""Any other CSV, by what somebody once said of its columns; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from laundry_rabc.loggers.formats.sheet import Mark, Sheet, cells, sign_of, whole

FORMAT: Final = "mapped"
_WITHIN: Final = 30
BETWEEN: Final = " | "


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns of a file are: `header` is its title line as `signature` writes it, `hour`
    is -1 when day and hour stand in one column. `zone` is an offset or the name of a zone.
    """

    header: str
    day: int
    hour: int
    value: int
    order: str
    decimal: str
    unit: str
    zone: str


def signature(line: str) -> str:
    """A title line by which its file is known again: its cells, whatever stands between them."""
    return BETWEEN.join(cell.casefold() for cell in cells(line, sign_of(line)))


def cells_of(line: str, title: str) -> tuple[str, ...]:
    """The cells of a line, cut as its title line is."""
    return cells(line, sign_of(title))


def titles(lines: Sequence[str]) -> tuple[int, tuple[str, ...]] | None:
    """The first line that names at least two columns, the next one having as many; its number."""
    for place, line in enumerate(lines[:_WITHIN]):
        sign = sign_of(line)
        heads = cells(line, sign)
        under = next((one for one in lines[place + 1 :] if one.strip()), "")
        named = sum(1 for head in heads if any(c.isalpha() for c in head))
        if named > 1 and len(cells(under, sign)) >= len(heads):
            return place, heads
    return None


def read(lines: Sequence[str], mapping: Mapping, *, ended: bool) -> Sheet | None:
    """The sheet of a file whose title line is the mapping's, None for another. Invalid:
    `logger_cut`.
    """
    place = next(
        (n for n, line in enumerate(lines[:_WITHIN]) if signature(line) == mapping.header), None
    )
    if place is None:
        return None
    sign = sign_of(lines[place])
    width = len(cells(lines[place], sign))
    when = [mapping.day] + ([mapping.hour] if mapping.hour >= 0 else [])
    marks = []
    for number, line in enumerate(lines[place + 1 :], place + 2):
        if line.strip():
            row = whole(cells(line, sign), width, number)
            marks.append(Mark(number, " ".join(row[n] for n in when), row[mapping.value]))
    return Sheet(
        format=FORMAT,
        unit=mapping.unit,
        marks=tuple(marks),
        zone=mapping.zone,
        order=mapping.order,
        decimal=mapping.decimal,
        ends_cut=not ended,
    )
