"""The page of replacements: who takes which group, from when, until when."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from flask import Blueprint, Response, request, url_for
from pydantic import Field

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, NotFound, Refused
from esat.web import door, forms, htmx
from esat.web.forms import FormShape
from esat.workers import reads as workers
from esat.workers.models import Group
from esat.workers.replacing import reads, replacements
from esat.workers.replacing.replacements import Wanted

blueprint = Blueprint("replacing", __name__, url_prefix="/equipes/remplacements")


class ReplaceIn(FormShape):
    """What the page asks."""

    group_id: int
    account_id: Annotated[int, Field(gt=0)]
    since: date
    until: date


@blueprint.get("")
@allow(replacements.MANAGE)
def index() -> Response:
    return _page({"since": clock.today().isoformat(), "group_id": request.args.get("groupe", "")})


@blueprint.post("")
@allow(replacements.MANAGE)
def replace() -> Response:
    """Sent twice, it is one replacement: the second is told that it stands."""
    session = door.session()
    try:
        given = forms.read(ReplaceIn, request.form)
        group = session.get(Group, given.group_id)
        if group is None:
            raise NotFound("group_unknown")
        wanted = Wanted(given.account_id, given.since, given.until)
        replacements.replace(session, group, wanted, by=current_actor())
    except Invalid as error:
        return _page(request.form, error.fields, status=error.status)
    except Refused as error:
        return _page(request.form, refused=error.message, status=error.status)
    return htmx.go_to(url_for("replacing.index", enregistre=1))


@blueprint.post("/<int:replacement_id>/fin")
@allow(replacements.MANAGE)
def end(replacement_id: int) -> Response:
    """The last day is today; one that has not begun is called off."""
    replacements.end(door.session(), replacement_id, by=current_actor())
    return htmx.go_to(url_for("replacing.index", termine=1))


def _page(
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    *,
    refused: str = "",
    status: int = 200,
) -> Response:
    session, today = door.session(), clock.today()
    groups = workers.groups(session, current_actor(), today)
    by_workshop = {one.workshop for one in groups}
    people = {pair for code in by_workshop for pair in reads.candidates(session, code)}
    return htmx.render(
        "workers/replacing/replacements.html",
        status=status,
        groups=[(one.id, one.name, one.leaders and f"suivi par {one.leaders}") for one in groups],
        people=sorted(people, key=lambda pair: pair[1]),
        running=reads.coming(session, [one.id for one in groups], today),
        values=values,
        errors=errors or {},
        refused=refused,
        today=today,
        saved=request.args.get("enregistre") == "1",
        ended=request.args.get("termine") == "1",
    )
