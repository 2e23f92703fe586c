"""The contract of a worker: what stands, what is due, what the office records beside it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, NotFound
from esat.web import door, forms, htmx
from esat.workers import addresses, people, reads
from esat.workers.contracts import (
    agreeing,
    calendar,
    chains,
    history,
    keeping,
    kinds,
    reminders,
    trials,
)
from esat.workers.contracts import reads as contracts
from esat.workers.contracts.chains import Chain
from esat.workers.contracts.forms import (
    AgreementIn,
    AmendIn,
    ContractIn,
    ExtensionIn,
    OtherJobIn,
    StepIn,
)
from esat.workers.contracts.pages import KEEP, READ
from esat.workers.contracts.trials import EXTEND
from esat.workers.models import Worker
from esat.workers.rules.keeping import BOOK

SUNDAYS = 8
"""How many days to come are offered for an agreement."""
blueprint = Blueprint("worker_contracts", __name__, url_prefix="/travailleurs/<int:worker_id>")


@blueprint.get("/contrat")
@allow(READ)
def show(worker_id: int) -> Response:
    """What stands, what is due, and the forms of what is recorded beside it."""
    return _page(people.the_worker(door.session(), worker_id), {})


@blueprint.get("/contrat/nouveau")
@allow(KEEP)
def new(worker_id: int) -> Response:
    return _contract_form(people.the_worker(door.session(), worker_id), {"trial": True})


@blueprint.post("/contrat/nouveau")
@allow(KEEP)
def create(worker_id: int) -> Response:
    worker = people.the_worker(door.session(), worker_id)
    try:
        given = forms.read(ContractIn, {**request.form, "trial": request.form.get("trial", "")})
        keeping.open_contract(door.session(), worker_id, given, by=current_actor())
    except Invalid as error:
        return _contract_form(worker, request.form, error.fields)
    return _back(worker_id)


@blueprint.get("/contrat/<int:root>/changer")
@allow(KEEP)
def change(worker_id: int, root: int) -> Response:
    one = _of(worker_id, root)
    return _amend_form(one, {"until": one.newest.until, "weekly_hours": one.hours(clock.today())})


@blueprint.post("/contrat/<int:root>/changer")
@allow(KEEP)
def amend(worker_id: int, root: int) -> Response:
    one = _of(worker_id, root)
    try:
        given = forms.read(AmendIn, request.form)
        keeping.amend(door.session(), root, given, by=current_actor())
    except Invalid as error:
        return _amend_form(one, request.form, error.fields)
    return _back(worker_id)


@blueprint.post("/contrat/<int:root>/retirer")
@allow(KEEP)
def take_back(worker_id: int, root: int) -> Response:
    """It was written by mistake."""
    keeping.take_back(door.session(), _of(worker_id, root).root, by=current_actor())
    return _back(worker_id)


@blueprint.post("/contrat/<int:root>/fait")
@allow(KEEP)
def done(worker_id: int, root: int) -> Response:
    """An update made, a review held, an evaluation sent."""
    one = _of(worker_id, root)
    return _recorded(worker_id, lambda: _step(worker_id, one))


@blueprint.post("/contrat/<int:root>/essai")
@allow(EXTEND)
def extend(worker_id: int, root: int) -> Response:
    """The director accepts the longer trial that he read."""
    one = _of(worker_id, root)
    return _recorded(worker_id, lambda: trials.extend(
        door.session(), one, forms.read(ExtensionIn, request.form), by=current_actor()
    ))  # fmt: skip


@blueprint.post("/projet")
@allow(KEEP)
def project(worker_id: int) -> Response:
    """The day of the next review."""
    return _recorded(worker_id, lambda: _step(worker_id, None))


@blueprint.post("/accords")
@allow(KEEP)
def agree(worker_id: int) -> Response:
    """Sundays for which the worker agreed beforehand."""
    return _recorded(worker_id, lambda: agreeing.agree(
        door.session(), worker_id, forms.read(AgreementIn, request.form), by=current_actor()
    ))  # fmt: skip


@blueprint.post("/accords/<day>/retirer")
@allow(KEEP)
def withdraw(worker_id: int, day: str) -> Response:
    agreeing.withdraw(door.session(), worker_id, addresses.any_day(day), by=current_actor())
    return _back(worker_id)


@blueprint.post("/autre-employeur")
@allow(KEEP)
def elsewhere(worker_id: int) -> Response:
    """Hours with another employer, from a day on."""
    return _recorded(worker_id, lambda: agreeing.work_elsewhere(
        door.session(), worker_id, forms.read(OtherJobIn, request.form), by=current_actor()
    ))  # fmt: skip


def _recorded(worker_id: int, work: Callable[[], None]) -> Response:
    """Do it and come back, or show the page again with what is wrong."""
    worker = people.the_worker(door.session(), worker_id)
    try:
        work()
    except Invalid as error:
        return _page(worker, error.fields)
    return _back(worker_id)


def _step(worker_id: int, one: Chain | None) -> None:
    kind = request.form.get("kind", "")
    if (kind == "project_next") == (one is not None):
        raise NotFound("not_found")
    given = forms.read(StepIn, {"kind": kind, "day": request.form.get(f"day-{kind}", "")})
    agreeing.record_step(door.session(), worker_id, given, one, by=current_actor())


def _of(worker_id: int, root: int) -> Chain:
    one = keeping.the_contract(door.session(), root)
    if one.worker_id != worker_id:
        raise NotFound("contract_unknown")
    return one


def _back(worker_id: int) -> Response:
    return htmx.go_to(url_for("worker_contracts.show", worker_id=worker_id))


def _page(worker: Worker, errors: Mapping[str, str]) -> Response:
    session, today, key = door.session(), clock.today(), worker.id or 0
    mine = contracts.of_workers(session, [key])
    held = chains.standing(mine, today).get(key)
    full_time = BOOK.value(session, contracts.FULL_TIME, today)
    watch = reminders.watch(session, today)
    return htmx.render(
        "workers/contracts/worker.html",
        status=422 if errors else 200,
        errors=errors,
        values=request.form if errors else {},
        worker=worker,
        today=today,
        held=held,
        contract=contracts.contract(held, today, full_time) if held else None,
        trials=[one for one in watch.trials if one.worker_id == key],
        shorts=[one for one in watch.shorts if one.chain.worker_id == key],
        discoveries=[one for one in watch.discoveries if one.chain.worker_id == key],
        project=watch.projects.get(key),
        agreed=agreeing.agreed(session, key, today - calendar.DAY * 62),
        sundays=_sundays(today),
        jobs=agreeing.jobs(session, key),
        two=next((o for o in agreeing.two_jobs(session, today) if o.worker_id == key), None),
        history=history.of_worker(session, key),
        mine=mine,
        names=agreeing.names(session, [one.newest.replaces_id or 0 for one in mine]),
        kinds=kinds,
        may_keep=current_actor().can(KEEP),
        may_extend=current_actor().can(EXTEND),
    )


def _sundays(today: date) -> list[date]:
    ahead = calendar.days(today, today + calendar.DAY * 7 * SUNDAYS)
    return [day for day in ahead if calendar.is_sunday(day)]


def _contract_form(
    worker: Worker, values: Mapping[str, Any], errors: Mapping[str, str] | None = None
) -> Response:
    session, today = door.session(), clock.today()
    return htmx.render(
        "workers/contracts/new.html",
        status=422 if errors else 200,
        worker=worker,
        values=values,
        errors=errors or {},
        kinds=kinds,
        people=_others(session, worker),
        held=chains.standing(contracts.of_workers(session, [worker.id or 0]), today),
    )


def _others(session: Session, worker: Worker) -> list[tuple[int, str]]:
    found = reads.workers(session, current_actor())
    return [(one.id, one.name) for one in found if one.id != worker.id]


def _amend_form(
    one: Chain, values: Mapping[str, Any], errors: Mapping[str, str] | None = None
) -> Response:
    return htmx.render(
        "workers/contracts/change.html",
        status=422 if errors else 200,
        worker=people.the_worker(door.session(), one.worker_id),
        one=one,
        values=values,
        errors=errors or {},
        kinds=kinds,
    )
