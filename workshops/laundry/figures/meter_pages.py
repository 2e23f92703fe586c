"""The meters on the screen: the last index of each, a new reading, a mistake amended."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Annotated

from flask import Response, request, url_for
from pydantic import Field

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, Refused
from esat.production import once
from esat.web import door, forms, htmx
from esat.web.forms import Blank, FormShape, FrenchDecimal, Text
from workshops.laundry.figures import meters, reads, wall_clock
from workshops.laundry.figures.meters import KINDS, READ, Read
from workshops.laundry.figures.models import MeterReading
from workshops.laundry.figures.pages import blueprint, scoped
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Machine

Index = Annotated[FrenchDecimal, Field(ge=0, max_digits=11, decimal_places=3)]
Day = Annotated[date | None, Blank]
Hour = Annotated[time | None, Blank]


class ReadIn(FormShape):
    """An index, of which meter, and when it was not now."""

    meter: Text = ""
    """`water`, or `water-12` with the key of the machine."""
    value: Index
    day: Day = None
    hour: Hour = None
    which: Text = ""
    replaced: bool = False
    reason: Text = ""


class AmendIn(FormShape):
    value: Index
    reason: Text = ""


@blueprint.get("/compteurs")
@allow(READ)
def meter_list() -> Response:
    """The meters and their last readings."""
    scoped(READ)
    return _page({})


@blueprint.post("/compteurs")
@allow(READ)
def read_meter() -> Response:
    """Keep a reading."""
    scoped(READ)

    def work() -> None:
        given = forms.read(ReadIn, request.form)
        kind, machine_id = _meter(given.meter)
        meters.record(
            door.session(),
            Read(kind, given.value, _at(given), machine_id, given.replaced, given.reason),
            by=current_actor(),
        )

    return _act("meters.read", work, _page)


@blueprint.get("/compteurs/<int:reading_id>/corriger")
@allow(READ)
def amending(reading_id: int) -> Response:
    """The form that amends a reading."""
    scoped(READ)
    return _one(reading_id, {})


@blueprint.post("/compteurs/<int:reading_id>/corriger")
@allow(READ)
def amend_meter(reading_id: int) -> Response:
    """A further row in place of a mistake."""
    scoped(READ)

    def work() -> None:
        given = forms.read(AmendIn, request.form)
        meters.amend(door.session(), reading_id, given.value, given.reason, by=current_actor())

    return _act(f"meters.amend.{reading_id}", work, partial(_one, reading_id))


def _act(action: str, work: Callable[[], None], again: Callable[..., Response]) -> Response:
    """Do it once and come back to the list; or show the form as it was sent, and what is wrong."""
    session, by = door.session(), current_actor()
    sent = once.form_of(request.form.items(multi=True))

    def run() -> str:
        work()
        return url_for("laundry_figures.meter_list")

    try:
        return htmx.go_to(once.run(session, sent, action, run, by=by))
    except Invalid as error:
        session.rollback()
        return again(error.fields, status=422)
    except Refused as refusal:
        session.rollback()
        return again({}, refused=refusal.message, status=409)


def _one(
    reading_id: int, errors: dict[str, str], *, refused: str = "", status: int = 200
) -> Response:
    session = door.session()
    reading = meters.in_force(session, reading_id)
    label, unit, _ = KINDS[reading.kind]
    where = reads.names(session).machines.get(reading.machine_id or 0, meters.HOUSE)
    return htmx.render(
        "laundry/figures/meter.html", status=status, reading=reading, unit=unit,
        label=f"{label} · {where}", key=once.fresh(), errors=errors, refused=refused,
        values=request.form,
    )  # fmt: skip


def _meter(text: str) -> tuple[str, int | None]:
    kind, _, machine = text.partition("-")
    if kind not in KINDS or not (machine.isascii() and (machine.isdigit() or not machine)):
        raise Invalid("form_invalid", {"meter": "Choisissez dans la liste."})
    if len(machine) > 9:
        raise Invalid("form_invalid", {"meter": "Choisissez dans la liste."})
    return kind, int(machine) if machine else None


def _at(given: ReadIn) -> datetime:
    if given.day is None and given.hour is None:
        return clock.now()
    if given.day is None or given.hour is None:
        missing = "day" if given.day is None else "hour"
        raise Invalid("form_invalid", {missing: "Ce champ est à remplir."})
    return wall_clock.moment(given.day, given.hour, given.which)


def _page(errors: dict[str, str], *, refused: str = "", status: int = 200) -> Response:
    session = door.session()
    machines = versions.newest(session, Machine, "resource_id")
    names = {one.resource_id: one.label for one in machines}
    choices = [(kind, f"{words[0]} · {meters.HOUSE}") for kind, words in KINDS.items()] + [
        (f"{kind}-{one.resource_id}", f"{words[0]} · {one.label}")
        for one in machines
        if not one.withdrawn
        for kind, words in KINDS.items()
    ]
    return htmx.render(
        "laundry/figures/meters.html",
        status=status,
        choices=choices,
        shown=[
            _shown(kind, names.get(machine_id or 0, meters.HOUSE), rows)
            for kind, machine_id in meters.meters(session)
            if (rows := meters.readings(session, kind, machine_id))
        ],
        twice=wall_clock.TWICE if "which" in errors else (),
        key=once.fresh(),
        errors=errors,
        refused=refused,
        values=request.form,
    )


def _shown(kind: str, where: str, rows: list[MeterReading]) -> dict[str, object]:
    last = rows[-1]
    before = rows[-2] if len(rows) > 1 and rows[-2].series == last.series else None
    label, unit, _ = KINDS[kind]
    more: Decimal | None = None if before is None else last.value - before.value
    return {
        "label": f"{label} · {where}", "unit": unit, "last": last, "more": more, "before": before,
        "icon": "droplet" if kind == "water" else "lightning-charge",
    }  # fmt: skip
