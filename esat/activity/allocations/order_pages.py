"""The card of an order's page that says what hours it took, team by team."""

from flask import Blueprint, Response

from esat.accounts.permissions import allow, current_actor
from esat.activity.allocations import order_hours
from esat.production import order_detail
from esat.web import door, htmx

READ = "allocations.order_hours"
blueprint = Blueprint("allocations_order", __name__)


@blueprint.get("/equipes/fragments/commande/<ref>")
@allow(READ)
def of_order(ref: str) -> Response:
    """The hours of an order that the actor may see. NotFound for any other."""
    session = door.session()
    order = order_detail.visible(session, ref, current_actor())
    return htmx.render(
        "activity/_order_hours.html", hours_of=order_hours.of_order(session, order.id or 0)
    )
