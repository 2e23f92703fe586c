"""What every form of this room does: act once, come back filled and marked when wrong."""

from collections.abc import Callable, Mapping

from flask import Response, request

from esat.accounts.permissions import current_actor
from esat.activity.skills.observing import Picture
from esat.errors import Invalid, Refused
from esat.files import pages as file_pages
from esat.files.store import store_of
from esat.production import once
from esat.web import door, htmx

Again = Callable[[Mapping[str, str], int], Response]
"""Shows the page again: the errors by field, under "" what is refused, and the status."""


def act(name: str, work: Callable[[], str], again: Again) -> Response:
    """Do it once and go where `work` says."""
    session = door.session()
    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, f"skills.{name}", work, by=current_actor()))
    except Refused as refusal:
        session.rollback()
        return again({"": refusal.message}, 409)
    except Invalid as error:
        session.rollback()
        return again(error.fields, 422)


def picture(field: str = "photo") -> Picture | None:
    """The photograph that was sent in a field, if any."""
    sent = request.files.get(field)
    if sent is None or not sent.filename:
        return None
    return Picture(store_of(door.house().settings), file_pages.received(sent))
