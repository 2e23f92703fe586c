"""The file that the payroll software takes: which columns, in which order, under which names.

Only closed months go out, each by its last version. A layout is never changed: a further one is.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from sqlmodel import Session, col, select

from esat.activity.statements import board, files, kept, record
from esat.activity.statements.closing import MANAGE
from esat.activity.statements.figures import Closed
from esat.activity.statements.models import PayrollLayout
from esat.activity.statements.record import HOURS, Field
from esat.actors import Actor
from esat.errors import Forbidden, Refused
from esat.exchange import spreadsheet
from esat.exchange.spreadsheet import CsvForm
from esat.workers.absences import kinds

Column = tuple[str, str]
"""A field and the name that the file gives it."""
HOURS_AS: Final = {
    "hundredths": "Heures et centièmes : 7,50",
    "clock": "Heures et minutes : 7:30",
    "minutes": "Minutes : 450",
}
DECIMALS: Final = {",": "Virgule : 7,50", ".": "Point : 7.50"}
SEPARATORS: Final = {";": "Point-virgule", ",": "Virgule", "tab": "Tabulation"}
DATES: Final = {"fr": "30/11/2026", "iso": "2026-11-30"}
_FIRST: Final = (
    "payroll_id", "name", "period", "contractual", "holiday", "to_do", "production", "support",
    "training", "secondment", "paid", "unpaid", "late", "early", "sunday", "may_day", "absences",
    "version",
)  # fmt: skip
_HUNDREDTH: Final = Decimal("0.01")
VERSION: Final = "version"


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout as it stands; `since` and `who` are empty for the one that is proposed."""

    columns: tuple[Column, ...]
    hours: str = "hundredths"
    decimal: str = ","
    separator: str = ";"
    dates: str = "fr"
    since: datetime | None = None

    @property
    def form(self) -> CsvForm:
        return CsvForm("\t" if self.separator == "tab" else self.separator, self.decimal)


@dataclass(frozen=True, slots=True)
class Ready:
    """The table of a month, and how many months of it are not closed, or are to be taken again."""

    headers: list[str]
    rows: files.Rows
    workers: list[int]
    open: int
    again: int


def fields(session: Session, day: date) -> dict[str, str]:
    """Every field that a column may take, with its French name."""
    reasons = record.of_kinds([(k, one.label) for k, one in kinds.catalogue(session, day).items()])
    known = {one.code: one.label for one in (*record.FIELDS, *reasons)}
    return {**known, VERSION: "Version"}


def layout(session: Session) -> Layout:
    """The newest layout, or the one that is proposed on the first day."""
    row = session.exec(select(PayrollLayout).order_by(col(PayrollLayout.id).desc())).first()
    if row is None:
        named = {one.code: one.label for one in record.FIELDS} | {VERSION: "Version"}
        return Layout(tuple((code, named[code]) for code in _FIRST))
    columns = tuple((code, name) for code, name in json.loads(row.columns))
    return Layout(columns, row.hours, row.decimal, row.separator, row.dates, row.created_at)


def save(session: Session, given: Layout, *, by: Actor, at: datetime) -> None:
    """A further layout; the one that stands is not written again. Refused `payroll_no_column`,
    `payroll_same_name`. Forbidden `not_allowed`. Flushes.
    """
    if not by.can(MANAGE):
        raise Forbidden("not_allowed")
    if not given.columns:
        raise Refused("payroll_no_column")
    names = [name.casefold() for _, name in given.columns]
    if len(set(names)) < len(names):
        raise Refused("payroll_same_name")
    standing = layout(session)
    if standing.since is not None and _says(standing) == _says(given):
        return
    session.add(
        PayrollLayout(
            columns=json.dumps(given.columns, ensure_ascii=False), hours=given.hours,
            decimal=given.decimal, separator=given.separator, dates=given.dates, created_at=at,
            created_by=by.account_id,
        )
    )  # fmt: skip
    session.flush()


def ready(session: Session, month: date, *, today: date) -> Ready:
    """The rows of the closed months, by name. Refused `payroll_nobody` when there is none."""
    sheets = board.sheets(session, month, today=today)
    closed = kept.newest(session, month)
    ordered = [closed[one.worker_id] for one in sheets if one.worker_id in closed]
    if not ordered:
        raise Refused("payroll_nobody")
    wanted = layout(session)
    rows = [_row(wanted, one, number) for one, number in ordered]
    return Ready(
        [name for _, name in wanted.columns],
        rows,
        [one.statement.person.worker_id for one, _ in ordered],
        len(sheets) - len(ordered),
        sum(one.state == board.AGAIN for one in sheets),
    )


def write(session: Session, found: Ready, fmt: str) -> bytes:
    """The file itself; no cell of it starts a formula."""
    if fmt == "csv":
        return spreadsheet.write_csv(found.headers, found.rows, layout(session).form)
    return spreadsheet.write(fmt, found.headers, found.rows)


def _says(one: Layout) -> Sequence[object]:
    return one.columns, one.hours, one.decimal, one.separator, one.dates


def _row(wanted: Layout, closed: Closed, number: int) -> list[object]:
    return [
        number if code == VERSION else _cell(wanted, _field(code), closed)
        for code, _ in wanted.columns
    ]


def _field(code: str) -> Field | None:
    if code in record.BY_CODE:
        return record.BY_CODE[code]
    of_kind = code.startswith((record.HOURS_OF, record.DAYS_OF))
    found = record.of_kinds([(code.partition(":")[2], "")]) if of_kind else []
    return next((one for one in found if one.code == code), None)


def _cell(wanted: Layout, field: Field | None, closed: Closed) -> object:
    value = field.read(closed) if field else None
    if value is None:
        return ""
    if field and field.kind == HOURS and isinstance(value, int):
        return _hours(wanted.hours, value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}" if wanted.dates == "fr" else value
    return value


def _hours(said: str, minutes: int) -> object:
    """Hundredths are rounded, to the nearest: the exact minutes stay in the statement."""
    if said == "minutes":
        return minutes
    if said == "clock":
        return files.on_clock(minutes)
    return (Decimal(minutes) / 60).quantize(_HUNDREDTH, ROUND_HALF_UP)
