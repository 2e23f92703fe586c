"""Papers on the screen: the frozen PDF by its number, and those of an order."""

import io

from flask import Blueprint, Response, request, send_file, url_for

from esat.accounts.permissions import allow, current_actor
from esat.documents import service
from esat.documents.kinds import PAPERS
from esat.errors import NotFound, Refused
from esat.production import once, order_detail, orders
from esat.production.models import Order
from esat.web import door, htmx

READ, WRITE = "documents.read", "documents.write"
POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
"""What a browser's own reader of PDF needs, and nothing else."""
blueprint = Blueprint("documents", __name__, url_prefix="/documents")


@blueprint.get("/<number>.pdf")
@allow(READ)
def show(number: str) -> Response:
    """The paper as it was frozen; drawn for the eye alone when its file is still to come."""
    session, house = door.session(), door.house()
    document = service.by_number(session, number)
    order = session.get_one(Order, document.order_id)
    if not current_actor().can(READ, workshop=order.workshop):
        raise NotFound("paper_unknown")
    if document.sha256 is None:
        data = service.draw(service.ready(session, document, house.settings))
    else:
        data = service.kept(house.settings, document)
    answer = send_file(
        io.BytesIO(data), mimetype="application/pdf", download_name=f"{document.number}.pdf"
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/fragments/commande/<ref>")
@allow(READ)
def of_order(ref: str) -> Response:
    """The papers of an order, for its page."""
    session, by = door.session(), current_actor()
    order = order_detail.visible(session, ref, by, READ)
    return htmx.render(
        "documents/_of_order.html",
        order=order,
        papers=[(d, PAPERS[d.kind].label) for d in service.of_order(session, orders.key(order))],
        may_write=by.can(WRITE, workshop=order.workshop) and order.cancelled_at is None,
        key=once.fresh(),
    )


@blueprint.post("/fragments/commande/<ref>/ticket")
@allow(WRITE)
@door.own_transaction
def ticket(ref: str) -> Response:
    """A deposit ticket: numbered in a short write, drawn after it, then shown."""
    by, house = current_actor(), door.house()
    form = once.form_of(request.form.items(multi=True))
    with door.write() as session:
        order = order_detail.visible(session, ref, by, WRITE)
        if order.cancelled_at is not None:
            raise Refused("order_closed")

        def work() -> str:
            return service.deposit_ticket(session, order, by=by).number

        number = once.run(session, form, "document.ticket", work, by=by)
        document_id = service.by_number(session, number).id or 0
    service.freeze(house, document_id)
    return htmx.go_to(url_for("documents.show", number=number))
