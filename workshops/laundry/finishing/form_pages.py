"""What the finishing pages share: the scope, the moment of an act noted later, doing it once."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from flask import Response, request

from esat import clock
from esat.accounts.permissions import current_actor, require
from esat.actors import Actor
from esat.errors import EsatError, Invalid, Refused
from esat.production import once
from esat.web import door, forms, htmx
from workshops.laundry.finishing import asked

AGO = "minutes_ago"
READ, MOVE = "production.scan", "production.move"
Again = Callable[..., Response]


def reader() -> Actor:
    """Who may look at the laundry."""
    return require(READ, workshop="laundry")


def mover() -> Actor:
    """Who may work in the laundry."""
    return require(MOVE, workshop="laundry")


def moment() -> tuple[datetime, str]:
    """When the act of this form was done, and why it is noted later. Invalid as `asked.moment`, on
    the fields of this form: those of two forms of a page end apart (`minutes_ago-dry`).
    """
    sent = (name for name in request.form if name.startswith(AGO))
    end = next(sent, AGO).removeprefix(AGO)
    given = {name: request.form.get(name + end, "") for name in asked.WhenIn.model_fields}
    try:
        when = forms.read(asked.WhenIn, given)
        return asked.moment(when, clock.now()), when.late_reason
    except Invalid as wrong:
        fields = {name + end: sentence for name, sentence in wrong.fields.items()}
        raise Invalid("form_invalid", fields) from wrong


def perform(action: str, work: Callable[[], str], again: Again) -> Response:
    """Do it once and go where `work` says; or show the form again, filled, with what is wrong."""
    session, by = door.session(), current_actor()
    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, action, work, by=by))
    except Invalid as error:
        session.rollback()
        return again(wrong=error, status=422)
    except Refused as refusal:
        session.rollback()
        return again(wrong=refusal, status=409)


def told(wrong: EsatError | None) -> dict[str, Any]:
    """What a page says of a form that was not taken: one sentence, and one a field."""
    fields = wrong.fields if isinstance(wrong, Invalid) else {}
    return {"said": wrong.message if wrong else "", "errors": fields, "values": request.form}


def choices(table: dict[str, tuple[str, str]], only: Iterable[str] = ()) -> list[Any]:
    """Tiles of a closed list: value, words, no detail, pictogram."""
    kept = set(only) or set(table)
    return [(code, words, "", icon) for code, (words, icon) in table.items() if code in kept]
