"""What leaves today, by round and by trolley, and what is late; trolleys loaded by scanning."""

from datetime import date

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor, require
from esat.clients.models import Client
from esat.errors import EsatError, Invalid, NotFound, Refused
from esat.production import barcodes, once
from esat.production.models import Order, Resource
from esat.web import door, htmx
from workshops.laundry.dispatch import collecting, reads, scope, trips, trolleys, van
from workshops.laundry.dispatch.models import Trip
from workshops.laundry.dispatch.van import StopView

blueprint = Blueprint("laundry_expedition", __name__, url_prefix="/blanchisserie/expedition")


@blueprint.get("")
@allow(scope.DISPATCH)
def index() -> Response:
    """The trips of the day with what is ready for each stop, what is on no round, what is late."""
    require(scope.DISPATCH, workshop="laundry")
    session, day = door.session(), _day(request.args.get("jour", ""))
    views = [(trip, van.view(session, trip.id or 0)) for trip in trips.of_day(session, day)]
    return htmx.render(
        "laundry/dispatch/expedition.html",
        day=day,
        views=views,
        no_round=_no_round(views),
        late=reads.late(session, clock.today()),
        loaded=_loaded(),
        on_the_road=collecting.not_arrived(session),
    )


@blueprint.get("/chariot")
@allow(scope.DISPATCH)
def find() -> Response:
    """The page of the trolley that was scanned."""
    require(scope.DISPATCH, workshop="laundry")
    session = door.session()
    trolley = trolleys.trolley_of(session, request.args.get("code", "")[:64])
    return htmx.go_to(url_for("laundry_expedition.trolley", code=_code(trolley)))


@blueprint.get("/chariots/<code>")
@allow(scope.DISPATCH)
def trolley(code: str) -> Response:
    """A trolley: what stands on it, and the field that puts more on it."""
    return _trolley(code)


@blueprint.post("/chariots/<code>")
@allow(scope.DISPATCH)
def put(code: str) -> Response:
    """A parcel or a bag goes on the trolley, or off it."""
    require(scope.DISPATCH, workshop="laundry")
    session, by = door.session(), current_actor()
    item, off = request.form.get("item", "").strip()[:64], request.form.get("off") == "1"
    form = once.form_of(request.form.items(multi=True))

    def work() -> str:
        if not item:
            raise Invalid("form_invalid", {"item": "Scannez un colis ou un sac."})
        if off:
            trolleys.take_off(session, [item], by=by)
        else:
            trolleys.put_on(session, code, [item], by=by)
        return url_for("laundry_expedition.trolley", code=code)

    try:
        return htmx.go_to(once.run(session, form, f"laundry.trolley.{code}", work, by=by))
    except (Invalid, Refused) as error:
        session.rollback()
        return _trolley(code, error)


@blueprint.get("/chariots/<code>/fiche")
@allow(scope.DISPATCH)
def sheet(code: str) -> Response:
    """The sheet that hangs on a trolley: clients, orders, day. To be printed."""
    session, found = door.session(), _known(code)
    there = trolleys.on(session, found.id or 0)
    orders = {item.order_id: session.get_one(Order, item.order_id) for item in there}
    clients = {key: session.get_one(Client, one.client_id) for key, one in orders.items()}
    return htmx.render(
        "laundry/dispatch/trolley_sheet.html",
        trolley=found,
        code=_code(found),
        day=clock.today(),
        rows_of=[
            (clients[key].name, one.ref, sum(1 for item in there if item.order_id == key))
            for key, one in orders.items()
        ],
    )


def _trolley(code: str, error: EsatError | None = None) -> Response:
    session, found = door.session(), _known(code)
    there = trolleys.on(session, found.id or 0)
    units = (
        {unit.item_id: unit for rows in van.units_of(session).values() for _, unit in rows}
        if there
        else {}
    )
    return htmx.render(
        "laundry/dispatch/trolley.html",
        status=error.status if error else 200,
        trolley=found,
        code=_code(found),
        there=[(item, units.get(item.id or 0), _client(item.order_id)) for item in there],
        key=once.fresh(),
        refusal=error.message if isinstance(error, Refused) else "",
        errors=error.fields if isinstance(error, Invalid) else {},
        values=request.form,
    )


def _known(code: str) -> Resource:
    """A trolley by its code. NotFound for what is none."""
    require(scope.DISPATCH, workshop="laundry")
    try:
        return trolleys.trolley_of(door.session(), code)
    except Refused as refusal:
        raise NotFound(refusal.code, **refusal.params) from refusal


def _code(found: Resource) -> str:
    return barcodes.of(door.session(), resource_id=found.id or 0) or ""


def _client(order_id: int) -> str:
    session = door.session()
    return session.get_one(Client, session.get_one(Order, order_id).client_id).name


def _loaded() -> list[tuple[Resource, str, int]]:
    """The trolleys that carry something, with their code and how much."""
    session = door.session()
    found = [
        (one, _code(one), len(trolleys.on(session, one.id or 0)))
        for one in trolleys.all_of_them(session)
    ]
    return [row for row in found if row[2]]


def _no_round(views: list[tuple[Trip, list[StopView]]]) -> list[tuple[Client, int]]:
    """The clients of whom something is ready and that no trip of the day stops at."""
    session = door.session()
    served = {view.stop.client_id for _, stops in views for view in stops if view.stop.deliver}
    ready = van.units_of(session)
    return [
        (session.get_one(Client, key), len(units))
        for key, units in ready.items()
        if key not in served
    ]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()
