"""A process of its own: a workbook comes in, JSON rows go out; it knows no file and no base.

Memory and time are bounded by the system, because a workbook of a few bytes may claim a cell at
the far corner of a sheet and make any reader ask for all the memory there is.
"""

import io
import json
import resource
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from esat.exchange.table import MAX_COLUMNS, MAX_ROWS

_MEMORY = 1024 * 1024 * 1024
_CPU_SECONDS = 50
_EXACT = 10**15  # a spreadsheet keeps fifteen digits


def text_of(value: object) -> str:
    """What the cell says, as text and without a guess: 63000.0 is 63000."""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < _EXACT:
            return str(int(value))
        return format(value, ".15g").upper()
    return _moment(value) if isinstance(value, date | time | timedelta) else str(value)


def _moment(value: date | time | timedelta) -> str:
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat()


def _filled(rows: Iterable[Sequence[object]]) -> list[tuple[int, list[str]]]:
    kept = []
    for line, cells in enumerate(rows, start=1):
        texts = [text_of(cell) for cell in cells]
        while texts and not texts[-1].strip():
            texts.pop()
        if texts:
            kept.append((line, texts))
    return kept


def _hidden(sheet: SheetMetadata) -> bool:
    return bool(sheet.visible != SheetVisibleEnum.Visible)


def answer(data: bytes) -> dict[str, object]:
    """The first visible sheet that holds something, or the code of what is wrong."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [
            sheet.name
            for sheet in sorted(book.sheets_metadata, key=_hidden)
            if sheet.typ is SheetTypeEnum.WorkSheet and book.get_sheet_by_name(sheet.name).height
        ]
        if not names:
            return {"error": "empty"}
        return {**_rows(book.get_sheet_by_name(names[0])), "others": names[1:]}
    except PasswordError:
        return {"error": "password"}
    except (CalamineError, ValueError, OSError, MemoryError):
        return {"error": "unreadable"}


def _rows(sheet: CalamineSheet) -> dict[str, object]:
    if sheet.total_width > MAX_COLUMNS:
        return {"error": "too_wide"}
    if sheet.total_height > MAX_ROWS + 1_000:
        return {"error": "too_many_rows"}
    return {"name": sheet.name, "rows": _filled(sheet.to_python(skip_empty_area=False))}


def main() -> None:
    """Bound the process, read, answer."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(answer(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
