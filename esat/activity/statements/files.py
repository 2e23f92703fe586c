"""The table of a month: all the fields of each worker; a reason of absence has two columns."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from esat.activity.statements import board, record
from esat.activity.statements.figures import Closed
from esat.activity.statements.record import HOURS
from esat.workers.absences import kinds

Rows = list[list[object]]


def month(
    session: Session, when: date, sheets: Sequence[tuple[Closed, int, str]]
) -> tuple[list[str], Rows]:
    """Headers and rows; hours as « 147:00 », which a spreadsheet adds up and nothing rounds."""
    used = {line.code for closed, *_ in sheets for line in closed.statement.absences if line.code}
    catalogue = kinds.catalogue(session, when)
    reasons = record.of_kinds(
        [(code, kind.label) for code, kind in catalogue.items() if code in used]
    )
    fields = [*record.FIELDS, *reasons]
    headers = [one.label for one in fields] + ["Version", "État"]
    rows: Rows = [
        [_cell(one, closed) for one in fields] + [version or "", board.STATES[state]]
        for closed, version, state in sheets
    ]
    return headers, rows


def _cell(field: record.Field, closed: Closed) -> object:
    value = field.read(closed)
    if field.kind == HOURS and isinstance(value, int):
        return on_clock(value)
    return "" if value is None else value


def on_clock(minutes: int) -> str:
    """« 147:05 »."""
    return f"{minutes // 60}:{minutes % 60:02d}"
