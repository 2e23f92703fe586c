"""Pumps on the screen: how each stands, what goes in, when it was empty, what it doses."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat.accounts.permissions import allow, current_actor
from esat.errors import NotFound
from esat.web import forms, htmx
from laundry_rabc.prereq import chemical_reads, chemicals, pumps, rights, upkeep_reads
from laundry_rabc.prereq.asking import Ask, Screen, correction, late_fields, who_fields
from laundry_rabc.prereq.chemical_pages import withdrawal
from laundry_rabc.prereq.models import Pump, PumpEvent
from laundry_rabc.prereq.pages import FOLDER, act, fix_key, opened, screen
from laundry_rabc.prereq.pump_shapes import EventIn, FillIn, MachineIn, PumpIn
from laundry_rabc.prereq.saying import When, the

blueprint = Blueprint("rabc_pumps", __name__, url_prefix="/rabc/prerequis/pompes")


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """The pumps as they stand; a scanned label leads to its pump."""
    session, code = opened(), request.args.get("code", "").strip()[:64]
    found = chemical_reads.by_code(session, code) if code else None
    if found is not None:
        return htmx.go_to(url_for("rabc_pumps.show", pump_id=found.id))
    return htmx.render(FOLDER + "pumps.html", rows_of=chemical_reads.pump_rows(session), code=code)


@blueprint.get("/<int:pump_id>")
@allow(rights.READ)
def show(pump_id: int) -> Response:
    """One pump: what is in it, what it serves, what happened."""
    session = opened()
    the(session, Pump, pump_id)
    return htmx.render(
        FOLDER + "pump.html",
        row=chemical_reads.pump_rows(session, pump_id=pump_id)[0],
        told=chemical_reads.history(session, pump_id),
        words=pumps.EVENTS,
    )


@blueprint.get("/nouvelle")
@allow(rights.PLAN)
def new() -> Response:
    """The form of a new pump."""
    return _new({}, 200)


@blueprint.post("/nouvelle")
@allow(rights.PLAN)
def add() -> Response:
    """Declare a pump."""
    opened(rights.PLAN)

    def work(session: Session) -> str:
        made = pumps.add(session, forms.read(PumpIn, request.form), by=current_actor())
        return url_for("rabc_pumps.show", pump_id=made.id)

    return act("pump", work, _new)


@blueprint.get("/<int:pump_id>/remplir")
@allow(rights.DO)
def fill_form(pump_id: int) -> Response:
    """The form that says what is in a pump."""
    return _fill(pump_id, {}, 200)


@blueprint.post("/<int:pump_id>/remplir")
@allow(rights.DO)
def fill(pump_id: int) -> Response:
    """Say what is in a pump."""
    the(opened(rights.DO), Pump, pump_id)

    def work(session: Session) -> str:
        pumps.fill(session, pump_id, forms.read(FillIn, request.form), by=current_actor())
        return url_for("rabc_pumps.show", pump_id=pump_id)

    return act(f"fill.{pump_id}", work, lambda e, s: _fill(pump_id, e, s))


@blueprint.get("/<int:pump_id>/<any(empty, fault, calibration):kind>")
@allow(rights.DO)
def event_form(pump_id: int, kind: str) -> Response:
    """The form of something that happened to a pump."""
    return _event(pump_id, kind, {}, 200)


@blueprint.post("/<int:pump_id>/<any(empty, fault, calibration):kind>")
@allow(rights.DO)
def event(pump_id: int, kind: str) -> Response:
    """Say what happened to a pump."""
    the(opened(rights.DO), Pump, pump_id)

    def work(session: Session) -> str:
        sent: dict[str, Any] = {**request.form.to_dict(), "kind": kind}
        pumps.happened(session, pump_id, forms.read(EventIn, sent), by=current_actor())
        return url_for("rabc_pumps.show", pump_id=pump_id)

    return act(f"{kind}.{pump_id}", work, lambda e, s: _event(pump_id, kind, e, s))


@blueprint.get("/evenements/<int:event_id>/fin")
@allow(rights.DO)
def end_form(event_id: int) -> Response:
    """The form that says that a pump doses again."""
    return _end(event_id, {}, 200)


@blueprint.post("/evenements/<int:event_id>/fin")
@allow(rights.DO)
def end(event_id: int) -> Response:
    """A pump doses again."""
    found = the(opened(rights.DO), PumpEvent, event_id)
    where = url_for("rabc_pumps.show", pump_id=found.pump_id)

    def work(session: Session) -> str:
        pumps.ended(session, event_id, forms.read(When, request.form), by=current_actor())
        return where

    return act(f"end.{event_id}", work, lambda e, s: _end(event_id, e, s))


@blueprint.get("/<int:pump_id>/machines")
@allow(rights.PLAN)
def machines_form(pump_id: int) -> Response:
    """The form that says which machine a pump serves."""
    return _machines(pump_id, {}, 200)


@blueprint.post("/<int:pump_id>/machines")
@allow(rights.PLAN)
def machines(pump_id: int) -> Response:
    """A pump serves a machine from then on, or no more."""
    the(opened(rights.PLAN), Pump, pump_id)

    def work(session: Session) -> str:
        pumps.serve(session, pump_id, forms.read(MachineIn, request.form), by=current_actor())
        return url_for("rabc_pumps.show", pump_id=pump_id)

    return act(f"serve.{pump_id}", work, lambda e, s: _machines(pump_id, e, s))


@blueprint.get("/<int:pump_id>/retirer")
@allow(rights.PLAN)
def withdraw_form(pump_id: int) -> Response:
    """The form that withdraws a pump."""
    return _withdraw(pump_id, {}, 200)


@blueprint.post("/<int:pump_id>/retirer")
@allow(rights.PLAN)
def withdraw(pump_id: int) -> Response:
    """Use a pump no more."""
    the(opened(rights.PLAN), Pump, pump_id)

    def work(session: Session) -> str:
        row = the(session, Pump, pump_id)
        chemicals.withdraw(session, row, request.form.get("why", ""), by=current_actor())
        return url_for("rabc_pumps.index")

    return act(f"pump.out.{pump_id}", work, lambda e, s: _withdraw(pump_id, e, s))


def _new(errors: dict[str, str], status: int) -> Response:
    session = opened(rights.PLAN)
    fields = (
        Ask("code", "Nom court de la pompe", help="Par exemple P3.", required=True, most=20),
        Ask("place", "Où elle est", most=80),
        Ask("machine", "Machine servie", "select",
            options=tuple(chemical_reads.machines(session).items()), blank="Aucune encore"),
    )  # fmt: skip
    asked = Screen(
        "Nouvelle pompe", "Déclarer cette pompe", url_for("rabc_pumps.index"), fields,
        "Elle reçoit une étiquette à scanner.", "Pompes", "droplet-half",
    )  # fmt: skip
    return screen(asked, errors, status)


def _fill(pump_id: int, errors: dict[str, str], status: int) -> Response:
    session, by, fixed = opened(rights.DO), current_actor(), fix_key()
    pump = the(session, Pump, pump_id)
    offered = [
        (one.lot.id, f"{one.name} · {one.state}")
        for one in chemical_reads.lots(session)
        if one.usable
    ]
    fields = (
        Ask("code", "Numéro du lot", "scan", "Scannez le bidon.", most=64),
        Ask("lot", "Ou choisissez le lot", "select", options=offered),
        Ask("nothing", "La pompe est enlevée ou vidée : plus aucun produit", "tick"),
        *correction(fixed),
    )  # fmt: skip
    asked = Screen(
        f"Pompe {pump.code} : ce qui est dedans", "Enregistrer", _of(pump_id), fields,
        pump.place, f"Pompe {pump.code}", "droplet-fill", {"amends": fixed or ""},
        more=(*late_fields(fixed), *who_fields(upkeep_reads.crew(session, by))),
    )  # fmt: skip
    return screen(asked, errors, status)


def _event(pump_id: int, kind: str, errors: dict[str, str], status: int) -> Response:
    session, fixed = opened(rights.DO), fix_key()
    pump = the(session, Pump, pump_id)
    at, late = late_fields(fixed)
    if kind == "calibration":
        fields: tuple[Ask, ...] = (
            Ask("set_ml", "Dose réglée", "number", unit="ml", required=True),
            Ask("measured_ml", "Dose mesurée", "number", unit="ml", required=True),
        )
        more: tuple[Ask, ...] = (at, late)
    else:
        fields = (
            Ask("at", "Depuis quand", "time", at.help),
            Ask("until", "Jusqu’à quand", "time", at.help if fixed else "Vide : cela dure encore."),
        )
        more = (late,)
    words = {"empty": "vide", "fault": "en panne", "calibration": "mesurer la dose"}
    notice = "Le linge lavé sans ce produit sera cherché et retenu." if kind == "empty" else ""
    asked = Screen(
        f"Pompe {pump.code} : {words[kind]}", "Enregistrer", _of(pump_id),
        (*fields, *correction(fixed)), pump.place, f"Pompe {pump.code}",
        "exclamation-triangle" if kind != "calibration" else "speedometer2",
        {"amends": fixed or ""}, notice,
        (*more, *who_fields(upkeep_reads.crew(session, current_actor()))),
    )  # fmt: skip
    return screen(asked, errors, status)


def _end(event_id: int, errors: dict[str, str], status: int) -> Response:
    session = opened(rights.DO)
    found = the(session, PumpEvent, event_id)
    if found.kind == "calibration":
        raise NotFound("not_found")
    pump = the(session, Pump, found.pump_id)
    asked = Screen(
        f"Pompe {pump.code} : elle dose de nouveau", "Elle dose de nouveau", _of(found.pump_id),
        late_fields(), "Si vous avez mis un autre bidon, notez aussi son lot.",
        f"Pompe {pump.code}", "check-circle",
        more=who_fields(upkeep_reads.crew(session, current_actor())),
    )  # fmt: skip
    return screen(asked, errors, status)


def _machines(pump_id: int, errors: dict[str, str], status: int) -> Response:
    session = opened(rights.PLAN)
    pump = the(session, Pump, pump_id)
    fields = (
        Ask("machine", "Machine", "select",
            options=tuple(chemical_reads.machines(session).items()), required=True),
        Ask("serves", "Que se passe-t-il", "tiles", required=True,
            options=(("1", "La pompe la sert"), ("0", "La pompe ne la sert plus"))),
        *late_fields(),
    )  # fmt: skip
    asked = Screen(
        f"Pompe {pump.code} : machines", "Enregistrer", _of(pump_id), fields, pump.place,
        f"Pompe {pump.code}", "diagram-3",
    )  # fmt: skip
    return screen(asked, errors, status)


def _withdraw(pump_id: int, errors: dict[str, str], status: int) -> Response:
    pump = the(opened(rights.PLAN), Pump, pump_id)
    return screen(withdrawal(f"Retirer la pompe {pump.code}", _of(pump_id)), errors, status)


def _of(pump_id: int) -> str:
    return url_for("rabc_pumps.show", pump_id=pump_id)
