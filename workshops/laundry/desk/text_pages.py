"""The texts of the ticket and the lists of the desk, each with its versions."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow
from esat.errors import Invalid, NotFound
from esat.production import once
from esat.web import door, forms, htmx
from workshops.laundry.desk import tariff_changes, tariffs, words
from workshops.laundry.desk.models import DeskText
from workshops.laundry.desk.pages import own
from workshops.laundry.desk.tariff_changes import MANAGE
from workshops.laundry.desk.tariff_forms import TextIn

blueprint = Blueprint("laundry_texts", __name__, url_prefix="/blanchisserie/guichet/tarifs/textes")


@blueprint.get("/<code>")
@allow(MANAGE)
def text(code: str) -> Response:
    """One text with all its versions."""
    return _page(code, {}, 200)


@blueprint.post("/<code>")
@allow(MANAGE)
def write(code: str) -> Response:
    """A further version of it."""
    by, session = own(MANAGE), door.session()
    _known(code)

    def work() -> str:
        tariff_changes.write_text(session, code, forms.read(TextIn, request.form), by=by)
        return url_for("laundry_tariffs.index")

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, f"laundry.text.{code}", work, by=by))
    except Invalid as error:
        session.rollback()
        return _page(code, error.fields, 422)


def _known(code: str) -> str:
    if code not in words.TEXTS:
        raise NotFound("not_found")
    return words.TEXTS[code]


def _page(code: str, errors: dict[str, Any], status: int) -> Response:
    own(MANAGE)
    title, session = _known(code), door.session()
    try:
        history = tariffs.history(session, DeskText, code)
    except NotFound:
        history = ()
    return htmx.render(
        "laundry/desk/text.html",
        status=status,
        code=code,
        title=title,
        history=history,
        statuses=tuple(words.STATUS.items()),
        status_words=words.STATUS,
        today=clock.today(),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )
