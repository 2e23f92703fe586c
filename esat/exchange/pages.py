"""The pages of imports: choose what and a file, see what it would do, keep it; no rule here."""

from flask import Blueprint, Response, request, url_for

from esat.accounts.permissions import allow, current_actor, require
from esat.declarations import Import
from esat.errors import EsatError, Invalid, NotFound
from esat.exchange.report import Line, Outcome, Report
from esat.exchange.tabular import read_table
from esat.exchange.waiting import WaitingFile, WaitingFiles, waiting_of
from esat.web import door, htmx

blueprint = Blueprint("imports", __name__)

ENTER = "exchange.import"
_CLIENTS, _ANY = "/clients/import", "/administration/import/<what>"
_SHOWN = 500
"""Lines shown in each of the two tables; the counts are always those of the whole file."""


@blueprint.get("/administration/import")
@allow(ENTER)
def menu() -> Response:
    """What one may bring in."""
    by = current_actor()
    known = door.house().registry.imports.values()
    return htmx.render(
        "exchange/imports.html", imports=[one for one in known if by.can(one.capability)]
    )


@blueprint.get(_CLIENTS, defaults={"what": "clients"})
@blueprint.get(_ANY)
@allow(ENTER)
def choose(what: str) -> Response:
    return _ask(_wanted(what))


@blueprint.post(_CLIENTS, defaults={"what": "clients"})
@blueprint.post(_ANY)
@allow(ENTER)
@door.own_transaction
def preview(what: str) -> Response:
    """Read the file and show what it would do; nothing is written but the file that waits."""
    wanted = _wanted(what)
    try:
        sent = request.files.get("file")
        name = (sent.filename or "").replace("\\", "/").rpartition("/")[2][:120] if sent else ""
        if sent is None or not name:
            raise Invalid("import_no_file")
        data = sent.read()
        table = (wanted.read or read_table)(data, name)
        report = wanted.run(door.session(), table, by=current_actor(), dry_run=True)
    except EsatError as error:
        return _ask(wanted, error.message, status=error.status)
    key = _waiting().keep(data, name, what=what, account=current_actor().account_id)
    return _show(wanted, report, WaitingFile(key, name, b""))


@blueprint.post(f"{_CLIENTS}/enregistrer", defaults={"what": "clients"})
@blueprint.post(f"{_ANY}/enregistrer")
@allow(ENTER)
@door.own_transaction
def confirm(what: str) -> Response:
    """Write the file that waits, whole, or without its refused lines when that was chosen."""
    wanted = _wanted(what)
    key = request.form.get("key", "")
    file = _waiting().look(key, what=what, account=current_actor().account_id)
    table = (wanted.read or read_table)(file.data, file.name)
    with door.write() as session:
        report = wanted.run(
            session, table, by=current_actor(), partial=request.form.get("partial") == "1"
        )
    if report.applied:
        _waiting().drop(key)
    return _show(wanted, report, file, status=200 if report.applied else 409)


@blueprint.post(f"{_CLIENTS}/abandonner", defaults={"what": "clients"})
@blueprint.post(f"{_ANY}/abandonner")
@allow(ENTER)
@door.own_transaction
def give_up(what: str) -> Response:
    """Forget the file that waits."""
    _wanted(what)
    key = request.form.get("key", "")
    _waiting().look(key, what=what, account=current_actor().account_id)
    _waiting().drop(key)
    return htmx.go_to(url_for("imports.choose", what=what))


def _wanted(what: str) -> Import:
    """The declared import, when its right is held. NotFound: `not_found`."""
    wanted = door.house().registry.imports.get(what)
    if wanted is None:
        raise NotFound("not_found")
    require(wanted.capability)
    return wanted


def _ask(wanted: Import, error: str = "", *, status: int = 200) -> Response:
    return htmx.render("exchange/choose.html", status=status, wanted=wanted, error=error)


def _waiting() -> WaitingFiles:
    return waiting_of(door.house().settings)


def _show(wanted: Import, report: Report, file: WaitingFile, *, status: int = 200) -> Response:
    to_see = [line for line in report if _to_see(line)]
    quiet = [line for line in report if not _to_see(line)]
    return htmx.render(
        "exchange/report.html",
        status=status,
        wanted=wanted,
        report=report,
        file=file,
        counts=[(outcome, report.count(outcome)) for outcome in Outcome],
        to_see=to_see[:_SHOWN],
        quiet=quiet[:_SHOWN],
        hidden=max(0, len(to_see) - _SHOWN) + max(0, len(quiet) - _SHOWN),
        changes=report.count(Outcome.CREATED) + report.count(Outcome.UPDATED),
    )


def _to_see(line: Line) -> bool:
    return bool(line.remarks) or line.outcome is Outcome.REFUSED
