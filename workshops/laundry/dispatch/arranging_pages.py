"""The stops of a trip put in another order, added for that day, passed over with their reason."""

from collections.abc import Callable

from flask import Blueprint, Response, request, url_for

from esat.accounts.permissions import allow, current_actor
from esat.errors import EsatError, Invalid, Refused
from esat.production import once
from esat.web import door, forms, htmx
from workshops.laundry.dispatch import places, scope, trips, van
from workshops.laundry.dispatch.forms import SkipIn
from workshops.laundry.dispatch.models import Trip
from workshops.laundry.dispatch.rounds import Stop

blueprint = Blueprint(
    "laundry_arranging", __name__, url_prefix="/blanchisserie/tournees/<int:trip_id>/arrets"
)
STEPS = {"up": -1, "down": 1}


@blueprint.get("")
@allow(scope.DISPATCH)
def show(trip_id: int) -> Response:
    """The stops with the buttons that arrange them."""
    return _page(_known(trip_id))


@blueprint.post("")
@allow(scope.DISPATCH)
def add(trip_id: int) -> Response:
    """One more stop, for that day."""
    trip = _known(trip_id)

    def work() -> None:
        client_id, site_id = places.read(request.form.get("place", ""))
        trips.add_stop(door.session(), trip, Stop(client_id, site_id), by=current_actor())

    return _done(trip, "laundry.add", work)


@blueprint.post("/<int:stop_id>/deplacer")
@allow(scope.DISPATCH)
def move(trip_id: int, stop_id: int) -> Response:
    """A stop goes up or down by one."""
    trip = _known(trip_id)

    def work() -> None:
        stop = trips.stop_in(door.session(), trip_id, stop_id, by=current_actor())
        steps = STEPS.get(request.form.get("way", ""))
        if steps is None:
            raise Invalid("form_invalid", {"place": "Choisissez monter ou descendre."})
        trips.move(door.session(), stop, steps, by=current_actor())

    return _done(trip, f"laundry.move.{stop_id}", work, anchor=f"arret-{stop_id}")


@blueprint.post("/<int:stop_id>/passer")
@allow(scope.DISPATCH)
def skip(trip_id: int, stop_id: int) -> Response:
    """A stop is passed over, with its reason."""
    trip = _known(trip_id)

    def work() -> None:
        stop = trips.stop_in(door.session(), trip_id, stop_id, by=current_actor())
        given = forms.read(SkipIn, {"stop": stop_id, "reason": _reason(stop_id)})
        trips.skip(door.session(), stop, given.reason, by=current_actor())

    return _done(trip, f"laundry.skip.{stop_id}", work, stop_id)


def _done(
    trip: Trip,
    action: str,
    work: Callable[[], None],
    stop_id: int | None = None,
    anchor: str | None = None,
) -> Response:
    """Do it once, and come back to the stops, or to one of them; what is refused is said there."""
    session, trip_id = door.session(), trip.id or 0
    there = url_for("laundry_arranging.show", trip_id=trip_id, _anchor=anchor)

    def and_back() -> str:
        work()
        return there

    form = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, form, action, and_back, by=current_actor()))
    except (Invalid, Refused) as error:
        session.rollback()
        return _page(_known(trip_id), error, stop_id)


def _reason(stop_id: int) -> str:
    """The reason of this stop's form here, or of the one on the page of the stop."""
    return request.form.get(f"reason-{stop_id}") or request.form.get("reason", "")


def _known(trip_id: int) -> Trip:
    return trips.one(door.session(), trip_id, by=current_actor())


def _page(trip: Trip, error: EsatError | None = None, stop_id: int | None = None) -> Response:
    session = door.session()
    return htmx.render(
        "laundry/dispatch/arranging.html",
        status=error.status if error else 200,
        trip=trip,
        views=van.view(session, trip.id or 0),
        places=places.choices(session),
        key=once.fresh(),
        refusal=error.message if isinstance(error, Refused) else "",
        errors=error.fields if isinstance(error, Invalid) else {},
        wrong=stop_id,
        values=request.form,
    )
