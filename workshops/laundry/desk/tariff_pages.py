"""The tariff on the screen: what is in force, what is proposed, each price and bracket with its
versions, and the list to hang on the wall.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow
from esat.errors import Invalid, Refused
from esat.production import once
from esat.web import door, forms, htmx
from workshops.laundry.desk import pricing, tariff_changes, tariffs, words
from workshops.laundry.desk.models import Bracket, DeskText, Tariff
from workshops.laundry.desk.pages import own
from workshops.laundry.desk.tariff_changes import MANAGE
from workshops.laundry.desk.tariff_forms import BracketIn, FixedIn, Prices, ReasonIn, TariffIn
from workshops.laundry.desk.unclaimed import SEE

blueprint = Blueprint("laundry_tariffs", __name__, url_prefix="/blanchisserie/guichet/tarifs")
STATUSES = tuple(words.STATUS.items())


@blueprint.get("")
@allow(MANAGE)
def index() -> Response:
    """What is asked today, what waits to be validated, and the texts of the ticket."""
    own(MANAGE)
    session, today = door.session(), clock.today()
    return htmx.render(
        "laundry/desk/tariffs.html",
        prices=tariffs.price_list(session, today),
        coming=tariffs.coming(session, Tariff, today),
        brackets_coming=tariffs.coming(session, Bracket, today),
        texts=[(code, label, tariffs.text_of(session, code, today))
               for code, label in words.TEXTS.items()],
        later=tariffs.coming(session, DeskText, today),
        **_words(),
    )  # fmt: skip


@blueprint.get("/affiche")
@allow(SEE)
def poster() -> Response:
    """The prices in force, to be shown and printed: the law wants them on display."""
    own(SEE)
    session, today = door.session(), clock.today()
    return htmx.render(
        "laundry/desk/poster.html",
        prices=tariffs.price_list(session, today),
        liability=tariffs.text_of(session, "liability", today),
        one_year=tariffs.text_of(session, "one_year", today),
        today=today,
        **_words(),
    )


@blueprint.get("/prix")
@allow(MANAGE)
def new_price() -> Response:
    """A price that is not in the list."""
    own(MANAGE)
    return _price(None)


@blueprint.post("/prix")
@allow(MANAGE)
def add_price() -> Response:
    def work() -> None:
        given = forms.read(TariffIn, request.form)
        tariff_changes.add_tariff(door.session(), given, by=own(MANAGE))

    return _do("laundry.tariff.add", work, lambda said: _price(None, said))


@blueprint.get("/prix/<code>")
@allow(MANAGE)
def price(code: str) -> Response:
    """One price with all its versions."""
    own(MANAGE)
    return _price(code)


@blueprint.post("/prix/<code>")
@allow(MANAGE)
def change_price(code: str) -> Response:
    def work() -> None:
        given = forms.read(TariffIn, request.form)
        tariff_changes.change_tariff(door.session(), code, given, by=own(MANAGE))

    return _do(f"laundry.tariff.{code}", work, lambda said: _price(code, said))


@blueprint.post("/prix/<code>/retirer")
@allow(MANAGE)
def withdraw_price(code: str) -> Response:
    def work() -> None:
        given = forms.read(ReasonIn, request.form)
        tariff_changes.withdraw_tariff(door.session(), code, given.reason, by=own(MANAGE))

    return _do(f"laundry.tariff.end.{code}", work, lambda said: _price(code, said))


@blueprint.get("/tranches")
@allow(MANAGE)
def new_bracket() -> Response:
    """A bracket that is not in the list."""
    own(MANAGE)
    return _bracket(None)


@blueprint.post("/tranches")
@allow(MANAGE)
def add_bracket() -> Response:
    return _save_bracket(None)


@blueprint.get("/tranches/<code>")
@allow(MANAGE)
def bracket(code: str) -> Response:
    """One bracket with all its versions."""
    own(MANAGE)
    return _bracket(code)


@blueprint.post("/tranches/<code>")
@allow(MANAGE)
def change_bracket(code: str) -> Response:
    return _save_bracket(code)


@blueprint.post("/tranches/<code>/retirer")
@allow(MANAGE)
def withdraw_bracket(code: str) -> Response:
    def work() -> None:
        given = forms.read(ReasonIn, request.form)
        tariff_changes.withdraw_bracket(door.session(), code, given.reason, by=own(MANAGE))

    return _do(f"laundry.bracket.end.{code}", work, lambda said: _bracket(code, said))


def _save_bracket(code: str | None) -> Response:
    def work() -> None:
        given = forms.read(BracketIn, request.form)
        tariff_changes.save_bracket(door.session(), code, given, _fixed(), by=own(MANAGE))

    return _do(f"laundry.bracket.{code or ''}", work, lambda said: _bracket(code, said))


def _fixed() -> Prices:
    """The fixed prices of the form: those that are filled."""
    found: Prices = {}
    for one in tariffs.price_list(door.session(), clock.today()).tariffs:
        try:
            given = forms.read(FixedIn, {"price": request.form.get(f"fixed_{one.code}", "")})
        except Invalid as error:
            raise Invalid("form_invalid", {f"fixed_{one.code}": error.fields["price"]}) from error
        if given.price is not None:
            found[one.code] = given.price
    return found


def _do(action: str, work: Callable[[], None], again: Callable[[Any], Response]) -> Response:
    """Do it once and come back to the list; what is wrong is said beside its field."""
    by, session = own(MANAGE), door.session()
    sent = once.form_of(request.form.items(multi=True))

    def act() -> str:
        work()
        return url_for("laundry_tariffs.index")

    try:
        return htmx.go_to(once.run(session, sent, action, act, by=by))
    except Invalid as error:
        session.rollback()
        return again((error.fields, 422))
    except Refused as refusal:
        session.rollback()
        return again(({"": refusal.message}, 409))


def _price(code: str | None, said: tuple[dict[str, str], int] | None = None) -> Response:
    session = door.session()
    errors, status = said or ({}, 200)
    asked = tariffs.price_list(session, clock.today())
    return htmx.render(
        "laundry/desk/price.html",
        status=status,
        code=code,
        history=tariffs.history(session, Tariff, code) if code else (),
        articles=sorted({one.article for one in asked.tariffs}),
        services=sorted({one.service for one in asked.tariffs}),
        **_form(errors),
    )


def _bracket(code: str | None, said: tuple[dict[str, str], int] | None = None) -> Response:
    session = door.session()
    errors, status = said or ({}, 200)
    history = tariffs.history(session, Bracket, code) if code else ()
    return htmx.render(
        "laundry/desk/bracket.html",
        status=status,
        code=code,
        history=history,
        fixed=tariffs.fixed_of(session, history[0]) if history else {},
        prices=tariffs.price_list(session, clock.today()),
        **_form(errors),
    )


def _form(errors: dict[str, str]) -> dict[str, Any]:
    return {
        **_words(),
        "statuses": STATUSES,
        "today": clock.today(),
        "key": once.fresh(),
        "values": request.form,
        "errors": errors,
    }


def _words() -> dict[str, Any]:
    return {
        "euros": pricing.euros,
        "unit_words": words.UNIT_WORDS,
        "units": words.UNITS,
        "status_words": words.STATUS,
    }
