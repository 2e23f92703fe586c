"""A list of residents read from a file: client, number, last and first name, sector.

A line is known again by its client and its number; a name like another's is kept and said.
"""

from collections.abc import Hashable, Iterable

from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.clients.models import Client
from esat.declarations import Import
from esat.errors import Invalid
from esat.exchange import french, keyed
from esat.exchange.columns import Columns, Field, match
from esat.exchange.keyed import Candidate, Known, Plan
from esat.exchange.remarks import Remark
from esat.exchange.report import Line, Outcome, Report, file_notes, may_apply
from esat.exchange.table import Row, Table
from esat.folding import fold
from workshops.laundry.residents import names, people, rights
from workshops.laundry.residents.models import Resident
from workshops.laundry.residents.people import ResidentIn

FIELDS = (
    Field("client", "Client", "code client, client, établissement, ehpad, nom du client"),
    Field("number", "Numéro", "numéro, numéro résident, numéro de résident, identifiant"),
    Field("last_name", "Nom", "nom, nom de famille, nom résident"),
    Field("first_name", "Prénom", "prénom, prénom résident"),
    Field("sector", "Secteur", "secteur, service, unité, étage"),
)
LABELS = {field.code: field.label for field in FIELDS if field.code != "client"}
_LIMITS = {"number": 20, "last_name": 60, "first_name": 60, "sector": 60}


def run(
    session: Session, table: Table, *, by: Actor, dry_run: bool = False, partial: bool = False
) -> Report:
    """Create and update residents; the same file a second time changes nothing. Nobody is taken
    away because a file is silent. Invalid when the client, number or name column is missing.
    """
    rights.require(by, rights.EDIT)
    columns = match(table.headers, FIELDS)
    for wanted in ("client", "number", "last_name"):
        if wanted not in columns.places:
            raise Invalid("residents_no_column", column=_label(wanted))
    clients = _clients(session)
    rows = {one.id or 0: one for one in session.exec(select(Resident))}
    found = [_candidate(row, columns, clients) for row in table.rows]
    known: dict[Hashable, Known] = {
        (one.client_id, fold(one.number)): Known(
            key, {name: str(getattr(one, name)) for name in LABELS}
        )
        for key, one in rows.items()
    }  # fmt: skip
    gone = {(r.client_id, fold(r.number)) for r in rows.values() if r.purged_at is not None}
    found = [_not_forgotten(one, gone) for one in found]
    named = _named(rows.values(), found)
    made = [
        _with_likeness(plan, one, named)
        for plan, one in zip(keyed.plans(found, known, LABELS), found, strict=True)
    ]
    lines = tuple(plan.line for plan in made)
    applied = may_apply(lines, dry_run=dry_run, partial=partial)
    if applied:
        for plan, one in zip(made, found, strict=True):
            _write(session, plan, one, rows, by=by)
    return Report(lines, applied, dry_run, file_notes(table, columns))


def _label(code: str) -> str:
    return next(field.label for field in FIELDS if field.code == code)


def _clients(session: Session) -> dict[str, int]:
    """How a file may name a client: our code for it in the old software, or its name if no other
    bears it.
    """
    found: dict[str, int] = {}
    doubled: set[str] = set()
    query = select(Client).where(col(Client.archived_at).is_(None))
    for client in session.exec(query):
        for said in {fold(client.name), fold(client.external_code or "")} - {""}:
            if found.setdefault(said, client.id or 0) != client.id:
                doubled.add(said)
    return {said: key for said, key in found.items() if said not in doubled}


def _candidate(row: Row, columns: Columns, clients: dict[str, int]) -> Candidate:
    if row.problem:
        return keyed.refused(row.line, "", row.problem)
    cells = {code: french.text(columns.value(row.cells, code)) for code in ("client", *LABELS)}
    about = " — ".join(part for part in (cells["client"], cells["number"]) if part)
    checked = {name: keyed.limited(cells[name], limit) for name, limit in _LIMITS.items()}
    remarks: tuple[Remark, ...] = ()
    for name, value in checked.items():
        remarks += value.remark(LABELS[name])
    values = {name: value.value for name, value in checked.items() if value.value}
    if "number" not in values:
        return keyed.refused(row.line, about, "line_no_number", remarks)
    if "last_name" not in values:
        return keyed.refused(row.line, about, "line_no_name", remarks)
    client_id = clients.get(fold(cells["client"]))
    if client_id is None:
        return keyed.refused(row.line, about, "line_no_client", remarks)
    key = (client_id, fold(values["number"]))
    return Candidate(row.line, about, values, remarks, key=key)


def _not_forgotten(one: Candidate, gone: set[tuple[int, str]]) -> Candidate:
    """A name that was forgotten does not come back by an old file."""
    if one.problem or one.key not in gone:
        return one
    return keyed.refused(one.line, one.about, "line_resident_forgotten", one.remarks)


def _named(
    known: Iterable[Resident], found: Iterable[Candidate]
) -> dict[int, dict[str, tuple[str, str]]]:
    """By client and folded number, every name that will stand there: the file's own first."""
    named: dict[int, dict[str, tuple[str, str]]] = {}
    for one in found:
        if isinstance(one.key, tuple):
            named.setdefault(one.key[0], {}).setdefault(one.key[1], _name(one))
    for r in known:
        if r.purged_at is None:
            name = (r.last_name, r.first_name)
            named.setdefault(r.client_id, {}).setdefault(fold(r.number), name)
    return named


def _with_likeness(
    plan: Plan, one: Candidate, named: dict[int, dict[str, tuple[str, str]]]
) -> Plan:
    """Say which resident of the same client bears a like name: by number, for the eye to check."""
    line = plan.line
    if line.outcome not in {Outcome.CREATED, Outcome.UPDATED} or not isinstance(one.key, tuple):
        return plan
    client_id, number = one.key
    like = {
        other: names.likeness(_name(one), name)
        for other, name in named[client_id].items()
        if other != number
    }
    said = tuple(
        Remark("resident_like", "Nom", {"number": which, "why": names.WORDS[why]})
        for which, why in sorted(like.items())
        if why
    )
    told = Line(line.number, line.about, line.outcome, (*line.remarks, *said))
    return Plan(told, plan.values, plan.known_id)


def _name(one: Candidate) -> tuple[str, str]:
    return one.values.get("last_name", ""), one.values.get("first_name", "")


def _write(
    session: Session, plan: Plan, one: Candidate, rows: dict[int, Resident], *, by: Actor
) -> None:
    if plan.line.outcome is Outcome.CREATED and isinstance(one.key, tuple):
        given = ResidentIn.model_validate({**plan.values, "sure": True})
        people.add(session, one.key[0], given, by=by)
    elif plan.line.outcome is Outcome.UPDATED and plan.known_id is not None:
        resident = rows[plan.known_id]
        kept = {name: getattr(resident, name) for name in (*LABELS, "arrived_on")}
        given = ResidentIn.model_validate({**kept, **plan.values, "sure": True})
        people.change(session, resident, given, by=by)


RESIDENTS = Import("residents", "Résidents (linge)", rights.EDIT, run)
