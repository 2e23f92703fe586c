"""From the bytes of a file to a curve in UTC and °C, or to the one question it leaves open; pure.

bytes -> text -> the format that knows it -> order of the dates -> zone -> points
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from esat.errors import Invalid, TooLarge
from esat.exchange import encodings
from laundry_rabc import curves
from laundry_rabc.curves import Gap, Point
from laundry_rabc.loggers.formats import dates, foreign, hobo, ibutton, mapped, zones
from laundry_rabc.loggers.formats.mapped import Mapping
from laundry_rabc.loggers.formats.sheet import Mark, Sheet, decimal_of, split

MAX_BYTES: Final = 15 * 1024 * 1024
AHEAD: Final = timedelta(minutes=10)
"""How far the clock of a logger may run before ours."""
LABELS: Final = {
    hobo.WARE: "HOBOware",
    hobo.MOBILE: "HOBOmobile",
    ibutton.FORMAT: "iButton / Thermochron",
    mapped.FORMAT: "CSV décrit",
}
_UNPLUGGED: Final = (Decimal(-80), Decimal(400))
"""No probe of a laundry measures beyond, in °C: loggers write such values (-888.88) for none."""
_STARTS: Final = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"PK\x03\x04", b"Rar!",
    b"\xd0\xcf\x11\xe0",
)  # fmt: skip
_THOUSANDTH: Final = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Said:
    """What a person adds to what the file says of itself."""

    zone: str = ""
    order: str = ""
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """A file understood: its curve, and how it was read."""

    format: str
    serial: str
    unit: str
    zone: str
    zone_said: str
    order: str
    points: tuple[Point, ...]
    interval: timedelta | None
    gaps: tuple[Gap, ...]
    mapping: Mapping | None = None

    @property
    def label(self) -> str:
        return LABELS[self.format]

    @property
    def measured(self) -> list[Decimal]:
        return [point.celsius for point in self.points if point.celsius is not None]


def text_of(data: bytes, filename: str) -> list[str]:
    """The lines of a file. Invalid: `logger_empty`, `logger_not_one`, and what `esat.exchange` says
    of its encoding; TooLarge: `logger_too_large`, `logger_too_long`.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge("logger_too_large", megabytes=MAX_BYTES // 1024 // 1024)
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise Invalid("logger_empty")
    if data.startswith(_STARTS):
        raise Invalid("logger_not_one")
    text, _ = encodings.decode(data, filename)
    text = text.removeprefix("\ufeff")
    if text.lstrip()[:1] == "<":
        raise Invalid("logger_not_one")
    return split(text)


def understand(
    data: bytes, filename: str, said: Said, mappings: Sequence[Mapping], now: datetime
) -> Understood:
    """Read a file whole. Invalid with the line for all that is wrong in it; `logger_not_one` for no
    known form, `logger_to_map` for a table nobody described; `logger_ask_order`, `logger_ask_zone`
    and `logger_ask_column` for what the file does not say, each in the field that answers it.
    """
    lines = text_of(data, filename)
    sheet, mapping = _sheet(lines, said, mappings)
    if not sheet.marks:
        raise Invalid("logger_no_rows")
    if sheet.count is not None and sheet.count != len(sheet.marks):
        raise Invalid("logger_count", said=sheet.count, found=len(sheet.marks))
    values = _celsius(sheet)
    if sheet.columns:
        raise Invalid("logger_ask_column", {"column": "Choisissez la sonde à garder."})
    order, walls = _ordered(sheet, said, now)
    name = sheet.zone or said.zone
    if zones.zone(name) is None:
        raise Invalid(
            "logger_ask_zone", {"zone": "Le fichier ne dit pas son fuseau : choisissez-le."}
        )
    moments = zones.to_utc(walls, sheet.marks, name)
    _check(moments, sheet.marks, now)
    points = tuple(Point(at, value) for at, value in zip(moments, values, strict=True))
    interval = curves.interval_of(points)
    return Understood(
        sheet.format, sheet.serial, sheet.unit, name, sheet.zone_said, order, points, interval,
        curves.gaps_of(points, interval), mapping,
    )  # fmt: skip


def columns_of(data: bytes, filename: str) -> tuple[tuple[int, str], ...]:
    """The columns of temperature of a file that has several."""
    sheet = hobo.read(text_of(data, filename), None, ended=True)
    return () if sheet is None else sheet.columns


def _sheet(
    lines: list[str], said: Said, mappings: Sequence[Mapping]
) -> tuple[Sheet, Mapping | None]:
    ended = not lines[-1].strip()
    foreign.refuse(lines)
    for mapping in mappings:
        found = mapped.read(lines, mapping, ended=ended)
        if found is not None:
            return found, mapping
    known = ibutton.read(lines, ended=ended) or hobo.read(lines, said.column, ended=ended)
    if known is not None:
        return known, None
    raise Invalid("logger_to_map" if mapped.titles(lines) else "logger_not_one")


def _celsius(sheet: Sheet) -> list[Decimal | None]:
    found = [decimal_of(mark.value, sheet.decimal, mark.line) for mark in sheet.marks]
    _uncut(sheet)
    return [_kept(value, sheet.unit) for value in found]


def _uncut(sheet: Sheet) -> None:
    """Where each value has as many decimals, a last line without its end and with fewer is a part
    of a value.
    """
    if not sheet.ends_cut or len(sheet.marks) < 3:
        return
    sizes = {len(mark.value.partition(sheet.decimal)[2]) for mark in sheet.marks[:-1] if mark.value}
    last = sheet.marks[-1]
    if len(sizes) == 1 and len(last.value.partition(sheet.decimal)[2]) < max(sizes):
        raise Invalid("logger_cut", line=last.line)


def _kept(value: Decimal | None, unit: str) -> Decimal | None:
    if value is None:
        return None
    celsius = (value - 32) * 5 / 9 if unit == "F" else value
    low, high = _UNPLUGGED
    return celsius.quantize(_THOUSANDTH) if low <= celsius <= high else None


def _ordered(sheet: Sheet, said: Said, now: datetime) -> tuple[str, list[datetime]]:
    wanted = sheet.order or said.order
    found = dates.possible(sheet.marks, sheet.first, now)
    if wanted:
        if wanted not in found:
            raise _misread(sheet.marks, wanted)
        return wanted, found[wanted]
    if len(found) > 1 and len({tuple(read) for read in found.values()}) > 1:
        raise Invalid("logger_ask_order", {"order": "Rien dans le fichier ne le prouve."})
    return next(iter(found.items()))


def _misread(marks: Sequence[Mark], order: str) -> Invalid:
    """The line that says that the order of the description is not that of the file."""
    for mark in marks:
        if dates.moment_of(dates.fields_of(mark), order) is None:
            return Invalid("logger_bad_date", line=mark.line, found=mark.when[:40])
    return Invalid("logger_other_order", order=dates.ORDERS.get(order, order))


def _check(moments: Sequence[datetime], marks: Sequence[Mark], now: datetime) -> None:
    for (earlier, later), (before, mark) in zip(pairwise(moments), pairwise(marks), strict=True):
        if later == earlier:
            raise Invalid("logger_line_twice", line=mark.line, other=before.line)
        if later < earlier:
            raise Invalid("logger_unordered", line=mark.line, other=before.line)
    if moments[-1] > now + AHEAD:
        raise Invalid("logger_in_future", line=marks[-1].line)
