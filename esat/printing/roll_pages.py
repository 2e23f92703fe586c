"""Rolls of new labels, printed before anybody knows what they will name; sends nothing itself."""

from typing import Annotated

from flask import Blueprint, Response, request, url_for
from pydantic import Field

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, Refused
from esat.printing import asking, printers, rolls, wanted, wording
from esat.printing.service import PRINT
from esat.printing.wanted import PrintForm
from esat.web import door, forms, htmx
from esat.web.forms import Required

blueprint = Blueprint("print_rolls", __name__, url_prefix="/impressions/rouleaux")


class RollForm(PrintForm):
    """What the new labels will name, and how many."""

    letter: Required
    count: Annotated[int, Field(ge=1, le=asking.MOST_BLANKS)]


@blueprint.get("")
@allow(PRINT)
def page() -> Response:
    """Ask for a roll, and the rolls asked for before with how much of each is bound."""
    return _page()


@blueprint.post("")
@allow(PRINT)
def create() -> Response:
    """Allocate new codes and print them."""
    session, by = door.session(), current_actor()
    try:
        form = forms.read(RollForm, request.form)
        wish = wanted.chosen(session, form, by)
        run = asking.request_blanks(session, form.letter, form.count, wish, by=by, at=clock.now())
    except (Invalid, Refused) as error:
        return _page(error)
    return htmx.go_to(url_for("print_runs.page", run_id=run.id, debut=form.debut))


def _page(error: Invalid | Refused | None = None) -> Response:
    session, by = door.session(), current_actor()
    usual = printers.usual(session, by)
    return htmx.render(
        "printing/rolls.html",
        status=error.status if error else 200,
        words=list(wording.BLANK_WORDS.items()),
        places=wanted.places(session, by),
        usual=usual.code if usual else "",
        most=asking.MOST_BLANKS,
        rolls=rolls.latest(session),
        errors=error.fields if isinstance(error, Invalid) else {},
        refusal=error.message if isinstance(error, Refused) else "",
        typed=request.form,
    )
