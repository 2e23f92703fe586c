"""The page of the kiosk: one's tile, then « J’arrive » or « Je pars ». No camera, no hour shown."""

from typing import TypeVar

from flask import Blueprint, Response, make_response, render_template, request, url_for

from esat import clock
from esat.accounts.pages.edge import device
from esat.accounts.permissions import allow, current_actor, public, unlogged
from esat.activity.kiosk import reads, saying, screen
from esat.activity.kiosk.acts import SayIn, UndoIn
from esat.errors import Forbidden, Invalid
from esat.web import door, forms, htmx

Shape = TypeVar("Shape", SayIn, UndoIn)
blueprint = Blueprint("kiosk", __name__, url_prefix="/equipes/borne")


@blueprint.get("")
@allow(saying.SAY)
@unlogged
def show() -> Response:
    """Every tile is in the page: it works on while the network is away."""
    workshop = _workshop()
    shown = screen.screens(door.session(), workshop)
    return htmx.render(
        "activity/kiosk/kiosk.html",
        screens=shown,
        people=[(tile, one.key) for one in shown for tile in one.tiles],
        sayings=saying.SAYINGS,
        just_said=_just_said(),
        undone=request.args.get("annule") == "1",
    )


@blueprint.get("/hors-ligne")
@public
@unlogged
def away() -> Response:
    """What stands for the kiosk that is switched on without network; it goes back by itself."""
    return make_response(render_template("activity/kiosk/away.html"))


@blueprint.post("/dire")
@allow(saying.SAY)
def say() -> Response:
    _workshop()
    given = _read(SayIn)
    made = saying.say(door.session(), given.worker, given.saying, by=current_actor())
    return htmx.go_to(url_for("kiosk.show", dit=made.id))


@blueprint.post("/annuler")
@allow(saying.SAY)
def undo() -> Response:
    _workshop()
    saying.undo(door.session(), _read(UndoIn).worker, by=current_actor())
    return htmx.go_to(url_for("kiosk.show", annule=1))


def _workshop() -> str:
    """The workshop of this kiosk. Forbidden `kiosk_device`: a counter's tablet is none."""
    here = device()
    if here is None or here.role != "borne" or not here.workshop:
        raise Forbidden("kiosk_device")
    return here.workshop


def _read(shape: type[Shape]) -> Shape:
    try:
        return forms.read(shape, request.form)
    except Invalid as error:
        raise Invalid("kiosk_unreadable") from error


def _just_said() -> int:
    """Who has said something here these last seconds, when the page was asked for by himself."""
    here, entry_id = device(), request.args.get("dit", type=int)
    if here is None or entry_id is None:
        return 0
    since = clock.now() - saying.UNDO
    return reads.just_said(door.session(), entry_id, here.device_id, since)
