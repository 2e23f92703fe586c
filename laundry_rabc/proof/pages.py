"""The hygiene statement as the client will read it, for the staff: the same words, by the same
function, without a code.
"""

from typing import Final

from flask import Blueprint, Response, request
from sqlmodel import Session, col, select

from esat.accounts.permissions import allow, current_actor, require
from esat.clients.models import Client
from esat.errors import NotFound
from esat.production import order_detail, orders
from esat.production.models import Delivery, Order
from esat.web import door, htmx
from laundry_rabc.proof import gathering, saying

READ: Final = "rabc.proof"
WORKSHOP: Final = "laundry"
LAST: Final = 40
blueprint = Blueprint("rabc_proof", __name__, url_prefix="/rabc/fiches")


@blueprint.get("")
@allow(READ)
def index() -> Response:
    """The last deliveries of the laundry, each with its statement."""
    require(READ, workshop=WORKSHOP)
    query = (
        select(Delivery.id, Delivery.at, Order.ref, Client.name)
        .join(Order, col(Order.id) == Delivery.order_id)
        .join(Client, col(Client.id) == Order.client_id)
        .where(Order.workshop == WORKSHOP, col(Delivery.refused).is_(False))
        .order_by(col(Delivery.at).desc(), col(Delivery.id).desc())
        .limit(LAST)
    )
    found = door.session().exec(query).all()
    return htmx.render("laundry_rabc/proof/index.html", found=found)


@blueprint.get("/commande/<ref>")
@allow(READ)
def preview(ref: str) -> Response:
    """The statement of one delivery of an order, the last one unless another is asked for."""
    session = door.session()
    order = _order(session, ref)
    found = gathering.handed(session, orders.key(order))
    if not found:
        return htmx.render("laundry_rabc/proof/preview.html", order=order, handed=[], said=None)
    asked = request.args.get("remise", type=int)
    if asked is not None and asked not in {one.id for one in found}:
        raise NotFound("not_found")
    one = next((h for h in found if h.id == asked), found[0])
    facts = gathering.of_delivery(session, orders.key(order), one.id)
    return htmx.render(
        "laundry_rabc/proof/preview.html", order=order, handed=found, shown=one.id,
        said=saying.say(facts),
    )  # fmt: skip


@blueprint.get("/fragments/commande/<ref>")
@allow(READ)
def fragment(ref: str) -> Response:
    """The card on the page of the order."""
    session = door.session()
    order = _order(session, ref)
    return htmx.render(
        "laundry_rabc/proof/_order.html", order=order,
        handed=gathering.handed(session, orders.key(order)),
    )  # fmt: skip


def _order(session: Session, ref: str) -> Order:
    """An order of the laundry that this person may see. NotFound otherwise."""
    by = current_actor()
    order = order_detail.visible(session, ref, by, READ)
    if order.workshop != WORKSHOP or not by.can(READ, workshop=WORKSHOP):
        raise NotFound("order_unknown")
    return order
