"""Rounds on the screen: those of today, the models of the week, and a model's stops arranged."""

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor, require
from esat.errors import EsatError, Invalid, Refused
from esat.production import once
from esat.web import door, htmx
from workshops.laundry.dispatch import places, round_form, rounds, scope, trips, van
from workshops.laundry.dispatch.round_form import DAYS, Draft

blueprint = Blueprint("laundry_rounds", __name__, url_prefix="/blanchisserie/tournees")


@blueprint.get("")
@allow(scope.DISPATCH)
def index() -> Response:
    """The trips of today and the models."""
    return _index()


@blueprint.post("")
@allow(scope.DISPATCH)
def make() -> Response:
    """Prepare the trip of a round for a day."""
    require(scope.DISPATCH, workshop="laundry")
    session, by = door.session(), current_actor()
    form = once.form_of(request.form.items(multi=True))

    def work() -> str:
        day = round_form.day_of(request.form.get("day", ""))
        trip = trips.make(session, request.form.get("round", "")[:40], day, by=by)
        return url_for("laundry_trips.show", trip_id=trip.id)

    try:
        return htmx.go_to(once.run(session, form, "laundry.trip", work, by=by))
    except (Invalid, Refused) as error:
        session.rollback()
        return _index(error)


@blueprint.get("/modeles/nouveau")
@allow(scope.ROUNDS)
def new() -> Response:
    """A new round."""
    require(scope.ROUNDS, workshop="laundry")
    return _model(Draft(), "")


@blueprint.post("/modeles/nouveau")
@allow(scope.ROUNDS)
def add() -> Response:
    """Arrange the stops of a new round, or keep it."""
    return _arranged("")


@blueprint.get("/modeles/<code>")
@allow(scope.ROUNDS)
def model(code: str) -> Response:
    """A round as it is driven, to be changed."""
    require(scope.ROUNDS, workshop="laundry")
    session = door.session()
    last = rounds.current(session, code)
    return _model(round_form.draft_of(last, rounds.stops_of(session, last)), code)


@blueprint.post("/modeles/<code>")
@allow(scope.ROUNDS)
def change(code: str) -> Response:
    """Arrange the stops of a round, keep a further version, or withdraw it."""
    return _arranged(code)


def _arranged(code: str) -> Response:
    """A button that moves a stop only shows the form again; the last one keeps it."""
    require(scope.ROUNDS, workshop="laundry")
    session, by = door.session(), current_actor()
    if code:
        rounds.current(session, code)
    try:
        draft = round_form.read(request.form)
        act = request.form.get("act", "")
        if act not in {"keep", "withdraw"}:
            return _model(draft.after(act, request.form.get("place", "")), code)
    except Invalid as error:
        return _model(round_form.read_loosely(request.form), code, error)
    form = once.form_of(request.form.items(multi=True))

    def work() -> str:
        reason = request.form.get("reason", "")
        if act == "withdraw":
            rounds.withdraw(session, code, reason, by=by)
        elif code:
            rounds.change(session, code, draft.facts(), reason, by=by)
        else:
            rounds.add(session, draft.facts(), by=by)
        return url_for("laundry_rounds.index")

    try:
        return htmx.go_to(once.run(session, form, f"laundry.round.{code}", work, by=by))
    except (Invalid, Refused) as error:
        session.rollback()
        return _model(draft, code, error)


def _index(error: EsatError | None = None) -> Response:
    require(scope.DISPATCH, workshop="laundry")
    session, today = door.session(), clock.today()
    there = trips.of_day(session, today)
    driven = rounds.in_force(session)
    made = {trip.round_code for trip in there}
    return htmx.render(
        "laundry/dispatch/rounds.html",
        status=error.status if error else 200,
        today=today,
        trips=[(trip, van.view(session, trip.id or 0)) for trip in there],
        later=trips.from_day(session, today),
        to_make=[one for one in driven if one.weekday == today.weekday() and one.code not in made],
        models=[(one, DAYS[one.weekday], len(rounds.stops_of(session, one))) for one in driven],
        may_keep=current_actor().can(scope.ROUNDS, workshop="laundry"),
        refusal=error.message if error else "",
        key=once.fresh(),
    )


def _model(draft: Draft, code: str, error: EsatError | None = None) -> Response:
    session = door.session()
    return htmx.render(
        "laundry/dispatch/round.html",
        status=error.status if error else 200,
        draft=draft,
        code=code,
        days=tuple(enumerate(DAYS)),
        vehicles=places.vehicles(session),
        places=places.choices(session),
        names=dict(places.choices(session)),
        history=rounds.history(session, code) if code else (),
        key=once.fresh(),
        refusal=error.message if isinstance(error, Refused) else "",
        errors=error.fields if isinstance(error, Invalid) else {},
        reason=request.form.get("reason", ""),
    )
