"""Late entry on the screen: what happened, to which codes, when, and why it comes late."""

import re
import uuid
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any

from flask import Response, request
from pydantic import Field, StringConstraints

from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, Refused
from esat.production import once
from esat.web import door, forms, htmx
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl, Text
from workshops.laundry.figures import happenings, late, wall_clock
from workshops.laundry.figures.happenings import Happening
from workshops.laundry.figures.late import ENTER, Entered, Outcome
from workshops.laundry.figures.pages import blueprint, scoped
from workshops.laundry.finishing import asked

Amount = Annotated[FrenchDecimal | None, Field(ge=0, max_digits=9, decimal_places=3), Blank]
Code = Annotated[str, StringConstraints(max_length=64), NoControl]
OUTCOMES = (
    ("done", "Bien terminée", "", "check-circle"),
    ("fault", "En panne", "", "exclamation-triangle"),
    ("stopped", "Arrêtée", "", "stop-circle"),
)
FELT = tuple((code, words, "", icon) for code, (words, icon) in asked.OUTCOMES.items())
NAMES = {"felt": "outcome"}
"""Fields of the form that two acts call alike."""
REASONS = ("Panne de courant", "Réseau coupé", "Tablette en panne", "Oubli")


class LateIn(FormShape):
    """One late entry as the form sends it."""

    codes: Annotated[str, StringConstraints(min_length=1, max_length=4000), NoControl]
    day: date
    hour: time
    which: Text = ""
    reason: Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]
    kg: Amount = None
    pieces: Annotated[int | None, Field(ge=0, le=100_000), Blank] = None
    bin: Code = ""
    machine: Code = ""
    dryer: Code = ""
    programme: Code = ""
    outcome: Code = ""
    felt: Code = ""
    outlet_c: Amount = None
    moisture: Amount = None
    max_c: Amount = None
    hold_minutes: Amount = None
    water_l: Amount = None
    energy_kwh: Amount = None
    fault: Annotated[str, StringConstraints(max_length=120), NoControl] = ""


@blueprint.get("/saisie-differee")
@allow(ENTER)
def late_entry() -> Response:
    """Choose what happened; then the form of that."""
    scoped(ENTER)
    return _page(happenings.named(request.args.get("quoi", "")), {})


@blueprint.post("/saisie-differee")
@allow(ENTER)
@door.own_transaction
def late_keep() -> Response:
    """Take what happened, code by code; each answer stands beside its code."""
    scoped(ENTER)
    what = happenings.named(request.form.get("what", ""))
    if what is None:
        return _page(None, {"what": "Choisissez ce qui s’est passé."}, status=422)
    try:
        entered = _entered(what, forms.read(LateIn, request.form))
        done = late.enter(door.house().database, entered, _key(), by=current_actor())
    except Invalid as error:
        return _page(what, error.fields, status=422)
    except Refused as refusal:
        return _page(what, {}, refused=refusal.message, status=409)
    fine = all(one.ok for one in done)
    return _page(what, {}, done=done, at=entered.at, status=200 if fine else 409)


def _entered(what: Happening, given: LateIn) -> Entered:
    codes = tuple(dict.fromkeys(re.split(r"[\s,;]+", given.codes.strip())))
    if len(codes) > late.MOST or any(len(code) > 64 for code in codes):
        raise Invalid("form_invalid", {"codes": f"{late.MOST} codes au plus, un par ligne."})
    data = {
        NAMES.get(name, name): _plain(value)
        for name in what.fields
        if (value := getattr(given, name)) not in {None, ""}
    }
    if happenings.by_act(what) and (missing := _missing(what, data)):
        raise Invalid("form_invalid", missing)
    at = wall_clock.moment(given.day, given.hour, given.which)
    return Entered(what, codes, at, given.reason, data)


def _missing(what: Happening, data: dict[str, Any]) -> dict[str, str]:
    """What an act cannot do without; temperatures and times may be unknown."""
    return {
        name: "Ce champ est à remplir." for name in what.needs if NAMES.get(name, name) not in data
    }


def _plain(value: object) -> object:
    return format(value, "f") if isinstance(value, Decimal) else value


def _key() -> uuid.UUID:
    try:
        return uuid.UUID(request.form.get(once.KEY, ""))
    except ValueError:
        return uuid.uuid4()


def _page(
    what: Happening | None, errors: dict[str, str], *, done: list[Outcome] | None = None,
    at: object = None, refused: str = "", status: int = 200,
) -> Response:  # fmt: skip
    kept = done is not None and all(one.ok for one in done)
    return htmx.render(
        "laundry/figures/late.html",
        status=status,
        what=what,
        by_act=what is not None and happenings.by_act(what),
        choices=happenings.offered(),
        outcomes=OUTCOMES,
        felt=FELT,
        reasons=REASONS,
        twice=wall_clock.TWICE if "which" in errors else (),
        done=done or (),
        at=at,
        refused=refused,
        errors=errors,
        # The same page corrected keeps its key: what was taken is not taken twice.
        key=once.fresh() if kept or request.method == "GET" else request.form.get(once.KEY, ""),
        values={} if kept else request.form,
        again=request.form if kept else {},
    )
