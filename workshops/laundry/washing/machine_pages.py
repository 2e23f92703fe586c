"""The machines on a tablet: what each does, the loads that wait, start, end, open, run empty."""

from typing import Any

from flask import Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow
from esat.errors import Invalid, NotFound
from esat.production import once
from esat.web import door, htmx
from workshops.laundry.washing import breaches, loads, options, pages, reads, shapes
from workshops.laundry.washing import ending as ending_of
from workshops.laundry.washing.pages import bp
from workshops.laundry.washing.reads import MachineState

OUTCOMES = (
    ("done", "Terminé", "Le cycle est allé au bout.", "check-circle"),
    ("fault", "En défaut", "La machine s’est arrêtée seule.", "exclamation-triangle"),
    ("stopped", "Arrêté", "Quelqu’un l’a arrêtée.", "stop-circle"),
)


@bp.get("/machines")
@allow(pages.MOVE)
def machines() -> Response:
    """Each washer as it stands, and the loads that wait."""
    return _machines()


@bp.get("/charges/<code>")
@allow(pages.MOVE)
def load(code: str) -> Response:
    """One load that waits: what is in it, whose, and how it may be washed."""
    return _load(code)


@bp.post("/charges/<code>/lancer")
@allow(pages.MOVE)
@door.own_transaction
def start(code: str) -> Response:
    """Start a load on a machine with a programme."""
    data = {name: request.form.get(name, "") for name in ("machine", "programme", "reason")}
    said, uid = pages.take("laundry.start", code, data)
    if pages.refused(said):
        return _load(code, said, 409)
    return pages.told(url_for("laundry_washing.machines"), uid)


@bp.post("/charges/<code>/prevoir")
@allow(pages.MOVE)
@door.own_transaction
def assign(code: str) -> Response:
    """Name the machine and the programme of a load, without starting."""
    data = {name: request.form.get(name, "") for name in ("machine", "programme")}
    said, uid = pages.take("laundry.assign", code, data)
    if pages.refused(said):
        return _load(code, said, 409)
    return pages.told(url_for("laundry_washing.load", code=code), uid)


@bp.post("/charges/<code>/sortir")
@allow(pages.MOVE)
@door.own_transaction
def take_out(code: str) -> Response:
    """Take a thing out of a load that it was put into by mistake."""
    said, uid = pages.take("laundry.take_out", request.form.get("thing", ""), {})
    if pages.refused(said):
        return _load(code, said, 409)
    return pages.told(url_for("laundry_washing.sorting"), uid)


@bp.get("/machines/<code>/fin")
@allow(pages.MOVE)
def ending(code: str) -> Response:
    """What the machine reported, to be typed; nothing is filled in."""
    return _ending(code)


@bp.post("/machines/<code>/fin")
@allow(pages.MOVE)
@door.own_transaction
def end(code: str) -> Response:
    """End the cycle of a machine."""
    form = request.form
    names = ("outcome", "max_c", "hold_minutes", "water_l", "energy_kwh", "fault")
    data: dict[str, Any] = {name: form.get(name, "") for name in names}
    products = form.getlist("product")
    data |= {
        "product": products,
        "ml": [form.get(f"ml-{n}", "") for n in range(1, len(products) + 1)],
    }
    pages.mine()
    try:
        shapes.end_in(data)
        said, uid = pages.take("laundry.end", code, data)
    except Invalid as error:
        return _ending(code, errors=error.fields, status=422)
    if pages.refused(said):
        return _ending(code, said, status=409)
    return pages.told(url_for("laundry_washing.machines"), uid)


@bp.post("/machines/<code>/ouvrir")
@allow(pages.MOVE)
@door.own_transaction
def open_door(code: str) -> Response:
    """Open a machine on the clean side."""
    said, uid = pages.take("laundry.open", code, {})
    if pages.refused(said):
        return _machines(said, 409)
    return pages.told(url_for("laundry_washing.machines"), uid)


@bp.post("/machines/<code>/a-vide")
@allow(pages.MOVE)
@door.own_transaction
def disinfect(code: str) -> Response:
    """Start the empty run of a machine."""
    data = {"programme": request.form.get("programme", "")}
    said, uid = pages.take("laundry.disinfect", code, data)
    if pages.refused(said):
        return _machines(said, 409)
    return pages.told(url_for("laundry_washing.machines"), uid)


def _machines(said: dict[str, Any] | None = None, status: int = 200) -> Response:
    by = pages.mine()
    session, now = door.session(), clock.now()
    return htmx.render(
        "laundry/washing/machines.html",
        "laundry/washing/_machines.html",
        status,
        machines=reads.machine_states(session, now),
        loads=reads.waiting_loads(session, now),
        empty=reads.empty_programmes(session),
        breaches=breaches.count_open(session),
        opens_here=by.station_zone == "clean" or not ending_of.has_clean_station(session),
        may_set=by.can("laundry.plant", workshop=loads.WORKSHOP),
        said=said or pages.answer(),
        key=once.fresh(),
    )


def _load(code: str, said: dict[str, Any] | None = None, status: int = 200) -> Response:
    by = pages.mine()
    session, now = door.session(), clock.now()
    found = next((one for one in reads.waiting_loads(session, now) if one.code == code), None)
    if found is None:
        loads.the_subject(session, code)
        return htmx.go_to(url_for("floor.thing", code=code))
    ways = options.options(session, found.load, found.lot.stage, found.inside, now)
    return htmx.render(
        "laundry/washing/load.html",
        status=status,
        found=found,
        things=reads.things_of(session, found.inside),
        ways=ways,
        said=said or pages.answer(),
        may_set=by.can("laundry.plant", workshop=loads.WORKSHOP),
        values=request.form,
        key=once.fresh(),
    )


def _ending(
    code: str,
    said: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    state = _running(code)
    session = door.session()
    cycle = state.cycle
    return htmx.render(
        "laundry/washing/ending.html",
        status=status,
        state=state,
        cycle=cycle,
        doses=reads.products_of(session, cycle),
        outcomes=OUTCOMES,
        said=said,
        errors=errors or {},
        values=request.form,
        key=once.fresh(),
    )


def _running(code: str) -> MachineState:
    pages.mine()
    session = door.session()
    found = reads.machine_states(session, clock.now())
    state = next((one for one in found if one.code == code), None)
    if state is None:
        raise NotFound("not_found")
    return state
