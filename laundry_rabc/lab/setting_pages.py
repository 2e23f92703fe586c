"""What the house keeps for its laboratory: places, laboratories and their accreditation, and the
rules by which results drift.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from flask import Blueprint, Response, request, url_for
from pydantic import Field, StringConstraints
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, Refused
from esat.production import once
from esat.web import forms, htmx
from esat.web.forms import Blank, FormShape, NoControl
from laundry_rabc.lab import reads, reports, rights
from laundry_rabc.lab.pages import may, scoped
from laundry_rabc.lab.reports import AccreditationIn
from laundry_rabc.plan import trend_rules
from laundry_rabc.plan.trend_rules import Change

blueprint = Blueprint("rabc_lab_settings", __name__, url_prefix="/rabc/laboratoire")


class PlaceIn(FormShape):
    place_label: Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
    machine: Annotated[str, StringConstraints(max_length=64), NoControl] = ""


class ShownIn(FormShape):
    """What a laboratory shows of its accreditation."""

    number: Annotated[str, StringConstraints(max_length=40), NoControl] = ""
    scope: Annotated[str, StringConstraints(max_length=200), NoControl] = ""
    until: Annotated[date | None, Blank] = None


class LaboratoryIn(ShownIn):
    name: Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]


class RuleIn(FormShape):
    """Another version of a rule of drift."""

    rule: Annotated[str, StringConstraints(max_length=20), NoControl]
    n: Annotated[int, Field(ge=1, le=100)]
    m: Annotated[int | None, Field(ge=1, le=100), Blank] = None
    since: date
    reason: Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]


@blueprint.get("/lieux")
@allow(rights.READ)
def places() -> Response:
    """Places and laboratories."""
    return _places({}, 200)


@blueprint.post("/lieux")
@allow(rights.ENTER)
def add_place() -> Response:
    """Add a place to sample."""

    def work(session: Session) -> None:
        given = forms.read(PlaceIn, request.form)
        reports.add_place(session, given.place_label, by=current_actor(), machine=given.machine)

    return _do("place", work, "rabc_lab_settings.places", _places)


@blueprint.post("/lieux/<int:place_id>/retirer")
@allow(rights.ENTER)
def retire_place(place_id: int) -> Response:
    """Offer a place no more."""

    def work(session: Session) -> None:
        reports.retire_place(session, place_id, by=current_actor())

    return _do(f"retire.{place_id}", work, "rabc_lab_settings.places", _places)


@blueprint.post("/laboratoires")
@allow(rights.ENTER)
def add_laboratory() -> Response:
    """Add a laboratory with what it shows."""

    def work(session: Session) -> None:
        given = forms.read(LaboratoryIn, request.form)
        shown = AccreditationIn(given.number, given.scope, given.until)
        reports.add_laboratory(session, given.name, shown, by=current_actor())

    return _do("laboratory", work, "rabc_lab_settings.places", _places)


@blueprint.get("/laboratoires/<int:laboratory_id>")
@allow(rights.ENTER)
def laboratory(laboratory_id: int) -> Response:
    """What a laboratory shows now."""
    return _laboratory(laboratory_id, {}, 200)


@blueprint.post("/laboratoires/<int:laboratory_id>")
@allow(rights.ENTER)
def accredit(laboratory_id: int) -> Response:
    """Write what it shows now; the former stays."""

    def work(session: Session) -> None:
        given = forms.read(ShownIn, request.form)
        shown = AccreditationIn(given.number, given.scope, given.until)
        reports.accredit(session, laboratory_id, shown, by=current_actor())

    return _do(
        f"accredit.{laboratory_id}", work, "rabc_lab_settings.places",
        lambda errors, status: _laboratory(laboratory_id, errors, status),
    )  # fmt: skip


@blueprint.get("/regles")
@allow(rights.READ)
def rules() -> Response:
    """The rules in force, and every version there was."""
    return _rules({}, 200)


@blueprint.post("/regles")
@allow(rights.TRENDS)
def propose() -> Response:
    """Propose another version."""

    def work(session: Session) -> None:
        given = forms.read(RuleIn, request.form)
        change = Change(given.rule, given.n, given.m or given.n, given.since, given.reason)
        trend_rules.propose(session, change, by=current_actor())

    return _do("rule", work, "rabc_lab_settings.rules", _rules)


@blueprint.post("/regles/propositions")
@allow(rights.TRENDS)
def write_proposals() -> Response:
    """In a house older than these rules: write the proposals, so that they may be validated."""

    def work(session: Session) -> None:
        rights.require(current_actor(), rights.TRENDS)
        trend_rules.install(session, clock.now())

    return _do("proposals", work, "rabc_lab_settings.rules", _rules)


@blueprint.post("/regles/<int:rule_id>/valider")
@allow(rights.TRENDS)
def validate(rule_id: int) -> Response:
    """A second person validates."""

    def work(session: Session) -> None:
        trend_rules.validate(session, rule_id, by=current_actor())

    return _do(f"validate.{rule_id}", work, "rabc_lab_settings.rules", _rules)


def _do(
    act: str, work: Callable[[Session], None], to: str,
    again: Callable[[dict[str, str], int], Response],
) -> Response:  # fmt: skip
    session = scoped(rights.READ)

    def doing() -> str:
        work(session)
        return url_for(to)

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, f"rabc.lab.{act}", doing, by=current_actor()))
    except Invalid as error:
        session.rollback()
        return again(error.fields, 422)
    except Refused as refusal:
        session.rollback()
        return again({"": refusal.message}, 409)


def _places(errors: dict[str, str], status: int) -> Response:
    session = scoped(rights.READ)
    return htmx.render(
        "laundry_rabc/lab/places.html",
        status=status,
        places=reports.places(session),
        laboratories=reads.laboratories(session),
        today=clock.today(),
        may_enter=may(rights.ENTER),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )


def _laboratory(laboratory_id: int, errors: dict[str, str], status: int) -> Response:
    session = scoped(rights.ENTER)
    return htmx.render(
        "laundry_rabc/lab/laboratory.html",
        status=status,
        held=reads.laboratory(session, laboratory_id),
        shown=reads.accreditations(session, laboratory_id),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )


def _rules(errors: dict[str, str], status: int) -> Response:
    session = scoped(rights.READ)
    history = trend_rules.history(session)
    newest: dict[str, int | None] = {}
    for one in history:
        newest.setdefault(one.rule, one.id)
    return htmx.render(
        "laundry_rabc/lab/rules.html",
        status=status,
        proposals=trend_rules.PROPOSALS,
        in_force=trend_rules.in_force(session, clock.now()),
        history=history,
        labels={one.rule: one.label for one in trend_rules.PROPOSALS},
        to_validate={one.id for one in history
                     if one.status == "proposed" and newest[one.rule] == one.id
                     and one.created_by != current_actor().account_id},
        may_rule=may(rights.TRENDS),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )  # fmt: skip
