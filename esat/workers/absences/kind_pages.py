"""The catalogue of reasons as the office keeps it: each line with its history, decided anew."""

from collections.abc import Mapping
from dataclasses import asdict

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid
from esat.web import door, forms, htmx
from esat.workers.absences import kinds
from esat.workers.absences.forms import KindIn
from esat.workers.absences.kinds import Kind

blueprint = Blueprint("absence_kinds", __name__, url_prefix="/travailleurs/absences/motifs")


@blueprint.get("")
@allow(kinds.CODE)
def index() -> Response:
    """Every reason as it stands today."""
    found = kinds.catalogue(door.session(), clock.today()).values()
    return htmx.render(
        "workers/absences/kinds.html",
        kinds=found,
        categories=kinds.CATEGORIES,
        units=kinds.UNITS,
        accruals=kinds.ACCRUALS,
    )


@blueprint.get("/nouveau")
@allow(kinds.CODE)
def new() -> Response:
    return _form(None, {})


@blueprint.post("/nouveau")
@allow(kinds.CODE)
def create() -> Response:
    try:
        kinds.add(door.session(), _read(), by=current_actor(), at=clock.now())
    except Invalid as error:
        return _form(None, request.form, error.fields)
    return htmx.go_to(url_for("absence_kinds.index"))


@blueprint.get("/<int:rank>")
@allow(kinds.CODE)
def show(rank: int) -> Response:
    """One line, its history, and the form that decides it anew."""
    kind = kinds.the(door.session(), rank, clock.today())
    return _form(kind, asdict(kind) | {"source": "", "since": "", "status": ""})


@blueprint.post("/<int:rank>")
@allow(kinds.CODE)
def decide(rank: int) -> Response:
    kind = kinds.the(door.session(), rank, clock.today())
    try:
        given = _read(kind.code)
        kinds.decide(door.session(), kind.code, given, by=current_actor(), at=clock.now())
    except Invalid as error:
        return _form(kind, request.form, error.fields)
    return htmx.go_to(url_for("absence_kinds.show", rank=rank))


def _read(code: str = "") -> KindIn:
    sent = dict(request.form)
    return forms.read(KindIn, sent | {"code": code or sent.get("code", "")})


def _form(
    kind: Kind | None, values: Mapping[str, object], errors: Mapping[str, str] | None = None
) -> Response:
    session = door.session()
    return htmx.render(
        "workers/absences/kind.html",
        status=422 if errors else 200,
        kind=kind,
        values=values,
        errors=errors or {},
        history=kinds.history(session, kind.code) if kind else [],
        categories=kinds.CATEGORIES,
        units=kinds.UNITS,
        accruals=kinds.ACCRUALS,
        counters=kinds.COUNTERS,
    )
