"""The pages of actions: what waits, one action with what became of it, a new one."""

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import NotFound
from esat.production import once
from esat.web import forms, htmx
from laundry_rabc.papers import action_reads, actions, form_pages, people, rights, rules
from laundry_rabc.papers.actions import ActionIn, DoneIn, MoveIn, NoteIn
from laundry_rabc.papers.audit_models import Finding, PaperAction
from laundry_rabc.papers.team_models import Meeting

blueprint = Blueprint("rabc_actions", __name__, url_prefix="/rabc/actions")
PAGE = 50


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """The actions of a view: those to do, the late ones first."""
    session, by = form_pages.session_for(rights.READ), current_actor()
    views = action_reads.views(session)
    asked = request.args.get("vue", "a-faire")
    if asked not in views:
        raise NotFound("not_found")
    start = max(request.args.get("a_partir_de", 0, type=int), 0)
    more = start + PAGE
    return htmx.render(
        "laundry_rabc/papers/actions.html",
        home=form_pages.home(),
        tabs=[
            (label, url_for("rabc_actions.index", vue=name), name == asked, len(views[name]))
            for name, label in action_reads.VIEWS
        ],
        view=asked,
        rows_of=views[asked][start:more],
        late=sum(1 for row in views["a-faire"] if row.late),
        older=more if len(views[asked]) > more else None,
        may_write=rights.may(by, rights.WRITE),
    )


@blueprint.get("/nouvelle")
@allow(rights.WRITE)
def new() -> Response:
    """The form of an action, after a finding or a meeting when it comes from there."""
    return _new({}, "action", 200)


@blueprint.post("/nouvelle")
@allow(rights.WRITE)
def create() -> Response:
    """Write an action."""
    session = form_pages.session_for(rights.WRITE)

    def work() -> str:
        made = actions.open_one(session, forms.read(ActionIn, request.form), by=current_actor())
        return url_for("rabc_actions.show", action_id=made.id)

    return form_pages.act(session, "action", "", work, _new)


@blueprint.get("/<int:action_id>")
@allow(rights.READ)
def show(action_id: int) -> Response:
    """One action."""
    return _show(action_id, {}, "", 200)


@blueprint.post("/<int:action_id>/faite")
@allow(rights.ACT)
def done(action_id: int) -> Response:
    """It is done: say what proves it."""
    return _do(action_id, "done", rights.ACT)


@blueprint.post("/<int:action_id>/verifiee")
@allow(rights.APPROVE)
def verify(action_id: int) -> Response:
    """It worked: another person says so."""
    return _do(action_id, "verify", rights.APPROVE)


@blueprint.post("/<int:action_id>/renvoyee")
@allow(rights.APPROVE)
def send_back(action_id: int) -> Response:
    """It did not work: to be done again."""
    return _do(action_id, "back", rights.APPROVE)


@blueprint.post("/<int:action_id>/report")
@allow(rights.WRITE)
def move(action_id: int) -> Response:
    """Another day or another person."""
    return _do(action_id, "move", rights.WRITE)


@blueprint.post("/<int:action_id>/precision")
@allow(rights.ACT)
def note(action_id: int) -> Response:
    """Something more about it."""
    return _do(action_id, "note", rights.ACT)


def _work(session: Session, action: PaperAction, form: str) -> None:
    by, values = current_actor(), form_pages.named(form)
    if form == "done":
        sent = form_pages.sent("done_file")
        actions.done(session, action, forms.read(DoneIn, values), sent, by=by)
    elif form == "verify":
        actions.verify(session, action, forms.read(NoteIn, values), by=by)
    elif form == "back":
        actions.send_back(session, action, forms.read(NoteIn, values), by=by)
    elif form == "move":
        actions.move(session, action, forms.read(MoveIn, values), by=by)
    else:
        actions.note(session, action, forms.read(NoteIn, values), by=by)


def _do(action_id: int, form: str, capability: str) -> Response:
    session = form_pages.session_for(capability)
    action = actions.the(session, action_id)

    def work() -> str:
        _work(session, action, form)
        return url_for("rabc_actions.show", action_id=action_id)

    return form_pages.act(
        session, form, str(action_id), work, lambda e, f, s: _show(action_id, e, f, s)
    )


def _show(action_id: int, errors: dict[str, str], opened: str, status: int) -> Response:
    session, by = form_pages.session_for(rights.READ), current_actor()
    action = actions.the(session, action_id)
    row = action_reads.one(session, action)
    mine = by.account_id == row.state.owner_id or rights.may(by, rights.WRITE)
    finding = None if action.finding_id is None else session.get(Finding, action.finding_id)
    apart = by.account_id not in row.state.doers
    return htmx.render(
        "laundry_rabc/papers/action.html",
        status=status,
        row=row,
        finding=finding,
        steps=action_reads.steps(session, action_id),
        owners=[(one.id, one.name) for one in people.concerned(session)],
        may_do=rights.may(by, rights.ACT) and mine and row.state.code == "open",
        may_verify=rights.may(by, rights.APPROVE) and apart and row.state.code == "done",
        may_move=rights.may(by, rights.WRITE) and row.state.code == "open",
        may_note=rights.may(by, rights.ACT),
        key=once.fresh(),
        values=form_pages.named(opened) if opened else {},
        errors=errors,
        opened=opened,
    )


def _new(errors: dict[str, str], opened: str, status: int) -> Response:
    session = form_pages.session_for(rights.WRITE)
    finding = session.get(Finding, form_pages.key_of("finding") or 0)
    meeting = session.get(Meeting, form_pages.key_of("meeting") or 0)
    return htmx.render(
        "laundry_rabc/papers/action_new.html",
        status=status,
        finding=finding,
        meeting=meeting,
        owners=[(one.id, one.name) for one in people.concerned(session)],
        delay=rules.delay(session, "action_due", clock.today()),
        key=once.fresh(),
        values=request.form,
        errors=errors,
        opened=opened,
    )
