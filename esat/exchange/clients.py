"""The old client file brought in: planned line by line, then written whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from esat.actors import Actor
from esat.clients import service
from esat.clients.forms import ClientIn
from esat.clients.models import Client
from esat.errors import Invalid
from esat.exchange.client_match import Known, Match, match
from esat.exchange.client_rows import FIELDS, LABELS, candidates
from esat.exchange.columns import Columns
from esat.exchange.columns import match as match_columns
from esat.exchange.remarks import Remark
from esat.exchange.report import Line, Outcome, Report, file_notes, may_apply
from esat.exchange.table import Table
from esat.exchange.towns import departments


@dataclass(frozen=True, slots=True)
class _Plan:
    line: Line
    values: Mapping[str, str]
    client_id: int | None = None


def import_clients(
    session: Session, table: Table, *, by: Actor, dry_run: bool = False, partial: bool = False
) -> Report:
    """Create and update clients from a file; a second run of the same file changes nothing.

    An empty cell never empties what is known. Lines that look alike are reported and both kept.
    Invalid: `import_no_name_column`.
    """
    columns = match_columns(table.headers, FIELDS)
    if "name" not in columns.places:
        raise Invalid("import_no_name_column")
    found = candidates(table.rows, columns, departments(_places(table, columns)))
    rows = session.exec(select(Client)).all()
    archived = {client.id for client in rows if client.archived_at is not None}
    plans = [_plan(one, archived) for one in match(found, map(_known, rows))]
    lines = tuple(plan.line for plan in plans)
    applied = may_apply(lines, dry_run=dry_run, partial=partial)
    if applied:
        _write(session, plans, by)
    return Report(lines, applied, dry_run, file_notes(table, columns))


def _places(table: Table, columns: Columns) -> list[tuple[str, str]]:
    """Every town of the file with its postcode, as far as both can be read."""
    return [
        (columns.value(row.cells, "town"), columns.value(row.cells, "postcode").strip())
        for row in table.rows
        if not row.problem
    ]


def _known(client: Client) -> Known:
    values = {code: str(getattr(client, code) or "") for code in LABELS}
    return Known(client.id or 0, values)


def _plan(found: Match, archived: set[int | None]) -> _Plan:
    candidate, known = found.candidate, found.known
    remarks = (*candidate.remarks, *found.remarks)
    if candidate.problem:
        line = Line(candidate.line, candidate.about, Outcome.REFUSED, remarks)
        return _Plan(line, {})
    values = dict(candidate.values)
    if found.drop_code:
        values.pop("external_code", None)
    if known is None:
        return _Plan(Line(candidate.line, candidate.about, Outcome.CREATED, remarks), values)
    changed = {code: value for code, value in values.items() if known[code] != value}
    if changed and known.id in archived:
        remarks += (Remark("client_is_archived"),)
        changed = {}
    if not changed:
        line = Line(candidate.line, candidate.about, Outcome.UNCHANGED, remarks)
        return _Plan(line, {}, known.id)
    names = ", ".join(LABELS[code] for code in changed)
    remarks += (Remark("fields_changed", "", {"fields": names}),)
    line = Line(candidate.line, candidate.about, Outcome.UPDATED, remarks)
    return _Plan(line, {"name": known["name"], **changed}, known.id)


def _write(session: Session, plans: Sequence[_Plan], by: Actor) -> None:
    for plan in plans:
        if plan.line.outcome is Outcome.CREATED:
            given = ClientIn.model_validate(plan.values)
            service.create_client(session, given, by=by, even_if_known=True)
        elif plan.line.outcome is Outcome.UPDATED and plan.client_id is not None:
            given = ClientIn.model_validate(plan.values)
            service.update_client(session, plan.client_id, given, by=by)
