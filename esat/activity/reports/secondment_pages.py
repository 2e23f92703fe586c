"""The pages of secondments and placements: who is where, until when; for office and direction."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.activity.reports import secondments
from esat.activity.reports.forms import SecondmentIn
from esat.clients.models import Client
from esat.errors import Invalid
from esat.production import once
from esat.web import door, forms, htmx
from esat.workers import reads

READ: Final = "secondments.read"
KEEP: Final = "secondments.keep"
blueprint = Blueprint(
    "activity_secondments", __name__, url_prefix="/travailleurs/mises-a-disposition"
)


@blueprint.get("")
@allow(READ)
def index() -> Response:
    """Those that stand or come, then those that ended."""
    today = clock.today()
    found = secondments.everything(door.session())
    return htmx.render(
        "activity/reports/secondments.html",
        live=[one for one in found if not one.ended(today)],
        ended=[one for one in reversed(found) if one.ended(today)],
        today=today,
        kinds=secondments.KINDS,
        may_keep=current_actor().can(KEEP),
    )


@blueprint.get("/nouvelle")
@allow(KEEP)
def new() -> Response:
    return _form({}, {}, None)


@blueprint.post("/nouvelle")
@allow(KEEP)
def create() -> Response:
    """A further one; the same form sent twice is written once."""
    return _kept(None)


@blueprint.get("/<int:root>")
@allow(READ)
def show(root: int) -> Response:
    """What is written of it; a form for who may change it."""
    one = secondments.the(door.session(), root)
    values = one.row.model_dump() | {"workers": [worker for worker, _ in one.workers]}
    return _form(values, {}, root)


@blueprint.post("/<int:root>")
@allow(KEEP)
def change(root: int) -> Response:
    """What changes: a further row, the former one stays."""
    return _kept(root)


@blueprint.post("/<int:root>/retirer")
@allow(KEEP)
def take_back(root: int) -> Response:
    """It was written by mistake."""
    secondments.take_back(door.session(), root, by=current_actor())
    return htmx.go_to(url_for("activity_secondments.index"))


def _kept(root: int | None) -> Response:
    session, by = door.session(), current_actor()

    def work() -> str:
        secondments.keep(session, forms.read(SecondmentIn, request.form), root, by=by)
        return url_for("activity_secondments.index")

    return _once(session, f"secondment.{root or 'new'}", work, root)


def _once(session: Session, act: str, work: Callable[[], str], root: int | None) -> Response:
    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, act, work, by=current_actor()))
    except Invalid as error:
        session.rollback()
        values = {**request.form, "workers": request.form.getlist("workers")}
        return _form(values, error.fields, root)


def _form(values: Mapping[str, Any], errors: Mapping[str, str], root: int | None) -> Response:
    session = door.session()
    named = select(Client).where(col(Client.archived_at).is_(None), Client.kind == "organisation")
    clients = session.exec(named.order_by(col(Client.search))).all()
    return htmx.render(
        "activity/reports/secondment.html",
        status=422 if errors else 200,
        values=values,
        errors=errors,
        root=root,
        kinds=secondments.KINDS,
        clients=[(one.id, one.name) for one in clients],
        people=[(one.id, one.name) for one in reads.workers(session, current_actor())],
        key=once.fresh(),
        may_keep=current_actor().can(KEEP),
    )
