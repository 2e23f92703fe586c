"""Pictograms and portraits: chosen with the person in front of the screen; the office writes the
consent, and sees alone who must sign.
"""

from datetime import date
from typing import Annotated, Literal

from flask import Blueprint, Response, request, url_for
from pydantic import BeforeValidator

from esat import clock
from esat.accounts.permissions import allow, current_actor, unlogged
from esat.activity.kiosk import choosing, pictograms, portraits
from esat.activity.kiosk.models import PortraitConsent
from esat.errors import Invalid, NotFound
from esat.files.pages import answer, received
from esat.files.service import Upload
from esat.files.store import store_of
from esat.web import door, forms, htmx
from esat.web.forms import FormShape
from esat.workers import leading, memberships
from esat.workers import reads as workers
from esat.workers.models import Worker

blueprint = Blueprint("pictures", __name__, url_prefix="/equipes")
Tick = Annotated[bool, BeforeValidator(lambda value: value or False)]


class ConsentIn(FormShape):
    """What the office writes of a consent."""

    given: Literal["yes", "no"]
    said_on: date
    scope: Literal["kiosk", "team"] = "kiosk"
    signers: Literal["1", "2"] = "1"
    second_given: Tick = False


@blueprint.get("/images")
@allow(portraits.KEEP)
def index() -> Response:
    """The people of my groups, with the picture of each."""
    session = door.session()
    people = workers.workers(session, current_actor())
    shown = portraits.shown(session, [one.id for one in people], place="kiosk")
    return htmx.render(
        "activity/kiosk/pictures.html",
        people=people,
        shown=shown,
        choices=pictograms.CHOICES,
    )


@blueprint.get("/images/<int:worker_id>")
@allow(portraits.KEEP)
def picture(worker_id: int) -> Response:
    return _page(_worker(worker_id))


@blueprint.post("/images/<int:worker_id>/pictogramme")
@allow(portraits.KEEP)
def choose(worker_id: int) -> Response:
    worker = _worker(worker_id)
    choosing.choose(door.session(), worker, request.form.get("pictogram", ""))
    return htmx.go_to(url_for("pictures.picture", worker_id=worker_id, enregistre=1))


@blueprint.post("/images/<int:worker_id>/portrait")
@allow(portraits.KEEP)
def portrait_keep(worker_id: int) -> Response:
    worker, sent = _worker(worker_id), request.files.get("photo")
    upload = received(sent) if sent is not None else Upload("", b"")
    try:
        store = store_of(door.house().settings)
        portraits.keep(door.session(), store, worker, upload, by=current_actor())
    except Invalid as error:
        return _page(worker, {"photo": error.fields.get("photo") or error.message}, 422)
    return htmx.go_to(url_for("pictures.picture", worker_id=worker_id, enregistre=1))


@blueprint.post("/images/<int:worker_id>/retrait")
@allow(portraits.KEEP)
def withdraw(worker_id: int) -> Response:
    """The person no longer agrees: the portrait goes now, everywhere."""
    portraits.withdraw(door.session(), _worker(worker_id), by=current_actor())
    return htmx.go_to(url_for("pictures.picture", worker_id=worker_id, retire=1))


@blueprint.post("/images/<int:worker_id>/accord")
@allow(portraits.CONSENT)
def consent(worker_id: int) -> Response:
    worker = _worker(worker_id)
    try:
        given = forms.read(ConsentIn, request.form)
        said = PortraitConsent(
            worker_id=worker_id,
            given=given.given == "yes",
            said_on=given.said_on,
            scope=given.scope,
            signers=int(given.signers),
            second_given=given.second_given,
            at=clock.now(),
        )
        portraits.consent(door.session(), worker, said, by=current_actor())
    except Invalid as error:
        return _page(worker, error.fields, 422)
    return htmx.go_to(url_for("pictures.picture", worker_id=worker_id, enregistre=1))


@blueprint.get("/portraits/<int:worker_id>")
@allow(portraits.SEE)
@unlogged
def portrait(worker_id: int) -> Response:
    """The small portrait, to the kiosk of his workshop and to those who see his group."""
    return answer(portraits.file_of(door.session(), worker_id, current_actor()), small=True)


def _worker(worker_id: int) -> Worker:
    """A worker of a group that the actor may see. NotFound: `worker_unknown`."""
    session, by = door.session(), current_actor()
    worker = session.get(Worker, worker_id)
    if worker is None:
        raise NotFound("worker_unknown")
    group = memberships.of(session, worker, clock.today())
    if group is None:
        seen = by.groups is None and by.workshops is None
    else:
        seen = leading.may(by, portraits.KEEP, group)
    if not seen:
        raise NotFound("worker_unknown")
    return worker


def _page(worker: Worker, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    session, worker_id = door.session(), worker.id or 0
    others = choosing.neighbours(session, worker)
    said = portraits.newest(session, [worker_id]).get(worker_id)
    office = current_actor().can(portraits.CONSENT)
    return htmx.render(
        "activity/kiosk/picture.html",
        status=status,
        worker=worker,
        choices=pictograms.CHOICES,
        taken=others if len(others) < len(pictograms.CHOICES) else {},
        said=said,
        has_portrait=worker_id in portraits.shown(session, [worker_id], place="kiosk"),
        office=office,
        history=portraits.said_before(session, worker_id) if office else (),
        scopes=list(portraits.SCOPES.items()),
        errors=errors or {},
        sent=request.form,
        today=clock.today(),
        saved=request.args.get("enregistre") == "1",
        gone=request.args.get("retire") == "1",
    )
