"""What only the office sees of the texts of teams: by day, each with a way to take it out."""

from datetime import date, timedelta

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.activity.outputs import remarks
from esat.web import door, htmx
from esat.workers import addresses

blueprint = Blueprint("team_remarks", __name__, url_prefix="/travailleurs/bureau/textes")


@blueprint.get("")
@allow(remarks.WITHDRAW)
def index() -> Response:
    """The texts of a day, today's at first."""
    day = _day(request.args.get("jour", ""))
    return htmx.render(
        "activity/outputs/remarks.html",
        day=day,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1) if day < clock.today() else None,
        texts=remarks.of_day(door.session(), day),
    )


@blueprint.post("/<int:remark_id>/retrait")
@allow(remarks.WITHDRAW)
def withdraw(remark_id: int) -> Response:
    """Take the words out."""
    remarks.withdraw(door.session(), remark_id, by=current_actor())
    return htmx.go_to(url_for("team_remarks.index", jour=request.args.get("jour", "")))


def _day(text: str) -> date:
    today = clock.today()
    return addresses.day(door.session(), text, today=today) if text else today
