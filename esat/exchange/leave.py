"""Leave already earned, brought in from the payroll: the whole file, or nothing of it.

Its payroll ids must be ours, all of them and no other: last year's file is not this year's.
"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, Invalid
from esat.exchange.columns import match as match_columns
from esat.exchange.leave_rows import FIELDS, NEEDED, Candidate, candidate
from esat.exchange.remarks import Remark
from esat.exchange.report import Line, Outcome, Report, file_notes, may_apply
from esat.exchange.table import Table
from esat.folding import fold
from esat.workers.absences import figures, kinds
from esat.workers.absences.leave import Standing
from esat.workers.models import Worker

_SHOWN = 12


def import_leave(
    session: Session, table: Table, *, by: Actor, dry_run: bool = False, partial: bool = False
) -> Report:
    """Bring in the counters of a file; a second run of the same file changes nothing.

    Forbidden `not_allowed`. Invalid: `leave_columns`, `leave_ids_differ`.
    """
    del partial  # counters come whole
    if not by.can(kinds.CODE):
        raise Forbidden("not_allowed")
    columns = match_columns(table.headers, FIELDS)
    if not set(NEEDED) <= set(columns.places):
        raise Invalid("leave_columns")
    found = [candidate(row, columns, clock.today()) for row in table.rows]
    workers = _workers(session)
    _refuse_others(found, workers)
    planning = _Planning(session, workers)
    plans = [planning.plan(one) for one in found]
    lines = tuple(line for line, _ in plans)
    applied = may_apply(lines, dry_run=dry_run, partial=False)
    if applied:
        for one, (line, standing) in zip(found, plans, strict=True):
            if standing is not None and line.outcome in {Outcome.CREATED, Outcome.UPDATED}:
                worker, at = workers[one.payroll_id].id or 0, clock.now()
                figures.keep(session, worker, figures.BROUGHT, standing, by=by, at=at)
    return Report(lines, applied, dry_run, file_notes(table, columns))


def _workers(session: Session) -> dict[str, Worker]:
    """Those who are here and have a payroll id."""
    query = select(Worker).where(col(Worker.payroll_id).is_not(None))
    today = clock.today()
    return {
        worker.payroll_id or "": worker
        for worker in session.exec(query)
        if worker.left_on is None or worker.left_on >= today
    }


def _refuse_others(found: Sequence[Candidate], workers: dict[str, Worker]) -> None:
    given = {one.payroll_id for one in found}
    unknown, missing = sorted(given - workers.keys()), sorted(workers.keys() - given)
    if unknown or missing:
        raise Invalid("leave_ids_differ", unknown=_listed(unknown), missing=_listed(missing))


def _listed(ids: Sequence[str]) -> str:
    """« 12, 13 », « aucun », and how many more there are of a long list."""
    shown = ", ".join(one[:40] or "(vide)" for one in ids[:_SHOWN]) or "aucun"
    rest = len(ids) - _SHOWN
    return f"{shown} et {rest} de plus" if rest > 0 else shown


class _Planning:
    """What stands of each worker, and the ids already seen in the file."""

    def __init__(self, session: Session, workers: dict[str, Worker]) -> None:
        self._workers = workers
        keys = [worker.id or 0 for worker in workers.values()]
        self._known = figures.known(session, keys, clock.today())
        self._lines: dict[str, int] = {}

    def plan(self, one: Candidate) -> tuple[Line, Standing | None]:
        worker = self._workers[one.payroll_id]
        faults = one.remarks if one.standing is None else ()
        earlier = self._lines.setdefault(one.payroll_id, one.line)
        if earlier != one.line:
            faults += (Remark("duplicate_payroll_line", "", {"line": earlier}),)
        if one.last_name and fold(one.last_name) != fold(worker.last_name):
            faults += (Remark("leave_name_differs", "", {"name": worker.display_name}),)
        if faults:
            return Line(one.line, worker.display_name, Outcome.REFUSED, faults), None
        outcome = self._outcome(worker, one.standing)
        return Line(one.line, worker.display_name, outcome, one.remarks), one.standing

    def _outcome(self, worker: Worker, standing: Standing | None) -> Outcome:
        same_day = [
            known
            for known in self._known.get(worker.id or 0, ())
            if standing is not None and known.standing.day == standing.day
        ]
        if not same_day:
            return Outcome.CREATED
        same = same_day[0].kind == figures.BROUGHT and same_day[0].standing == standing
        return Outcome.UNCHANGED if same else Outcome.UPDATED
