"""Months as they were closed, opened again: for papers, files, and the difference of versions."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import Session, col, select

from esat.activity.statements import board, frozen, record
from esat.activity.statements.board import Sheet
from esat.activity.statements.figures import Closed, Explained, Signed
from esat.activity.statements.models import StatementName, StatementVersion
from esat.errors import NotFound
from esat.workers.models import Worker


def version(session: Session, month: date, worker_id: int, number: int) -> Closed:
    """A version as it was closed. NotFound `statement_version_unknown`."""
    row = board.version(session, month, worker_id, number)
    if row is None:
        raise NotFound("statement_version_unknown")
    return _opened(session, [row])[0][0]


def newest(session: Session, month: date) -> dict[int, tuple[Closed, int]]:
    """The last version of each month that is closed, with its number; three statements."""
    query = (
        select(StatementVersion)
        .where(StatementVersion.month == month)
        .order_by(col(StatementVersion.version))
    )
    rows = {row.worker_id: row for row in session.exec(query)}
    return {
        closed.statement.person.worker_id: (closed, number)
        for closed, number in _opened(session, rows.values())
    }


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


def _opened(session: Session, rows: Iterable[StatementVersion]) -> list[tuple[Closed, int]]:
    """Versions with whose they are: as it was then, or as the house calls him once his name is
    destroyed.
    """
    found = list(rows)
    keys = [row.id for row in found]
    query = select(StatementName).where(col(StatementName.version_id).in_(keys))
    names = {row.version_id: row.sealed for row in session.exec(query)}
    lost = {row.worker_id for row in found if row.id not in names}
    gone = {
        one.id: one.display_name
        for one in session.exec(select(Worker).where(col(Worker.id).in_(lost)))
    }
    made = []
    for row in found:
        sealed = names.get(row.id or 0)
        told = frozen.open_name(row.worker_id, sealed) if sealed else (gone[row.worker_id], "")
        closed = frozen.unseal(row.worker_id, row.month, row.sealed)
        made.append((frozen.named(closed, *told), row.version))
    return made
