"""The pages of complaints: those that wait, a new one, one with its steps, those of an order."""

from collections.abc import Callable
from typing import Annotated

from flask import Blueprint, Response, request, url_for
from pydantic import StringConstraints
from sqlmodel import Session, select

from esat.accounts.permissions import allow, current_actor
from esat.clients import reads as clients
from esat.clients.models import Client
from esat.errors import EsatError, Invalid, NotFound, Refused
from esat.files import pages as file_pages
from esat.files.models import StoredFile
from esat.files.store import store_of
from esat.production import once
from esat.production.models import Order
from esat.web import door, forms, htmx
from esat.web.forms import Blank, FormShape, NoControl
from workshops.laundry.stock import complaint_reads, complaints, rights
from workshops.laundry.stock.complaints import ComplaintIn, DecisionIn
from workshops.laundry.stock.models import Complaint, ComplaintPhoto

blueprint = Blueprint("laundry_complaints", __name__, url_prefix="/blanchisserie/reclamations")


class OwnerIn(FormShape):
    owner: Annotated[int | None, Blank] = None


class ReplyIn(FormShape):
    how: Annotated[str, StringConstraints(max_length=200), NoControl] = ""


class NoteIn(FormShape):
    note: Annotated[str, StringConstraints(max_length=600), NoControl] = ""


@blueprint.get("")
@allow(rights.COMPLAINTS)
def index() -> Response:
    """What waits for an answer, what is late in red; the trend below."""
    session, closed = _session(), request.args.get("vue") == "repondues"
    return htmx.render(
        "laundry/stock/complaints.html",
        rows_of=complaint_reads.listed(session, closed=closed),
        closed=closed,
        trend=complaint_reads.trend(session),
    )


@blueprint.get("/nouvelle")
@allow(rights.COMPLAINTS)
def new() -> Response:
    """The form of a new complaint; the client is searched first."""
    return _new({}, 200)


@blueprint.post("/nouvelle")
@allow(rights.COMPLAINTS)
def receive() -> Response:
    """Write a complaint, with its photographs."""
    session, by = _session(), current_actor()
    sent = once.form_of(request.form.items(multi=True))

    def work() -> str:
        made = complaints.receive(session, forms.read(ComplaintIn, request.form), by=by)
        _keep_photos(session, made)
        return url_for("laundry_complaints.show", complaint_id=made.id)

    try:
        return htmx.go_to(once.run(session, sent, "laundry.complaint", work, by=by))
    except Invalid as error:
        session.rollback()
        return _new(error.fields, 422)


@blueprint.get("/<int:complaint_id>")
@allow(rights.COMPLAINTS)
def show(complaint_id: int) -> Response:
    """One complaint."""
    return _show(complaint_id, {}, "", 200)


@blueprint.post("/<int:complaint_id>/responsable")
@allow(rights.COMPLAINTS)
def entrust(complaint_id: int) -> Response:
    """Give it to somebody."""
    return _do(
        complaint_id, "owner",
        lambda session, one: complaints.entrust(
            session, one, forms.read(OwnerIn, request.form).owner, by=current_actor()
        ),
    )  # fmt: skip


@blueprint.post("/<int:complaint_id>/precision")
@allow(rights.COMPLAINTS)
def note(complaint_id: int) -> Response:
    """Something more about it, words and photographs."""

    def work(session: Session, one: Complaint) -> None:
        words, sent = forms.read(NoteIn, request.form).note, _sent_photos()
        if words or not sent:
            complaints.note(session, one, words, by=current_actor())
        _keep_photos(session, one)

    return _do(complaint_id, "note", work)


@blueprint.post("/<int:complaint_id>/decision")
@allow(rights.COMPLAINTS)
def decide(complaint_id: int) -> Response:
    """Accept it, in part or not."""
    return _do(
        complaint_id, "decision",
        lambda session, one: complaints.decide(
            session, one, forms.read(DecisionIn, request.form), by=current_actor()
        ),
    )  # fmt: skip


