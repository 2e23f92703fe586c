"""The form of a deposit: tiles to tap, the price of each line in sight, one act at the end."""

import json
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow
from esat.clients import service as clients
from esat.clients.models import Client
from esat.errors import Invalid, NotFound, Refused
from esat.files import pages as file_pages
from esat.files.service import Upload
from esat.files.store import store_of
from esat.production import once
from esat.web import door, htmx
from esat.web.filters import short_day
from workshops.laundry.desk import deposits, pricing, tariffs, words
from workshops.laundry.desk.deposit_forms import LINES, numbered, read_deposit
from workshops.laundry.desk.deposits import DESK
from workshops.laundry.desk.pages import own
from workshops.laundry.desk.tariffs import PriceList

blueprint = Blueprint("laundry_deposit", __name__, url_prefix="/blanchisserie/guichet/depot")
BLANK_LINES = 3
"""Lines of a browser without scripts; with one, a tap on a tile makes a line."""


@blueprint.get("")
@allow(DESK)
def new() -> Response:
    """What may be left, at the price of today."""
    own(DESK)
    return _form(_client(request.args.get("client", type=int)))


@blueprint.post("")
@allow(DESK)
def create() -> Response:
    """Take it in: order, articles, prices, photos and ticket, all or nothing, once."""
    by = own(DESK)
    session, client = door.session(), _client(request.form.get("client_id", type=int))
    sent = once.form_of(request.form.items(multi=True))
    store = store_of(door.house().settings)

    def work() -> str:
        given = read_deposit(request.form, _photos())
        made = deposits.deposit(session, given, store, by=by)
        return url_for("laundry_collect.show", ref=made.order.ref, fait=1)

    try:
        return htmx.go_to(once.run(session, sent, "laundry.deposit", work, by=by))
    except Invalid as error:
        session.rollback()
        return _wrong(client, error.fields or {"lines": error.message}, 422)
    except Refused as refusal:
        session.rollback()
        if refusal.code == "desk_price_changed":
            asked = {"words": refusal.message, "total": str(refusal.params["exact"])}
            return _wrong(client, {}, 409, asked=asked)
        if refusal.code == "capture_conflict":
            refusal = Refused("desk_taken")
        return _wrong(client, {"": refusal.message}, 409)


def _photos() -> dict[int, list[Upload]]:
    """The photographs of each line."""
    found: dict[int, list[Upload]] = {}
    for n in numbered(request.form):
        sent = request.files.getlist(f"photos_{n}")
        found[n] = [file_pages.received(one) for one in sent if one.filename]
    return found


def _client(client_id: int | None) -> Client:
    if client_id is None or not 0 < client_id < 2**31:
        raise NotFound("not_found")
    client = clients.current(door.session(), client_id)
    if client.kind != "individual":
        raise Refused("desk_not_individual", name=client.name)
    return client


def _wrong(
    client: Client, errors: dict[str, str], status: int, *, asked: dict[str, str] | None = None
) -> Response:
    """The script keeps the page with its photographs and shows the words alone; without one the
    form comes back as it was.
    """
    if htmx.wants_fragment():
        prices = price_table(tariffs.price_list(door.session(), clock.today()))
        return htmx.render(
            "laundry/desk/_said.html", status=status, errors=errors, asked=asked, prices=prices
        )
    return _form(client, errors, status, asked=asked)


def _form(
    client: Client,
    errors: dict[str, str] | None = None,
    status: int = 200,
    *,
    asked: dict[str, str] | None = None,
) -> Response:
    session, today = door.session(), clock.today()
    prices = tariffs.price_list(session, today)
    filled = _filled()
    spare = [n for n in range(1, LINES + 1) if n not in filled][:BLANK_LINES]
    return htmx.render(
        "laundry/desk/deposit.html",
        status=status,
        client=client,
        prices=prices,
        table=price_table(prices),
        full=words.FULL,
        reservations=tuple(words.RESERVATIONS.items()),
        unit_words=words.UNIT_WORDS,
        euros=pricing.euros,
        lines=[(n, True) for n in filled] + [(n, False) for n in spare],
        most=LINES,
        days=suggested(today),
        today=today,
        refusal=tariffs.text_of(session, "refusal", today),
        key=once.fresh(),
        values=request.form,
        errors=errors or {},
        asked=asked,
    )


def _filled() -> list[int]:
    try:
        return numbered(request.form)
    except Invalid:
        return list(range(1, LINES + 1))


def price_table(prices: PriceList) -> str:
    """The price of a unit in cents, by bracket and tariff: worked out here, shown by the script."""
    columns: dict[str, Any] = {
        words.FULL: {one.code: _cents(one.price) for one in prices.tariffs},
        **{
            choice.bracket.code: {one.code: _cents(choice.price(one)) for one in prices.tariffs}
            for choice in prices.choices
            if choice.bracket is not None
        },
    }
    return json.dumps(columns)


def _cents(price: Any) -> int:
    return int(price * 100)


def suggested(today: date) -> list[tuple[str, str]]:
    """Working days that may be promised, as buttons: some two, three, five and seven days away."""
    found: dict[date, str] = {}
    for days in (2, 3, 5, 7):
        day = today + timedelta(days=days)
        while day.weekday() > 4:
            day += timedelta(days=1)
        found.setdefault(day, short_day(day))
    return [(day.isoformat(), label) for day, label in found.items()]
