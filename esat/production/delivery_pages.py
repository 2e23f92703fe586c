"""The page of a hand-over: tick what leaves, write who receives, let him sign."""

from flask import Blueprint, Response, request, url_for

from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid
from esat.production import deliveries, once, order_detail, signing
from esat.production.models import Order
from esat.web import door, htmx

blueprint = Blueprint("deliveries", __name__, url_prefix="/commandes/<ref>/remise")


@blueprint.get("")
@allow(deliveries.DELIVER)
def show(ref: str) -> Response:
    return _page(_order(ref))


@blueprint.post("")
@allow(deliveries.DELIVER)
def sign(ref: str) -> Response:
    """Hand over once, however often the form is sent."""
    session, by = door.session(), current_actor()
    order = _order(ref)
    form = once.form_of(request.form.items(multi=True))

    def work() -> str:
        values = request.form.copy()
        values["order"] = order.ref
        signing.sign(session, signing.given(values), by=by)
        return url_for("orders.show", ref=order.ref)

    try:
        return htmx.go_to(once.run(session, form, "delivery.sign", work, by=by))
    except Invalid as error:
        session.rollback()
        fields = error.fields or {"signature": error.message}
        return _page(order, fields, status=422)


def _order(ref: str) -> Order:
    return order_detail.visible(door.session(), ref, current_actor(), deliveries.DELIVER)


def _page(order: Order, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    session, by = door.session(), current_actor()
    return htmx.render(
        "production/delivery.html",
        status=status,
        order=order,
        units=deliveries.units(session, order, by=by),
        live=order.closed_at is None and order.cancelled_at is None,
        key=once.fresh(),
        errors=errors or {},
        values=request.form,
    )
