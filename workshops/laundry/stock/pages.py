"""The pages of the circulating stock: clients, one client's levels, and what is written there."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.clients import reads as clients
from esat.clients.models import Client
from esat.errors import Invalid, NotFound
from esat.production import articles, once
from esat.web import door, forms, htmx
from esat.web.forms import Blank, FormShape, Text
from workshops.laundry.stock import reads, rights, rules, service
from workshops.laundry.stock.service import CountIn, MoveIn, ParIn

blueprint = Blueprint("laundry_stock", __name__, url_prefix="/blanchisserie/stock")
PERIOD, YEAR = timedelta(days=90), timedelta(days=366)
EARLIEST = date(2000, 1, 1)


class Days(FormShape):
    """The days over which losses are counted."""

    du: Annotated[date | None, Blank] = None
    au: Annotated[date | None, Blank] = None


class Asked(FormShape):
    q: Text = ""


@blueprint.get("")
@allow(rights.STOCK)
def index() -> Response:
    """The clients whose linen circulates, and a search for another one."""
    session = _session()
    text = forms.read(Asked, request.args).q
    return htmx.render(
        "laundry/stock/index.html",
        houses=reads.houses(session),
        text=text,
        found=clients.search(session, text, 12) if text else (),
    )


@blueprint.get("/<int:client_id>")
@allow(rights.STOCK)
def client(client_id: int) -> Response:
    """What a client has, where, how much it should be, and what was lost."""
    try:
        return _client(client_id, _period(), {}, "", 200)
    except Invalid as error:
        return _client(client_id, Days(), error.fields, "", 422)


@blueprint.post("/<int:client_id>/mouvements")
@allow(rights.STOCK)
def record(client_id: int) -> Response:
    """Write a movement."""
    return _do(
        client_id, "move",
        lambda session: service.record(
            session, client_id, forms.read(MoveIn, _named("move")), by=current_actor()
        ),
    )  # fmt: skip


@blueprint.post("/<int:client_id>/inventaire")
@allow(rights.STOCK)
def count(client_id: int) -> Response:
    """Write an inventory."""
    return _do(
        client_id, "count",
        lambda session: service.count(
            session, client_id, forms.read(CountIn, _named("count")), by=current_actor()
        ),
    )  # fmt: skip


@blueprint.post("/<int:client_id>/niveau")
@allow(rights.STOCK)
def par(client_id: int) -> Response:
    """Decide a level."""
    return _do(
        client_id, "par",
        lambda session: service.decide_par(
            session, client_id, forms.read(ParIn, _named("par")), by=current_actor()
        ),
    )  # fmt: skip


def _period() -> Days:
    """The days asked for. Invalid for a wrong year or a last before the first."""
    days = forms.read(Days, request.args)
    errors = {}
    for name, day in (("du", days.du), ("au", days.au)):
        if day is not None and not EARLIEST <= day <= clock.today() + YEAR:
            errors[name] = "Vérifiez l’année."
    if not errors and days.du and days.du > (days.au or clock.today()):
        errors["au"] = "Ce jour est avant le premier."
    if errors:
        raise Invalid("form_invalid", errors)
    return days


def _named(form: str) -> dict[str, str]:
    """The fields of one of the page's forms, which bear its name: no two on a page are one."""
    start = f"{form}_"
    return {k.removeprefix(start): v for k, v in request.form.items() if k.startswith(start)}


def _do(client_id: int, act: str, work: Callable[[Session], object]) -> Response:
    """Do it once and come back; a wrong field shows its form again, filled."""
    session, by = _session(), current_actor()
    sent = once.form_of(request.form.items(multi=True))

    def doing() -> str:
        work(session)
        return url_for("laundry_stock.client", client_id=client_id)

    try:
        return htmx.go_to(once.run(session, sent, f"laundry.stock.{act}.{client_id}", doing, by=by))
    except Invalid as error:
        session.rollback()
        return _client(client_id, Days(), error.fields, act, 422)


def _client(
    client_id: int, days: Days, errors: dict[str, str], opened: str, status: int
) -> Response:
    session = _session()
    found = session.get(Client, client_id)
    if found is None:
        raise NotFound("not_found")
    until = days.au or clock.today()
    since = days.du or until - PERIOD
    return htmx.render(
        "laundry/stock/client.html",
        status=status,
        client=found,
        levels=reads.levels(session, client_id, since, until),
        moves=reads.last_moves(session, client_id),
        articles=[
            (a.id, f"{a.label} ({a.unit})" if a.unit else a.label)
            for a in articles.of_workshop(session, rights.WORKSHOP)
        ],
        kinds=[(code, way.label) for code, way in rules.WAYS.items()],
        places=list(rules.PLACES.items()),
        since=since,
        until=until,
        key=once.fresh(),
        values=_named(opened) if opened else {},
        errors=errors,
        opened=opened,
    )


def _session() -> Session:
    rights.require(current_actor(), rights.STOCK)
    return door.session()
