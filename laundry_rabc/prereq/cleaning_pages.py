"""The cleaning of the day on the screen: what is due, one task with its method, what was done."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import NotFound
from esat.production import once
from esat.web import forms, htmx
from laundry_rabc.prereq import cleaning, cleaning_reads, rights, upkeep_reads
from laundry_rabc.prereq.cleaning import CheckIn, DoneIn
from laundry_rabc.prereq.models import Product
from laundry_rabc.prereq.pages import FOLDER, act, opened
from laundry_rabc.prereq.saying import the
from laundry_rabc.prereq.upkeep import CleanDone

blueprint = Blueprint("rabc_cleaning", __name__, url_prefix="/rabc/prerequis/nettoyage")


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """What is to be cleaned today, what was missed, what is done; by zone."""
    session, zone = opened(), request.args.get("zone", "")
    today = clock.today()
    found = [one for one in cleaning_reads.of_day(session, today) if zone in {"", one.task.zone}]
    return htmx.render(
        FOLDER + "cleaning.html",
        missed=[one for one in found if one.missed],
        due=[one for one in found if one.state == "due"],
        said=[one for one in found if one.state in {"done", "done_late", "not_applicable"}],
        unchecked=cleaning_reads.to_check(session, today),
        zone=zone,
        zones=cleaning.ZONES,
        today=today,
    )


@blueprint.get("/tache/<code>/<slot_on>")
@allow(rights.READ)
def show(code: str, slot_on: str) -> Response:
    """One task on the day from which it was due."""
    return _show(code, _day(slot_on), {}, 200)


@blueprint.post("/tache/<code>/<slot_on>")
@allow(rights.DO)
def say(code: str, slot_on: str) -> Response:
    """Say what became of a task."""
    opened(rights.DO)
    on = _day(slot_on)

    def work(session: Session) -> str:
        sent: dict[str, Any] = {**request.form.to_dict(), "slot_on": on.isoformat()}
        cleaning.say(session, code, forms.read(DoneIn, sent), by=current_actor())
        return url_for("rabc_cleaning.index")

    return act(f"clean.{code}.{on}", work, lambda e, s: _show(code, on, e, s))


@blueprint.post("/fait/<int:done_id>")
@allow(rights.DO)
def check(done_id: int) -> Response:
    """A supervisor validates what was done, or says what is not well."""
    done = the(opened(rights.DO), CleanDone, done_id)
    code, on = done.task_code, done.slot_on

    def work(session: Session) -> str:
        given = forms.read(CheckIn, request.form)
        cleaning.check(session, done_id, given, by=current_actor())
        return url_for("rabc_cleaning.index")

    return act(f"clean.check.{done_id}", work, lambda e, s: _show(code, on, e, s))


def _show(code: str, on: date, errors: dict[str, str], status: int) -> Response:
    session, by = opened(), current_actor()
    found = [
        one
        for one in cleaning_reads.slots(session, on, on)
        if one.task.code == code and one.slot.first == on
    ]
    if not found:
        raise NotFound("not_found")
    one = found[-1]
    product = None if one.task.product_id is None else session.get(Product, one.task.product_id)
    return htmx.render(
        FOLDER + "task.html",
        status=status,
        one=one,
        product=product,
        told=cleaning_reads.history(session, code, on),
        crew=upkeep_reads.crew(session, by),
        zone=cleaning.ZONES[one.task.zone],
        who=cleaning.WHO[one.task.who],
        rhythm=cleaning.rhythm,
        may_do=by.can(rights.DO, workshop=rights.WORKSHOP) and on <= clock.today(),
        opened="check" if "done_id" in (request.view_args or {}) else "say",
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotFound("not_found") from error
