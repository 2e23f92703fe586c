"""A first code for what has none yet: a worker's badge, a client's card; then its label."""

from flask import Blueprint, Response, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.clients import service as clients
from esat.errors import Forbidden
from esat.printing.reach import PEOPLE
from esat.printing.service import PRINT
from esat.production import barcodes
from esat.web import door, htmx
from esat.workers import people

blueprint = Blueprint("print_give", __name__, url_prefix="/impressions")


@blueprint.post("/travailleurs/<int:worker_id>/badge")
@allow(PEOPLE[True])
def badge(worker_id: int) -> Response:
    """The badge of a worker, with a new code when he has none."""
    if not current_actor().can(PRINT):
        raise Forbidden("not_allowed")
    session = door.session()
    worker = people.the_worker(session, worker_id)
    return _label(session, "H", worker_id=worker.id or 0)


@blueprint.post("/clients/<int:client_id>/carte")
@allow(PRINT)
def client(client_id: int) -> Response:
    """The card of a client, with a new code when he has none."""
    session = door.session()
    found = clients.current(session, client_id)
    return _label(session, "C", client_id=found.id or 0)


def _label(session: Session, letter: str, **target: int) -> Response:
    code = barcodes.of(session, **target) or barcodes.allocate(
        session, letter, clock.now(), **target
    )
    return htmx.go_to(url_for("print_label.page", code=code))
