"""The cleaning plan on the screen: its tasks, and each change as a further version."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat.accounts.permissions import allow, current_actor
from esat.errors import NotFound
from esat.production import once
from esat.web import forms, htmx
from laundry_rabc.prereq import chemical_reads, cleaning, cleaning_reads, rights
from laundry_rabc.prereq.asking import Ask, Screen
from laundry_rabc.prereq.chemical_pages import withdrawal
from laundry_rabc.prereq.cleaning import TaskIn
from laundry_rabc.prereq.pages import FOLDER, act, opened, screen, sent_file
from laundry_rabc.prereq.upkeep import CleanTask

blueprint = Blueprint("rabc_cleaning_plan", __name__, url_prefix="/rabc/prerequis/plan-nettoyage")
DAYS = (
    ("1", "Lundi"), ("2", "Mardi"), ("3", "Mercredi"), ("4", "Jeudi"), ("5", "Vendredi"),
    ("6", "Samedi"), ("7", "Dimanche"),
)  # fmt: skip
EVERY = (("day", "Jours"), ("week", "Semaines"), ("month", "Mois"), ("year", "Ans"))


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """The tasks of the plan, and whether each is validated."""
    return _index({}, 200)


@blueprint.get("/nouvelle")
@allow(rights.PLAN)
def new() -> Response:
    """The form of a new task."""
    return _form("", {}, 200)


@blueprint.post("/nouvelle")
@allow(rights.PLAN)
def add() -> Response:
    """Propose a new task."""
    return _kept("")


@blueprint.get("/<code>")
@allow(rights.PLAN)
def change_form(code: str) -> Response:
    """The form of the next version of a task, with what is in force."""
    return _form(code, {}, 200)


@blueprint.post("/<code>")
@allow(rights.PLAN)
def change(code: str) -> Response:
    """Propose the next version of a task."""
    return _kept(code)


@blueprint.post("/<code>/valider")
@allow(rights.APPROVE)
def validate(code: str) -> Response:
    """Validate a task that another person wrote."""
    opened(rights.APPROVE)

    def work(session: Session) -> str:
        _task(session, code)
        cleaning.follow(session, code, by=current_actor())
        return url_for("rabc_cleaning_plan.index")

    return act(f"task.ok.{code}", work, _index)


@blueprint.get("/<code>/retirer")
@allow(rights.PLAN)
def withdraw_form(code: str) -> Response:
    """The form that withdraws a task."""
    return _withdraw(code, {}, 200)


@blueprint.post("/<code>/retirer")
@allow(rights.PLAN)
def withdraw(code: str) -> Response:
    """Ask for a task no more."""
    opened(rights.PLAN)

    def work(session: Session) -> str:
        _task(session, code)
        why = request.form.get("why", "")
        cleaning.follow(session, code, by=current_actor(), withdraw=True, reason=why)
        return url_for("rabc_cleaning_plan.index")

    return act(f"task.out.{code}", work, lambda e, s: _withdraw(code, e, s))


def planned_fields(who: Sequence[tuple[str, str]], *, changes: bool) -> tuple[Ask, ...]:
    """What every plan asks: how often, from when, who, where it was taken from."""
    return (
        Ask("every", "Tous les", "number", required=True),
        Ask("unit", "Unité", "tiles", options=EVERY, required=True),
        Ask("since", "À partir du", "date", "Vide : aujourd’hui. Le premier est dû ce jour-là."),
        Ask("who", "Qui", "tiles", options=who, required=True),
        Ask("source", "D’où cela vient", help="Guide, fournisseur, décision de l’équipe.",
            most=160),
        Ask("reason", "Pourquoi cela change" if changes else "Remarque", required=changes),
    )  # fmt: skip


def _kept(code: str) -> Response:
    opened(rights.PLAN)

    def work(session: Session) -> str:
        if code:
            _task(session, code)
        given = forms.read(TaskIn, request.form)
        file_id = sent_file(session)
        cleaning.plan(session, given, by=current_actor(), code=code, file_id=file_id)
        return url_for("rabc_cleaning_plan.index")

    return act(f"task.{code}", work, lambda e, s: _form(code, e, s))


def _form(code: str, errors: dict[str, str], status: int) -> Response:
    session = opened(rights.PLAN)
    task = _task(session, code) if code else None
    pictograms = [(name, word, "", name) for name, word in cleaning.PICTOGRAMS.items()]
    products = [
        (one.product.id, one.product.name)
        for one in chemical_reads.products(session)
        if one.product.withdrawn_at is None
    ]
    fields = (
        Ask("what", "Quoi", help="Par exemple : tables de pliage.", required=True, most=120),
        Ask("zone", "Zone", "tiles", options=tuple(cleaning.ZONES.items()), required=True),
        Ask("place", "Équipement ou endroit", most=80),
        Ask("product", "Produit", "select", options=products, blank="Aucun"),
        Ask("method", "Comment", "long", "Une phrase par geste.", most=600),
        Ask("pictogram", "Image", "tiles", options=pictograms, required=True),
        Ask("file", "Photo du geste", "file"),
        Ask("weekdays", "Jours, pour une tâche de chaque jour", "ticks",
            "Aucun coché : du lundi au vendredi.", options=DAYS),
        *planned_fields(tuple(cleaning.WHO.items()), changes=task is not None),
    )  # fmt: skip
    asked = Screen(
        f"Modifier {task.code}" if task else "Nouvelle tâche de nettoyage", "Proposer",
        url_for("rabc_cleaning_plan.index"), fields,
        "Une autre personne la validera. Ce qui est déjà dû ne change pas.",
        "Plan de nettoyage", "bucket",
    )  # fmt: skip
    return screen(asked, errors, status, _values(task))


def _values(task: CleanTask | None) -> dict[str, Any]:
    if task is None:
        return {}
    known = task.model_dump(exclude={"since", "reason"})
    return known | {"product": task.product_id, "weekdays": list(task.weekdays)}


def _withdraw(code: str, errors: dict[str, str], status: int) -> Response:
    task = _task(opened(rights.PLAN), code)
    lead = "Elle n’est plus demandée à partir d’aujourd’hui. Ce qui a été noté reste."
    asked = withdrawal(f"Retirer : {task.what}", url_for("rabc_cleaning_plan.index"), lead)
    return screen(asked, errors, status)


def _index(errors: dict[str, str], status: int) -> Response:
    by = current_actor()
    return htmx.render(
        FOLDER + "plan.html",
        status=status,
        tasks=cleaning_reads.tasks(opened()),
        zones=cleaning.ZONES,
        who=cleaning.WHO,
        rhythm=cleaning.rhythm,
        may_approve=by.can(rights.APPROVE, workshop=rights.WORKSHOP),
        may_plan=by.can(rights.PLAN, workshop=rights.WORKSHOP),
        account=by.account_id,
        key=once.fresh(),
        errors=errors,
    )


def _task(session: Session, code: str) -> CleanTask:
    found = cleaning.newest(session, code)
    if found is None or found.withdrawn:
        raise NotFound("not_found")
    return found
