"""Tables that go out as CSV, XLSX or JSON; no cell of theirs can start a formula."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from esat.errors import Invalid, Refused

MIME = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
# Text already behind apostrophes gets one more: reading our own file gives it back as it was.
_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_XLSX_CELL, _XLSX_ROWS = 32_767, 1_048_576
_EXACT = 10**15  # a spreadsheet keeps fifteen digits


def write(fmt: str, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The table in one of the formats of `MIME`."""
    writers = {"csv": write_csv, "xlsx": write_xlsx, "json": write_json}
    if fmt not in writers:
        raise Invalid("export_format", format=fmt)
    return writers[fmt](headers, rows)


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return "'" + text if _FORMULA.match(text) else text


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV separates its cells and its decimals: as a French spreadsheet reads it, unless
    the software that takes it wants something else.
    """

    separator: str = ";"
    decimal: str = ","


def write_csv(
    headers: Sequence[str], rows: Iterable[Sequence[object]], form: CsvForm | None = None
) -> bytes:
    """For a French spreadsheet: semicolons, a byte order mark, decimal commas, ISO dates."""
    form = form or CsvForm()
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=form.separator, lineterminator="\r\n")
    writer.writerow([neutral(header) for header in headers])
    for row in rows:
        writer.writerow([_french(value, form.decimal) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _french(value: object, decimal: str) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int | float | Decimal):  # a number may begin with a minus: it is no text
        return _plain(value).replace(".", decimal)
    return neutral(_iso(value))


def _plain(value: float | Decimal) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _iso(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return str(value)


def write_xlsx(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Numbers as numbers, days as days, and text always as text."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "constant_memory": False,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        strong = book.add_format({"bold": True})
        for place, header in enumerate(headers):
            sheet.write_string(0, place, header, strong)
        for line, row in enumerate(rows, start=1):
            if line >= _XLSX_ROWS:
                raise Refused("export_too_many_rows")
            for place, value in enumerate(row):
                _put(sheet, (line, place), value, day)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _put(sheet: Any, place: tuple[int, int], value: object, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, int | float | Decimal) and -_EXACT < value < _EXACT:
        sheet.write_number(*place, value)
    elif isinstance(value, date) and not isinstance(value, datetime) and value.year >= 1900:
        sheet.write_datetime(*place, value, day)
    else:
        text = _iso(value)
        if len(text) > _XLSX_CELL:  # the writer would drop the cell and say nothing
            raise Refused("export_cell_too_long")
        sheet.write_string(*place, text)


def write_json(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A list of objects; exact decimals are texts, so that no reader rounds them."""
    listed = [dict(zip(headers, row, strict=True)) for row in rows]
    return json.dumps(listed, ensure_ascii=False, indent=1, default=_iso).encode()
