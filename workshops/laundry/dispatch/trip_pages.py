"""The van: a trip stop after stop, what to hand over and to collect at each; kept for when there is
no network, without the name of whoever is signed in.
"""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response, request, url_for

from esat.accounts.permissions import allow, current_actor
from esat.errors import EsatError, Invalid, Refused
from esat.production import once
from esat.web import door, forms, htmx
from workshops.laundry.dispatch import acts, collecting, handing, papers_of, scope, trips, van
from workshops.laundry.dispatch.forms import CollectIn, StartIn, StopIn
from workshops.laundry.dispatch.models import Trip, TripStop

blueprint = Blueprint("laundry_trips", __name__, url_prefix="/blanchisserie/tournees/<int:trip_id>")
NO_ONE: Final[Mapping[str, object]] = {"account": None, "nav": [], "actor": None}
"""A page that a browser keeps holds the name of nobody of the house."""
EVERYONE: Final[Mapping[str, object]] = {}


@blueprint.get("")
@allow(scope.DISPATCH)
def show(trip_id: int) -> Response:
    """The stops in their order, the next one first to be seen."""
    return _trip(_known(trip_id))


@blueprint.get("/hors-ligne")
@allow(scope.DISPATCH)
def kept(trip_id: int) -> Response:
    """The same as a browser may keep it for the round."""
    return _trip(_known(trip_id), shown=NO_ONE)


@blueprint.post("/depart")
@allow(scope.DISPATCH)
def start(trip_id: int) -> Response:
    """Are clean and dirty apart in the vehicle? Nothing is pre-filled."""
    session, by, trip = door.session(), current_actor(), _known(trip_id)
    form = once.form_of(request.form.items(multi=True))

    def work() -> str:
        given = forms.read(StartIn, {**request.form.to_dict(), "trip": trip_id})
        trips.answer(session, trip, given.apart, by=by)
        return url_for("laundry_trips.show", trip_id=trip_id)

    try:
        return htmx.go_to(once.run(session, form, f"laundry.depart.{trip_id}", work, by=by))
    except Invalid:
        session.rollback()
        wrong = Invalid("form_invalid", {"apart": "Répondez par oui ou par non."})
        return _trip(_known(trip_id), wrong)


@blueprint.get("/arrets/<int:stop_id>")
@allow(scope.DISPATCH)
def stop(trip_id: int, stop_id: int) -> Response:
    """One stop: where it is, what to hand over, what to collect."""
    return _stop(_stop_of(trip_id, stop_id))


@blueprint.get("/arrets/<int:stop_id>/hors-ligne")
@allow(scope.DISPATCH)
def kept_stop(trip_id: int, stop_id: int) -> Response:
    """The same as a browser may keep it for the round."""
    return _stop(_stop_of(trip_id, stop_id), shown=NO_ONE)


@blueprint.post("/arrets/<int:stop_id>")
@allow(scope.DISPATCH)
def sign(trip_id: int, stop_id: int) -> Response:
    """Hand over under one signature, once however often the form is sent."""
    session, by, here = door.session(), current_actor(), _stop_of(trip_id, stop_id)
    form = once.form_of(request.form.items(multi=True))

    def work() -> str:
        words = request.form.copy()
        words["stop"] = str(here.id)
        photo = request.files.get("photo")
        if photo is not None and not words.get("stamp"):
            words["stamp"] = papers_of.as_text(photo.read())
        acts.deliver(session, forms.read(StopIn, words), by)
        return url_for("laundry_trips.show", trip_id=trip_id)

    try:
        return htmx.go_to(once.run(session, form, f"laundry.stop.{stop_id}", work, by=by))
    except (Invalid, Refused) as error:
        session.rollback()
        return _stop(_stop_of(trip_id, stop_id), error)


@blueprint.post("/arrets/<int:stop_id>/collecte")
@allow(scope.DISPATCH)
def collect(trip_id: int, stop_id: int) -> Response:
    """A dirty bag is in the van."""
    session, by, here = door.session(), current_actor(), _stop_of(trip_id, stop_id)
    form = once.form_of(request.form.items(multi=True))

    def work() -> str:
        forms.read(CollectIn, {"stop": here.id})
        code = request.form.get("code", "").strip()[:64]
        if not code:
            raise Invalid("form_invalid", {"code": "Scannez l’étiquette du sac."})
        collecting.collect(session, here, code, by=by)
        return url_for("laundry_trips.stop", trip_id=trip_id, stop_id=stop_id)

    try:
        return htmx.go_to(once.run(session, form, f"laundry.collect.{stop_id}", work, by=by))
    except (Invalid, Refused) as error:
        session.rollback()
        return _stop(_stop_of(trip_id, stop_id), error)


def _known(trip_id: int) -> Trip:
    return trips.one(door.session(), trip_id, by=current_actor())


def _stop_of(trip_id: int, stop_id: int) -> TripStop:
    """A stop of this very trip. NotFound otherwise."""
    _known(trip_id)
    return trips.stop_in(door.session(), trip_id, stop_id, by=current_actor())


def _trip(
    trip: Trip, error: EsatError | None = None, shown: Mapping[str, object] = EVERYONE
) -> Response:
    session = door.session()
    views = van.view(session, trip.id or 0)
    return htmx.render(
        "laundry/dispatch/trip.html",
        status=error.status if error else 200,
        trip=trip,
        views=views,
        next_stop=van.next_of(views),
        answer=trips.last_answer(session, trip.id or 0),
        key=once.fresh(),
        errors=error.fields if isinstance(error, Invalid) else {},
        **shown,
    )


def _stop(
    here: TripStop, error: EsatError | None = None, shown: Mapping[str, object] = EVERYONE
) -> Response:
    session = door.session()
    view = van.one(session, here)
    return htmx.render(
        "laundry/dispatch/stop.html",
        status=error.status if error else 200,
        trip=session.get_one(Trip, here.trip_id),
        view=view,
        groups=van.by_trolley(view.ready),
        answer=trips.last_answer(session, here.trip_id),
        handed=[(row, handing.orders_of(session, row.id or 0)) for row in view.handed],
        collected=collecting.of_stop(session, here.id or 0),
        key=once.fresh(),
        refusal=error.message if isinstance(error, Refused) else "",
        errors=error.fields if isinstance(error, Invalid) else {},
        message=error.message if isinstance(error, Invalid) and not error.fields else "",
        values=request.form,
        **shown,
    )