@blueprint.post("/<int:complaint_id>/reponse")
@allow(rights.COMPLAINTS)
def reply(complaint_id: int) -> Response:
    """The client was answered."""
    return _do(
        complaint_id, "reply",
        lambda session, one: complaints.reply(
            session, one, forms.read(ReplyIn, request.form).how, by=current_actor()
        ),
    )  # fmt: skip


@blueprint.get("/<int:complaint_id>/photos/<int:photo_id>")
@allow(rights.COMPLAINTS)
def photo(complaint_id: int, photo_id: int) -> Response:
    """A photograph of a complaint, small when asked so."""
    session = _session()
    row = session.get(ComplaintPhoto, photo_id)
    file = None if row is None else session.get(StoredFile, row.file_id)
    if row is None or file is None or row.complaint_id != complaint_id:
        raise NotFound("not_found")
    return file_pages.answer(file, small="petite" in request.args)


@blueprint.get("/fragments/commande/<ref>")
@allow(rights.COMPLAINTS)
def of_order(ref: str) -> Response:
    """The complaints about an order, for its page."""
    session = _session()
    order = session.exec(
        select(Order).where(Order.ref == ref, Order.workshop == rights.WORKSHOP)
    ).first()
    if order is None:
        raise NotFound("not_found")
    return htmx.render(
        "laundry/stock/_of_order.html",
        rows_of=complaint_reads.of_order(session, order.id or 0),
        order=order,
    )


def _do(complaint_id: int, act: str, work: Callable[[Session, Complaint], None]) -> Response:
    """Do it once and come back; what is wrong is said with the form as it was filled."""
    session, by = _session(), current_actor()
    one = complaints.the(session, complaint_id)
    sent = once.form_of(request.form.items(multi=True))

    def doing() -> str:
        work(session, one)
        return url_for("laundry_complaints.show", complaint_id=complaint_id)

    try:
        return htmx.go_to(
            once.run(session, sent, f"laundry.complaint.{act}.{complaint_id}", doing, by=by)
        )
    except Refused as refusal:
        session.rollback()
        return _show(complaint_id, {"": refusal.message}, "", 409)
    except Invalid as error:
        session.rollback()
        return _show(complaint_id, error.fields, act, 422)


def _show(complaint_id: int, errors: dict[str, str], opened: str, status: int) -> Response:
    session = _session()
    one = complaints.the(session, complaint_id)
    return htmx.render(
        "laundry/stock/complaint.html",
        status=status,
        row=complaint_reads.one(session, one),
        about=complaint_reads.about(session, one),
        steps=complaint_reads.steps(session, complaint_id),
        photos=complaint_reads.photos(session, complaint_id),
        owners=complaint_reads.owners(session),
        decisions=complaints.DECISIONS,
        key=once.fresh(),
        values=request.form,
        errors=errors,
        opened=opened,
    )


def _new(errors: dict[str, str], status: int) -> Response:
    session = _session()
    asked = request.values.get("client", type=int)
    chosen = None if asked is None else session.get(Client, asked)
    text = request.args.get("q", "").strip()[:100]
    return htmx.render(
        "laundry/stock/complaint_new.html",
        status=status,
        client=chosen,
        code=request.args.get("code", "")[:64],
        text=text,
        found=clients.search(session, text, 12) if text else (),
        owners=complaint_reads.owners(session),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )


def _sent_photos() -> list[str]:
    return [one.filename for one in request.files.getlist("photos") if one.filename]


def _keep_photos(session: Session, one: Complaint) -> None:
    store = store_of(door.house().settings)
    for sent in request.files.getlist("photos"):
        if not sent.filename:
            continue
        upload = file_pages.received(sent)
        try:
            complaints.add_photo(session, store, one, upload, by=current_actor())
        except EsatError as error:
            raise Invalid("form_invalid", {"photos": f"{upload.name} : {error.message}"}) from error


def _session() -> Session:
    rights.require(current_actor(), rights.COMPLAINTS)
    return door.session()
