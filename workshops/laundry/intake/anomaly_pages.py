"""Anomalies on the screen: one more with its photograph, the month by client, the client told."""

from datetime import date
from typing import Annotated

from flask import Blueprint, Response, request, url_for
from pydantic import StringConstraints

from esat import clock
from esat.accounts.permissions import allow, current_actor, require
from esat.actors import Actor
from esat.declarations import ActSent
from esat.errors import Invalid, Refused
from esat.production import once
from esat.web import door, forms, htmx
from esat.web.forms import FormShape, NoControl
from workshops.laundry.intake import (
    anomalies,
    anomaly_reads,
    doing,
    photo_pages,
    reception,
)
from workshops.laundry.intake.doing import Deed

blueprint = Blueprint("laundry_anomalies", __name__, url_prefix="/blanchisserie/anomalies")
SCAN = "production.scan"
FOLDER = "laundry/intake/"
OPTIONS = [
    (kind.code, kind.label, "accident évité" if kind.near_miss else "", kind.pictogram)
    for kind in anomalies.KINDS
]


class AnomalyForm(FormShape):
    kind: Annotated[str, StringConstraints(max_length=12), NoControl] = ""
    note: Annotated[str, StringConstraints(max_length=280), NoControl] = ""
    when: Annotated[str, StringConstraints(max_length=40), NoControl] = ""
    reason: Annotated[str, StringConstraints(max_length=200), NoControl] = ""


class ToldForm(FormShape):
    """When and how the client was told."""

    on: date
    how: Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]


@blueprint.get("")
@allow(SCAN)
def index() -> Response:
    """The anomalies of a month, by client."""
    return _index({}, 200)


@blueprint.get("/nouvelle")
@allow(doing.INTAKE)
def new() -> Response:
    """The form of one more anomaly of a bag."""
    return _new({}, 200)


@blueprint.post("/nouvelle")
@allow(doing.INTAKE)
def add() -> Response:
    """Note an anomaly, with its photograph."""
    require(doing.INTAKE, workshop=doing.WORKSHOP)
    session, by = door.session(), current_actor()
    code = request.form.get("code", "")[:64]

    def work() -> str:
        given = forms.read(AnomalyForm, request.form)
        item_id = reception.item_of(session, code)
        how = written(by, given.when, given.reason)
        photo = photo_pages.keep(session, door.house().settings, by=by, item_id=item_id)
        seen = anomalies.Seen(given.kind, given.note, photo)
        made = anomalies.note(session, item_id, seen, how)
        return url_for("laundry_intake.client", client_id=made.client_id, code=code)

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, "laundry.anomaly", work, by=by))
    except Invalid as error:
        session.rollback()
        return _new(error.fields, 422)
    except Refused as refusal:
        session.rollback()
        return _new({"": refusal.message}, 409)


@blueprint.post("/<int:anomaly_id>/client")
@allow(doing.INTAKE)
def tell(anomaly_id: int) -> Response:
    """The client was told."""
    require(doing.INTAKE, workshop=doing.WORKSHOP)
    session, by = door.session(), current_actor()

    def work() -> str:
        given = forms.read(ToldForm, request.form)
        row = anomalies.tell(session, anomaly_id, given.on, given.how, by=by, at=clock.now())
        return url_for("laundry_anomalies.index", mois=f"{clock.local(row.at):%Y-%m}")

    sent = once.form_of(request.form.items(multi=True))
    action = f"laundry.anomaly.told.{anomaly_id}"
    try:
        return htmx.go_to(once.run(session, sent, action, work, by=by))
    except Invalid as error:
        session.rollback()
        return _index({"": " ".join(error.fields.values())}, 422)
    except Refused as refusal:
        session.rollback()
        return _index({"": refusal.message}, 409)


def written(by: Actor, when: str, reason: str) -> Deed:
    """What a form tells, now or from a paper written before."""
    sent = ActSent(b"", None, {}, clock.now(), offline=False, late=False, actor=by)
    made = doing.deed(sent, when, reason)
    return Deed(by, made.at, made.late, made.reason)


def _index(errors: dict[str, str], status: int) -> Response:
    require(SCAN, workshop=doing.WORKSHOP)
    first = anomaly_reads.month_of(request.args.get("mois", ""))
    return htmx.render(
        FOLDER + "anomalies.html",
        status=status,
        clients=anomaly_reads.month(door.session(), first),
        first=first,
        before=anomaly_reads.before(first),
        after=anomaly_reads.following(first),
        today=clock.today(),
        kinds=anomalies.BY_CODE,
        may_tell=current_actor().can(doing.INTAKE, workshop=doing.WORKSHOP),
        key=once.fresh(),
        errors=errors,
        values=request.form,
    )


def _new(errors: dict[str, str], status: int) -> Response:
    require(doing.INTAKE, workshop=doing.WORKSHOP)
    code = (request.form.get("code") or request.args.get("code", ""))[:64]
    subject = None
    try:
        subject = reception.found(door.session(), code) if code.strip() else None
    except Refused as refusal:
        errors = {"code": refusal.message} | errors
    return htmx.render(
        FOLDER + "anomaly.html",
        status=status,
        subject=subject,
        code=code,
        options=OPTIONS,
        key=request.form.get(once.KEY) or once.fresh(),
        errors=errors,
        values=request.form,
    )
