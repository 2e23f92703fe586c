"""The deposits that nobody comes for: reminders noted, the house's decision kept."""

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, NotFound
from esat.production import once
from esat.web import door, forms, htmx
from workshops.laundry.desk import unclaimed, words
from workshops.laundry.desk.pages import own
from workshops.laundry.desk.unclaimed import DECIDE, SEE, DecideIn, RemindIn, Waiting
from workshops.laundry.plant import limits

blueprint = Blueprint(
    "laundry_unclaimed", __name__, url_prefix="/blanchisserie/guichet/non-retires"
)


@blueprint.get("")
@allow(SEE)
def index() -> Response:
    """What waits too long, the oldest first."""
    return _index()


@blueprint.post("/<ref>/rappel")
@allow(SEE)
def remind(ref: str) -> Response:
    """Note that somebody was written to or called."""
    by, session, one = own(SEE), door.session(), _one(ref)

    def work() -> str:
        given = forms.read(RemindIn, request.form)
        unclaimed.remind(session, one, given.way, by=by)
        return url_for("laundry_unclaimed.index")

    sent = once.form_of(request.form.items(multi=True))
    return htmx.go_to(once.run(session, sent, f"laundry.remind.{ref}", work, by=by))


@blueprint.post("/<ref>/decision")
@allow(DECIDE)
def decide(ref: str) -> Response:
    """Keep what the house decided, and why."""
    by, session, one = own(DECIDE), door.session(), _one(ref)

    def work() -> str:
        unclaimed.decide(session, one, forms.read(DecideIn, request.form), by=by)
        return url_for("laundry_unclaimed.index")

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, f"laundry.decide.{ref}", work, by=by))
    except Invalid as error:
        session.rollback()
        return _index({ref: error.fields}, 422)


def _one(ref: str) -> Waiting:
    found = unclaimed.waiting(door.session(), clock.now())
    one = next((one for one in found if one.order.ref == ref), None)
    if one is None:
        raise NotFound("not_found")
    return one


def _index(errors: dict[str, dict[str, str]] | None = None, status: int = 200) -> Response:
    own(SEE)
    session, now = door.session(), clock.now()
    return htmx.render(
        "laundry/desk/unclaimed.html",
        status=status,
        waiting=unclaimed.waiting(session, now),
        delays=limits.values(session, ("unclaimed_notice", "unclaimed"), now),
        ways=words.WAYS,
        decisions=tuple(words.DECISIONS.items()),
        decision_words=words.DECISIONS,
        may_decide=current_actor().can(DECIDE, workshop="laundry"),
        may_open=current_actor().can("laundry.desk", workshop="laundry"),
        key=once.fresh(),
        values=request.form,
        errors=errors or {},
    )
