"""The maintenance of machines on the screen: what is due, what happened, the preventive plan."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat.accounts.permissions import allow, current_actor
from esat.errors import NotFound
from esat.production import once
from esat.web import forms, htmx
from laundry_rabc.prereq import chemical_reads, cleaning, maintenance, rights, upkeep_reads
from laundry_rabc.prereq.asking import Ask, Screen, correction, late_fields
from laundry_rabc.prereq.chemical_pages import withdrawal
from laundry_rabc.prereq.maintenance import EventIn, UpkeepIn
from laundry_rabc.prereq.pages import FOLDER, act, fix_key, opened, screen, sent_file
from laundry_rabc.prereq.plan_pages import planned_fields
from laundry_rabc.prereq.saying import the
from laundry_rabc.prereq.upkeep import UpkeepEvent, UpkeepPlan

blueprint = Blueprint("rabc_upkeep", __name__, url_prefix="/rabc/prerequis/entretien")


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """What is due on the machines, and what happened to them."""
    return _index({}, 200)


@blueprint.get("/noter")
@allow(rights.DO)
def new() -> Response:
    """The form of something that happened to a machine."""
    return _event({}, 200)


@blueprint.post("/noter")
@allow(rights.DO)
def keep() -> Response:
    """Keep what happened to a machine."""
    opened(rights.DO)

    def work(session: Session) -> str:
        given = forms.read(EventIn, request.form)
        file_id = sent_file(session)
        maintenance.happened(session, given, by=current_actor(), file_id=file_id)
        return url_for("rabc_upkeep.index")

    return act("upkeep", work, _event)


@blueprint.get("/plan/nouveau")
@allow(rights.PLAN)
def new_plan() -> Response:
    """The form of a preventive act."""
    return _plan("", {}, 200)


@blueprint.post("/plan/nouveau")
@allow(rights.PLAN)
def add_plan() -> Response:
    """Propose a preventive act."""
    return _kept("")


@blueprint.get("/plan/<code>")
@allow(rights.PLAN)
def change_form(code: str) -> Response:
    """The form of the next version of a preventive act."""
    return _plan(code, {}, 200)


@blueprint.post("/plan/<code>")
@allow(rights.PLAN)
def change(code: str) -> Response:
    """Propose the next version of a preventive act."""
    return _kept(code)


@blueprint.post("/plan/<code>/valider")
@allow(rights.APPROVE)
def validate(code: str) -> Response:
    """Validate what another person wrote."""
    opened(rights.APPROVE)

    def work(session: Session) -> str:
        _known(session, code)
        maintenance.follow(session, code, by=current_actor())
        return url_for("rabc_upkeep.index")

    return act(f"upkeep.ok.{code}", work, _index)


@blueprint.get("/plan/<code>/retirer")
@allow(rights.PLAN)
def withdraw_form(code: str) -> Response:
    """The form that withdraws a preventive act."""
    return _withdraw(code, {}, 200)


@blueprint.post("/plan/<code>/retirer")
@allow(rights.PLAN)
def withdraw(code: str) -> Response:
    """Ask for it no more."""
    opened(rights.PLAN)

    def work(session: Session) -> str:
        _known(session, code)
        why = request.form.get("why", "")
        maintenance.follow(session, code, by=current_actor(), withdraw=True, reason=why)
        return url_for("rabc_upkeep.index")

    return act(f"upkeep.out.{code}", work, lambda e, s: _withdraw(code, e, s))


def _kept(code: str) -> Response:
    opened(rights.PLAN)

    def work(session: Session) -> str:
        if code:
            _known(session, code)
        given = forms.read(UpkeepIn, request.form)
        maintenance.plan(session, given, by=current_actor(), code=code)
        return url_for("rabc_upkeep.index")

    return act(f"upkeep.plan.{code}", work, lambda e, s: _plan(code, e, s))


def _index(errors: dict[str, str], status: int) -> Response:
    session, by = opened(), current_actor()
    machine = request.args.get("machine", type=int)
    return htmx.render(
        FOLDER + "upkeep.html",
        status=status,
        plans=upkeep_reads.plan_rows(session, machine_id=machine),
        events=upkeep_reads.events(session, machine_id=machine),
        machines=chemical_reads.machines(session),
        machine=machine,
        rhythm=cleaning.rhythm,
        may_do=by.can(rights.DO, workshop=rights.WORKSHOP),
        may_plan=by.can(rights.PLAN, workshop=rights.WORKSHOP),
        may_approve=by.can(rights.APPROVE, workshop=rights.WORKSHOP),
        account=by.account_id,
        key=once.fresh(),
        errors=errors,
    )


def _event(errors: dict[str, str], status: int) -> Response:
    session, fixed = opened(rights.DO), fix_key()
    if fixed is not None:
        the(session, UpkeepEvent, fixed)
    asked_plan = request.args.get("plan", "")
    plan = maintenance.newest(session, asked_plan) if asked_plan else None
    plans = [
        (one.plan.code, f"{one.machine} : {one.plan.what}")
        for one in upkeep_reads.plan_rows(session)
    ]
    at, late = late_fields(fixed)
    fields = (
        Ask("machine", "Machine", "select", required=True,
            options=tuple(chemical_reads.machines(session).items())),
        Ask("kind", "Quoi", "tiles", options=tuple(maintenance.KINDS.items()), required=True),
        Ask("what", "Ce qui s’est passé, ou ce qui a été fait", "long", required=True, most=300),
        Ask("plan_code", "Entretien prévu", "select", options=plans, blank="Ce n’était pas prévu"),
        Ask("done_by", "Par qui", help="Entreprise ou métier.", most=80),
        Ask("voids", "Ce changement annule la qualification de la machine", "tick"),
        Ask("file", "Rapport", "file", "Un PDF ou une photo."),
        *correction(fixed),
    )  # fmt: skip
    until = Ask("until", "Repartie le", "time", "Pour une panne : vide si elle dure encore.")
    asked = Screen(
        "Entretien d’une machine", "Enregistrer", url_for("rabc_upkeep.index"), fields,
        back_label="Entretien", pictogram="wrench", hidden={"amends": fixed or ""},
        more=(at, until, late),
    )  # fmt: skip
    known: dict[str, Any] = {"machine": request.args.get("machine", "")}
    if plan is not None:
        known = {"machine": plan.machine_id, "kind": "preventive", "plan_code": plan.code}
    return screen(asked, errors, status, known)


def _plan(code: str, errors: dict[str, str], status: int) -> Response:
    session = opened(rights.PLAN)
    plan = _known(session, code) if code else None
    fields = (
        Ask("machine", "Machine", "select", required=True,
            options=tuple(chemical_reads.machines(session).items())),
        Ask("what", "Quoi", help="Par exemple : contrôle de la sonde.", required=True, most=120),
        *planned_fields(tuple(cleaning.WHO.items()), changes=plan is not None),
    )  # fmt: skip
    asked = Screen(
        f"Modifier {plan.code}" if plan else "Nouvel entretien prévu", "Proposer",
        url_for("rabc_upkeep.index"), fields, "Une autre personne le validera.", "Entretien",
        "wrench",
    )  # fmt: skip
    known: dict[str, Any] = {} if plan is None else plan.model_dump(exclude={"since", "reason"})
    return screen(asked, errors, status, known | {"machine": plan.machine_id} if plan else known)


def _withdraw(code: str, errors: dict[str, str], status: int) -> Response:
    plan = _known(opened(rights.PLAN), code)
    asked = withdrawal(f"Retirer : {plan.what}", url_for("rabc_upkeep.index"))
    return screen(asked, errors, status)


def _known(session: Session, code: str) -> UpkeepPlan:
    found = maintenance.newest(session, code)
    if found is None or found.withdrawn:
        raise NotFound("not_found")
    return found
