"""Text to lines and cells: delimiter found, quotes honoured, a broken line eats no other."""

import csv
import re

from esat.errors import TooLarge
from esat.exchange.table import MAX_ROWS, Row

_DELIMITERS = (";", "\t", ",", "|")
_LINE_END = re.compile(r"\r\n|\n|\r")
_CELL_LINES = 30  # a quoted cell longer than this is a quote somebody forgot to close
_BROKEN_LIMIT = 500
_SAMPLE = 30


def split(text: str) -> tuple[list[Row], str]:
    """The lines of a delimited text and its delimiter; empty lines are left out."""
    lines = _LINE_END.split(text)
    if len(lines) > MAX_ROWS * _CELL_LINES:
        raise TooLarge("import_too_many_rows", rows=MAX_ROWS)
    start = 0
    declared = re.fullmatch(r"sep=(.)", lines[0].strip('\ufeff "'), re.IGNORECASE)
    if declared:  # Excel's own first line
        start, delimiter = 1, declared.group(1)
    else:
        delimiter = _delimiter(lines[:_SAMPLE])
    return _rows(lines, start, delimiter), delimiter


def _delimiter(lines: list[str]) -> str:
    """The sign that cuts the most lines into the same number of cells, at least two."""
    best, chosen = 0, _DELIMITERS[0]
    for candidate in _DELIMITERS:
        widths = [len(row.cells) for row in _rows(lines, 0, candidate) if not row.problem]
        wide = [width for width in widths if width > 1]
        usual = max(wide, key=wide.count, default=0)
        score = wide.count(usual) * 1000 + min(usual, 999) if usual else 0
        if score > best:
            best, chosen = score, candidate
    return chosen


def _rows(lines: list[str], start: int, delimiter: str) -> list[Row]:
    rows: list[Row] = []
    place, broken = start, 0
    while place < len(lines):
        if not lines[place].strip():
            place += 1
            continue
        row, taken = _record(lines, place, delimiter)
        rows.append(row)
        broken += row.problem is not None
        if len(rows) > MAX_ROWS + 10 or broken > _BROKEN_LIMIT:
            raise TooLarge(
                "import_too_many_rows" if broken <= _BROKEN_LIMIT else "import_broken",
                rows=MAX_ROWS,
            )
        place += taken
    return rows


def _record(lines: list[str], place: int, delimiter: str) -> tuple[Row, int]:
    """One record and the number of file lines it takes; a quote left open breaks its line only."""
    joined = lines[place]
    for taken in range(1, _CELL_LINES + 1):
        last = lines[place + taken - 1]
        if taken > 1:
            joined += "\n" + last
        if taken == 1 or '"' in last:
            cells, still_open = _parse(joined, delimiter)
            if cells is not None:
                return Row(place + 1, cells), taken
            if not still_open:
                break
        if place + taken >= len(lines):
            break
    return Row(place + 1, (lines[place][:200],), "line_broken_quotes"), 1


def _parse(record: str, delimiter: str) -> tuple[tuple[str, ...] | None, bool]:
    """The cells, or None and whether a quote is still open."""
    try:
        rows = list(csv.reader([record], delimiter=delimiter, strict=True))
    except csv.Error as error:
        return None, str(error) == "unexpected end of data"
    return tuple(rows[0]) if rows else (), False
