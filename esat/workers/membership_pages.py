"""The groups of a worker: where he was, is and will be; and his change of group from a day on."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, Response, request, url_for

from esat import clock, texts
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, Refused
from esat.web import door, forms, htmx
from esat.web.forms import FormShape
from esat.web.keys import LARGEST
from esat.workers import moving, office_reads, people
from esat.workers.models import Worker

blueprint = Blueprint("memberships", __name__, url_prefix="/travailleurs/<int:worker_id>/groupe")
NONE = "aucun"
DIGITS = len(str(LARGEST))


class MoveIn(FormShape):
    """What the page asks: a group of the list, or none, and from which day."""

    group: str = ""
    since: date


@blueprint.get("")
@allow("workers.manage")
def show(worker_id: int) -> Response:
    """Nothing is chosen before somebody chooses."""
    return _page(people.the_worker(door.session(), worker_id), {})


@blueprint.post("")
@allow("workers.manage")
def move(worker_id: int) -> Response:
    """Sent twice, it is one change."""
    session = door.session()
    worker = people.the_worker(session, worker_id)
    try:
        given = forms.read(MoveIn, request.form)
        moving.move(session, worker, _group(given.group), given.since, by=current_actor())
    except Invalid as error:
        missing = {} if request.form.get("group") else _missing()
        return _page(worker, request.form, error.fields | missing, error.status)
    except Refused as error:
        return _page(worker, request.form, {"since": error.message}, error.status)
    return htmx.go_to(url_for("memberships.show", worker_id=worker_id, enregistre=1))


def _group(text: str) -> int | None:
    """The key chosen; Invalid beside the list where nothing of it is."""
    if text == NONE:
        return None
    if text.isascii() and text.isdecimal() and len(text) <= DIGITS and int(text) <= LARGEST:
        return int(text)
    raise Invalid("form_invalid", _missing())


def _missing() -> dict[str, str]:
    return {"group": texts.sentence("move_group_missing")}


def _page(
    worker: Worker,
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    session, today = door.session(), clock.today()
    choices = [(str(key), name) for key, name in office_reads.group_choices(session)]
    return htmx.render(
        "workers/groups_of.html",
        status=status,
        worker=worker,
        places=office_reads.places(session, worker, today),
        choices=[*choices, (NONE, "Sans groupe")],
        values=values,
        errors=errors or {},
        saved=request.args.get("enregistre") == "1",
    )
