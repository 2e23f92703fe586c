"""The list of workers brought in: planned line by line, then written whole or not at all.

Only what the workshop needs is read; a column of birth dates or of social numbers stays outside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, select

from esat.actors import Actor
from esat.errors import Invalid
from esat.exchange.columns import match as match_columns
from esat.exchange.remarks import Remark
from esat.exchange.report import Line, Outcome, Report, file_notes, may_apply
from esat.exchange.table import Table
from esat.exchange.worker_identity import Identities, name
from esat.exchange.worker_rows import FIELDS, LABELS, Candidate, candidate
from esat.folding import fold
from esat.workers import memberships, moving, people
from esat.workers.forms import WorkerIn
from esat.workers.models import Group, Worker


@dataclass(frozen=True, slots=True)
class _Plan:
    line: Line
    values: Mapping[str, str]
    worker_id: int | None = None


def import_workers(
    session: Session, table: Table, *, by: Actor, dry_run: bool = False, partial: bool = False
) -> Report:
    """Create and update workers from a file; a second run of the same file changes nothing.

    A worker is known as `worker_identity` says: homonyms, ids that are missing and ids that are not
    those of last year are refused, each with its line. An empty cell never empties what is known;
    a group that does not exist is asked again, never made.
    Invalid: `import_no_first_name_column`.
    """
    columns = match_columns(table.headers, FIELDS)
    if "first_name" not in columns.places:
        raise Invalid("import_no_first_name_column")
    found = [candidate(row, columns) for row in table.rows]
    planning = _Planning(session, found, with_ids="payroll_id" in columns.places)
    plans = [planning.plan(one) for one in found]
    lines = tuple(plan.line for plan in plans)
    applied = may_apply(lines, dry_run=dry_run, partial=partial)
    if applied:
        _write(session, plans, by)
    return Report(lines, applied, dry_run, file_notes(table, columns))


class _Planning:
    """What is known before the file, and the lines already seen of it."""

    def __init__(self, session: Session, found: Sequence[Candidate], *, with_ids: bool) -> None:
        groups = session.exec(select(Group)).all()
        self._groups = {fold(name): group for group in groups for name in (group.name, group.code)}
        known = session.exec(select(Worker)).all()
        self._places = memberships.stretches(session)
        given = {one["payroll_id"] for one in found} - {""}
        self._identities = Identities(known, given, with_ids=with_ids)
        self._payrolls: dict[str, int] = {}
        self._names: dict[tuple[str, str], int] = {}

    def plan(self, found: Candidate) -> _Plan:
        if found.problem:
            return _Plan(Line(found.line, found.about, Outcome.REFUSED, found.remarks), {})
        found = self._with_group(found)
        if twin := self._twin(found):
            remarks = (*found.remarks, twin)
            return _Plan(Line(found.line, found.about, Outcome.REFUSED, remarks), {})
        known = self._identities.of(found)
        if known.refused:
            remarks = (*found.remarks, known.refused)
            return _Plan(Line(found.line, found.about, Outcome.REFUSED, remarks), {})
        worker = known.worker
        if worker is None:
            line = Line(found.line, found.about, Outcome.CREATED, found.remarks)
            return _Plan(line, found.values)
        changed = {k: v for k, v in found.values.items() if self._text(worker, k) != v}
        if not changed:
            line = Line(found.line, found.about, Outcome.UNCHANGED, found.remarks)
            return _Plan(line, {}, worker.id)
        names = ", ".join(LABELS.get(code, LABELS["group"]) for code in changed)
        remarks = (*found.remarks, Remark("fields_changed", "", {"fields": names}))
        line = Line(found.line, found.about, Outcome.UPDATED, remarks)
        return _Plan(line, {"first_name": worker.first_name, **changed}, worker.id)

    def _with_group(self, found: Candidate) -> Candidate:
        values = dict(found.values)
        name = values.pop("group", "")
        group = self._groups.get(fold(name)) if name else None
        if group is not None:
            values["group_id"] = str(group.id)
        remarks = found.remarks
        if name and group is None:
            remarks += (Remark("worker_group_unknown", LABELS["group"], {"found": name}),)
        return replace(found, values=values, remarks=remarks)

    def _text(self, worker: Worker, field: str) -> str:
        if field == "group_id":
            places = self._places[worker.id or 0]
            value: Any = memberships.standing(places, moving.undated(worker))
        else:
            value = getattr(worker, field)
        if value is None:
            return ""
        if field == "weekly_hours":
            return f"{value:.3f}".rstrip("0").rstrip(".")
        return str(value)

    def _twin(self, found: Candidate) -> Remark | None:
        """Two lines of a file are never one worker: which of them is right, people must say."""
        payroll = found["payroll_id"]
        earlier = self._payrolls.setdefault(payroll, found.line) if payroll else found.line
        if earlier != found.line:
            return Remark("duplicate_payroll_line", "", {"line": earlier})
        earlier = self._names.setdefault(name(found), found.line)
        if earlier != found.line and not payroll:
            return Remark("duplicate_worker_line", "", {"line": earlier})
        return None


def _write(session: Session, plans: Sequence[_Plan], by: Actor) -> None:
    for plan in plans:
        if plan.line.outcome is Outcome.CREATED:
            people.create_worker(session, WorkerIn.model_validate(plan.values))
        elif plan.line.outcome is Outcome.UPDATED and plan.worker_id is not None:
            people.update_worker(
                session, plan.worker_id, WorkerIn.model_validate(plan.values), by=by
            )
