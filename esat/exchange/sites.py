"""The delivery sites of clients brought in: each hangs on a client that is already known."""

from collections import defaultdict
from collections.abc import Hashable, Iterable

from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.clients import places
from esat.clients.forms import SiteIn
from esat.clients.models import Client, DeliverySite
from esat.errors import Invalid
from esat.exchange import french, keyed
from esat.exchange.columns import Columns, Field
from esat.exchange.columns import match as match_columns
from esat.exchange.keyed import Candidate, Known, Plan
from esat.exchange.remarks import Remark
from esat.exchange.report import Outcome, Report, file_notes, may_apply
from esat.exchange.table import Row, Table
from esat.exchange.towns import departments, town_key
from esat.folding import fold

FIELDS = (
    Field("client_code", "Code client", "code client, référence client, id client"),
    Field("client_name", "Client", "client, nom client, raison sociale, organisme"),
    Field("client_town", "Ville du client", "ville client, commune client"),
    Field("name", "Nom du lieu", "nom lieu, lieu, site, nom site, lieu livraison, chantier, nom"),
    Field("address", "Adresse", "adresse, adresse lieu, adresse site, adresse 1, rue"),
    Field("postcode", "Code postal", "code postal, cp, code post"),
    Field("town", "Ville", "ville, commune, ville lieu, localité"),
    Field("access_note", "Accès", "accès, note accès, consigne accès, consignes, digicode"),
)
LABELS = {field.code: field.label for field in FIELDS}
_LIMITS = {"name": 120, "address": 200, "town": 100, "access_note": 500}
_KEPT = (*_LIMITS, "postcode")


def import_sites(
    session: Session, table: Table, *, by: Actor, dry_run: bool = False, partial: bool = False
) -> Report:
    """Create and update sites from a file; a second run of the same file changes nothing.

    A client is known by his code, else by his name and his town; none is made here.
    Invalid: `import_no_site_column`, `import_no_client_column`.
    """
    columns = match_columns(table.headers, FIELDS)
    if "name" not in columns.places:
        raise Invalid("import_no_site_column")
    if not {"client_code", "client_name"} & set(columns.places):
        raise Invalid("import_no_client_column")
    proofs = departments(
        (columns.value(row.cells, "town"), columns.value(row.cells, "postcode").strip())
        for row in table.rows
        if not row.problem
    )
    owners = _Owners(session.exec(select(Client).where(col(Client.archived_at).is_(None))))
    found = [_candidate(row, columns, owners, proofs) for row in table.rows]
    made = keyed.plans(found, _known(session), LABELS)
    lines = tuple(plan.line for plan in made)
    applied = may_apply(lines, dry_run=dry_run, partial=partial)
    if applied:
        for one, plan in zip(found, made, strict=True):
            _write(session, one, plan, by)
    return Report(lines, applied, dry_run, file_notes(table, columns))


class _Owners:
    """The live clients, by code and by name."""

    def __init__(self, clients: Iterable[Client]) -> None:
        self._by_code: dict[str, Client] = {}
        self._by_name: dict[str, list[Client]] = defaultdict(list)
        for client in clients:
            if client.external_code:
                self._by_code[client.external_code] = client
            self._by_name[fold(client.name)].append(client)

    def owner(self, code: str, name: str, town: str) -> Client | str:
        """The one client that is meant, or the code of why none is."""
        if code:
            return self._by_code.get(code) or "site_client_unknown"
        same = self._by_name.get(fold(name), []) if name else []
        if town:
            same = [client for client in same if town_key(client.town) == town_key(town)]
        if len(same) == 1:
            return same[0]
        return "site_client_several" if same else "site_client_unknown"


def _known(session: Session) -> dict[Hashable, Known]:
    rows = session.exec(select(DeliverySite).where(col(DeliverySite.archived_at).is_(None)))
    return {
        (site.client_id, fold(site.name)): Known(
            site.id or 0, {name: getattr(site, name) for name in _KEPT}
        )
        for site in rows
    }


def _candidate(row: Row, columns: Columns, owners: _Owners, proofs: dict[str, str]) -> Candidate:
    if row.problem:
        return keyed.refused(row.line, "", row.problem)
    cells = {code: french.text(columns.value(row.cells, code)) for code in LABELS}
    about = " — ".join(part for part in (cells["client_name"], cells["name"]) if part)
    checked = {name: keyed.limited(cells[name], limit) for name, limit in _LIMITS.items()}
    proof = proofs.get(town_key(cells["town"]), "")
    checked["postcode"], _ = french.place(cells["postcode"], "", proof)
    remarks: tuple[Remark, ...] = ()
    for name, value in checked.items():
        remarks += value.remark(LABELS[name])
    values = {name: value.value for name, value in checked.items() if value.value}
    if "name" not in values:
        return keyed.refused(row.line, about, "line_no_name", remarks)
    owner = owners.owner(cells["client_code"], cells["client_name"], cells["client_town"])
    if isinstance(owner, str):
        return keyed.refused(row.line, about, owner, remarks)
    key = (owner.id, fold(values["name"]))
    return Candidate(row.line, about or owner.name, values, remarks, key=key)


def _write(session: Session, one: Candidate, plan: Plan, by: Actor) -> None:
    if not isinstance(one.key, tuple):
        return
    client_id = int(one.key[0])
    if plan.line.outcome is Outcome.CREATED:
        places.add_site(session, client_id, SiteIn.model_validate(plan.values), by=by)
    elif plan.line.outcome is Outcome.UPDATED and plan.known_id is not None:
        given = SiteIn.model_validate({"name": one.values["name"], **plan.values})
        places.update_site(session, client_id, plan.known_id, given, by=by)
