"""Months as they were closed, opened again: for papers, files, and the difference of versions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, select

from esat.activity.statements import board, frozen, record
from esat.activity.statements.board import Sheet
from esat.activity.statements.figures import Closed, Explained, Signed
from esat.activity.statements.models import StatementVersion
from esat.activity.statements.sources import full_name
from esat.errors import NotFound
from esat.workers import people
from esat.workers.models import Worker


def version(session: Session, month: date, worker_id: int, number: int) -> Closed:
    """A version as it was closed. NotFound `statement_version_unknown`."""
    row = board.version(session, month, worker_id, number)
    if row is None:
        raise NotFound("statement_version_unknown")
    return _opened(row, people.the_worker(session, worker_id))


def newest(session: Session, month: date) -> dict[int, tuple[Closed, int]]:
    """The last version of each month that is closed, with its number; one statement."""
    query = (
        select(StatementVersion, Worker)
        .join(Worker, col(Worker.id) == StatementVersion.worker_id)
        .where(StatementVersion.month == month)
        .order_by(col(StatementVersion.version))
    )
    rows = {row.worker_id: (row, worker) for row, worker in session.exec(query)}
    return {key: (_opened(row, worker), row.version) for key, (row, worker) in rows.items()}


def as_it_stands(sheet: Sheet) -> Closed:
    """The month of now, in the shape of a closed one."""
    notes = [(one.code, sheet.explained(one)) for one in sheet.anomalies]
    supervisor, office = sheet.supervisor, sheet.office
    return Closed(
        sheet.statement,
        Signed(supervisor.who, supervisor.at) if supervisor else None,
        Signed(office.who, office.at) if office else None,
        tuple(Explained(code, said.words, said.who, said.at) for code, said in notes if said),
    )


def of_month(
    session: Session, month: date, sheets: Sequence[Sheet]
) -> list[tuple[Closed, int, str]]:
    """Each worker's month: closed ones as they were closed, the others as they stand; with the
    version (nought: not closed) and the state.
    """
    closed = newest(session, month)
    return [(*closed.get(one.worker_id, (as_it_stands(one), 0)), one.state) for one in sheets]


def difference(
    session: Session, month: date, worker_id: int, number: int
) -> list[tuple[str, str, str]]:
    """What a version changed of the one before; nothing for the first."""
    if number < 2:
        return []
    before = version(session, month, worker_id, number - 1)
    return record.differences(before, version(session, month, worker_id, number))


def _opened(row: StatementVersion, worker: Worker) -> Closed:
    """A version with the name and number that its worker has now."""
    closed = frozen.unseal(row.worker_id, row.month, row.sealed)
    named = replace(
        closed.statement.person, name=full_name(worker), payroll_id=worker.payroll_id or ""
    )
    return replace(closed, statement=replace(closed.statement, person=named))
