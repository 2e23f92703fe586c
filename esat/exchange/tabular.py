"""The one door for files that come in: it knows formats by their content, and no field of ours."""

from collections.abc import Sequence

from esat.errors import Invalid, TooLarge
from esat.exchange import delimited, encodings, workbook
from esat.exchange.table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Row, Table

_HEADER_WITHIN = 10
_NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"Rar!")


def read_table(data: bytes, filename: str) -> Table:
    """Read a CSV, XLSX, XLS or ODS file; the content decides, the name only helps the message."""
    if len(data) > MAX_BYTES:
        raise TooLarge("import_too_large", megabytes=MAX_BYTES // 1024 // 1024)
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise Invalid("import_empty", filename=filename)
    if data.startswith(_NOT_TABLES):
        raise Invalid("import_not_a_table", filename=filename)
    if workbook.looks_like_workbook(data):
        sheet = workbook.read(data, filename)
        return _table(sheet.rows, filename, sheet=sheet.name, other_sheets=sheet.others)
    text, encoding = encodings.decode(data, filename)
    if text.lstrip()[:1] == "<":
        raise Invalid("import_web_page", filename=filename)
    rows, delimiter = delimited.split(text)
    return _table(rows, filename, encoding=encoding, delimiter=delimiter)


def _table(
    rows: Sequence[Row],
    filename: str,
    *,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
    other_sheets: tuple[str, ...] = (),
) -> Table:
    filled = [row for row in rows if row.problem or any(cell.strip() for cell in row.cells)]
    if not filled:
        raise Invalid("import_empty", filename=filename)
    place = _header_place(filled)
    if filled[place].problem:
        raise Invalid("import_no_header", filename=filename)
    headers = _without_empty_end(filled[place].cells)
    if len(headers) > MAX_COLUMNS:
        raise TooLarge("import_too_many_columns", columns=MAX_COLUMNS)
    lines = filled[place + 1 :]
    if len(lines) > MAX_ROWS:
        raise TooLarge("import_too_many_rows", rows=MAX_ROWS)
    if not lines:
        raise Invalid("import_only_header", filename=filename)
    return Table(
        headers=headers,
        rows=tuple(_fitted(row, len(headers), padded=bool(sheet)) for row in lines),
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
        other_sheets=other_sheets,
        skipped=tuple(row.line for row in filled[:place]),
    )


def _header_place(rows: Sequence[Row]) -> int:
    """The first line with two filled cells: old spreadsheets carry a title above their headers."""
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        if not row.problem and sum(1 for cell in row.cells if cell.strip()) > 1:
            return place
    return 0


def _without_empty_end(cells: Sequence[str]) -> tuple[str, ...]:
    kept = [cell.strip() for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _fitted(row: Row, width: int, *, padded: bool) -> Row:
    """As many cells as headers. A sheet leaves empty ends out; a text line too short is broken."""
    if row.problem:
        return row
    extra = row.cells[width:]
    if any(cell.strip() for cell in extra):
        return Row(row.line, row.cells, "line_too_long")
    cells = row.cells[:width]
    if len(cells) < width and not padded:
        return Row(row.line, cells, "line_too_short")
    cells += ("",) * (width - len(cells))
    if any(_has_control(cell) for cell in cells):
        return Row(row.line, cells, "line_control_characters")
    return Row(row.line, cells)


def _has_control(cell: str) -> bool:
    return any((ord(sign) < 32 and sign not in "\t\n\r") or ord(sign) == 127 for sign in cell)
