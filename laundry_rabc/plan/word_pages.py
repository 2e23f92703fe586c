"""The editions of the standard: their words and references, and which one is in use."""

from collections.abc import Callable

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid
from esat.production import once
from esat.web import door, forms, htmx
from esat.web.forms import FormShape, Text
from laundry_rabc.plan import listing, pages, rights, vocabulary
from laundry_rabc.plan.forms import ClauseIn
from laundry_rabc.plan.seeds.flow import KEYS

blueprint = Blueprint("rabc_words", __name__, url_prefix="/rabc/vocabulaire")


class EditionIn(FormShape):
    """Which edition is followed from now on, and why."""

    edition: Text = ""
    reason: Text = ""


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """The words and references, by edition."""
    return _index({}, 200)


@blueprint.post("/edition")
@allow(rights.KEEP)
def choose() -> Response:
    """Follow another edition from now on."""

    def work(session: Session) -> None:
        given = forms.read(EditionIn, request.form)
        vocabulary.choose(session, given.edition, given.reason, by=current_actor())

    return _do("choose", work)


@blueprint.post("/reference")
@allow(rights.KEEP)
def write() -> Response:
    """A word or a reference, read in the text of its edition."""

    def work(session: Session) -> None:
        given = forms.read(ClauseIn, request.form)
        vocabulary.write(session, request.form.get("of", ""), given, by=current_actor())

    return _do("write", work)


def _do(act: str, work: Callable[[Session], None]) -> Response:
    rights.require(current_actor(), rights.KEEP)
    session, by = door.session(), current_actor()

    def doing() -> str:
        work(session)
        return url_for("rabc_words.index")

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, f"rabc.words.{act}", doing, by=by))
    except Invalid as error:
        session.rollback()
        return _index({f"{act}_{name}": said for name, said in error.fields.items()}, 422)


def _index(errors: dict[str, str], status: int) -> Response:
    session = pages.opened()
    editions = vocabulary.editions(session)
    choices = vocabulary.choices(session)
    return htmx.render(
        "laundry_rabc/plan/words.html",
        status=status,
        editions=[(one, vocabulary.clauses(session, one)) for one in editions],
        current=vocabulary.edition_at(session, clock.now()),
        choices=choices,
        names=listing.names(session, {one.by_id for one in choices}),
        keys=KEYS,
        may_keep=pages.may(rights.KEEP),
        values=request.form,
        errors=errors,
        key=once.fresh(),
    )
