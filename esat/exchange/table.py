"""What a file holds once read: headers, lines with their numbers, and how it was read."""

from dataclasses import dataclass

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 256


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file; `problem` is the code of what makes it unreadable, or None."""

    line: int
    cells: tuple[str, ...]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A file as text, nothing guessed; `skipped` are the numbers of the lines above the headers."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    skipped: tuple[int, ...] = ()
