"""What every form of this room does: read its own fields, act once, come back filled when wrong."""

from collections.abc import Callable

from flask import Response, request, url_for
from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from esat.accounts.permissions import current_actor
from esat.errors import Invalid, Refused
from esat.files import pages as file_pages
from esat.files.store import store_of
from esat.production import once
from esat.web import door, htmx
from laundry_rabc.papers import rights
from laundry_rabc.papers.kept import Sent

HIGHEST = 2**31 - 1
Work = Callable[[], str]
Again = Callable[[dict[str, str], str, int], Response]
"""Shows the page again: the errors by field, the form they belong to, the status."""


def session_for(capability: str) -> Session:
    """The session of the request, for whom the right is given in the laundry."""
    rights.require(current_actor(), capability)
    return door.session()


def named(form: str) -> "MultiDict[str, str]":
    """The fields of one of the page's forms, which bear its name: no two on a page are one."""
    start = f"{form}_"
    return MultiDict(
        (name.removeprefix(start), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(start)
    )


def sent(field: str) -> Sent:
    """The uploads of a field."""
    uploads = tuple(
        file_pages.received(one) for one in request.files.getlist(field) if one.filename
    )
    return Sent(store_of(door.house().settings), uploads)


def act(session: Session, form: str, where: str, work: Work, again: Again) -> Response:
    """Do it once and go where `work` says; `where` names the thing it is done to. What is refused
    or wrong is said on the page, with the form as it was filled.
    """
    keyed = once.form_of(request.form.items(multi=True))
    try:
        to = once.run(session, keyed, f"rabc.papers.{form}.{where}", work, by=current_actor())
        return htmx.go_to(to)
    except Refused as refusal:
        session.rollback()
        return again({"": refusal.message}, form, 409)
    except Invalid as error:
        session.rollback()
        return again(error.fields, form, 422)


def home() -> str | None:
    """The home of RABC, for whom it is open."""
    return url_for("rabc_board.hub") if current_actor().can("rabc.read") else None


def key_of(name: str) -> int | None:
    """The key of a row that the address or the form names; None for what can be none."""
    found = request.values.get(name, type=int)
    return found if found is not None and 0 < found <= HIGHEST else None
