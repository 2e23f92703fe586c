"""From a line of the payroll's counters to figures of leave; it knows no base."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from esat.exchange import french, worker_rows
from esat.exchange.columns import Columns, Field
from esat.exchange.remarks import Remark
from esat.exchange.table import Row
from esat.workers.absences.leave import NOTHING, Bucket, Standing

FIELDS = (
    Field("payroll_id", "Matricule", "matricule, matricule de paie, n° de paie, n° agent"),
    Field("last_name", "Nom", "nom, nom de famille, nom usuel"),
    Field("earned", "Congés gagnés", "congés gagnés, congés acquis, acquis, gagnés, cp acquis"),
    Field("taken", "Congés pris", "congés pris, pris, cp pris"),
    Field("carried", "Congés reportés", "congés reportés, reportés, reports, report, reliquat"),
    Field("expires", "Reports valables jusqu’au", "valables jusqu’au, report jusqu’au, échéance"),
    Field("day", "Arrêté au", "arrêté au, au, date, date d’arrêté"),
)
LABELS = {field.code: field.label for field in FIELDS}
NEEDED = ("payroll_id", "earned", "day")
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?", re.ASCII)
_MOST = Decimal(200)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a line says: whose counter, its figures, and the code of why it is refused, if any."""

    line: int
    payroll_id: str = ""
    last_name: str = ""
    standing: Standing | None = None
    remarks: tuple[Remark, ...] = ()


def candidate(row: Row, columns: Columns, today: date) -> Candidate:
    """A doubtful figure refuses its line: no number of days is guessed."""
    if row.problem:
        return Candidate(row.line, remarks=(Remark(row.problem),))
    cells = {code: french.text(columns.value(row.cells, code)) for code in LABELS}
    faults, notes = _Said(), _Said()
    numbers = {
        code: _number(cells[code], code, faults, notes if code in columns.places else None)
        for code in ("earned", "taken", "carried")
    }
    day = _day(cells["day"], today, faults)
    carried = _carried(numbers["carried"], cells["expires"], faults)
    said = Candidate(row.line, cells["payroll_id"], cells["last_name"])
    if faults.remarks or day is None:
        return _with(said, None, faults.remarks + notes.remarks)
    standing = Standing(day, numbers["earned"], numbers["taken"], carried=carried)
    return _with(said, standing, notes.remarks)


class _Said:
    """Remarks as they come."""

    def __init__(self) -> None:
        self.remarks: tuple[Remark, ...] = ()

    def add(self, code: str, field: str, params: Mapping[str, object] | None = None) -> None:
        self.remarks += (Remark(code, LABELS[field], params or {}),)


def _with(said: Candidate, standing: Standing | None, remarks: tuple[Remark, ...]) -> Candidate:
    return Candidate(said.line, said.payroll_id, said.last_name, standing, remarks)


def _number(cell: str, code: str, faults: _Said, notes: _Said | None) -> Decimal:
    if not cell and code != "earned":
        if notes is not None:
            notes.add("leave_empty", code)
        return NOTHING
    value = Decimal(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else None
    if value is None or value > _MOST:
        faults.add("leave_number", code, {"found": cell[:60]})
        return NOTHING
    return value


def _day(cell: str, today: date, faults: _Said) -> date | None:
    read = worker_rows.day(cell).value if cell else ""
    if not read:
        faults.add("leave_day_missing", "day", {"found": cell[:60]})
        return None
    day = date.fromisoformat(read)
    if day > today:
        faults.add("leave_day_future", "day")
    return day


def _carried(days: Decimal, cell: str, faults: _Said) -> tuple[Bucket, ...]:
    if not days:
        return ()
    read = worker_rows.day(cell).value if cell else ""
    if not read:
        faults.add("leave_expires_missing", "expires")
        return ()
    return (Bucket(days, date.fromisoformat(read)),)
