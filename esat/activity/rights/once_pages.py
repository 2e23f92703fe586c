"""An act of these pages, once: the way on, or the page again with what is wrong."""

from collections.abc import Callable, Mapping

from flask import Response, request

from esat.accounts.permissions import current_actor
from esat.errors import Invalid
from esat.production import once
from esat.web import door, htmx


def done(
    act: str, to: str, work: Callable[[], object], again: Callable[[Mapping[str, str]], Response]
) -> Response:
    """Do the work unless this form did it already."""
    session = door.session()

    def once_only() -> str:
        work()
        return to

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, act, once_only, by=current_actor()))
    except Invalid as error:
        session.rollback()
        return again(error.fields)
