"""The links of an order, for the page of the order: who has one, a new one, revoke, send."""

from collections.abc import Callable
from dataclasses import dataclass

import segno
from flask import Blueprint, Response, request, url_for
from markupsafe import Markup

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, NotFound, Refused
from esat.production import order_detail, orders
from esat.production.models import Order
from esat.tracking import links, news, recipients
from esat.tracking.models import AccessLink
from esat.web import door, htmx

MANAGE = "tracking.manage"
blueprint = Blueprint("tracking_links", __name__, url_prefix="/suivi/fragments/commande/<ref>")


@dataclass(frozen=True, slots=True)
class Shown:
    """A link as the office sees it; the address only for those who may give it."""

    link: AccessLink
    opens: bool
    address: str
    qr: Markup


@blueprint.get("")
@allow("orders.read")
def of_order(ref: str) -> Response:
    return _fragment(_order(ref, "orders.read"))


@blueprint.post("/liens")
@allow(MANAGE)
def create(ref: str) -> Response:
    """A link for somebody who will be given the paper, the QR or the address."""
    return _do(
        ref,
        lambda order: links.create(
            door.session(),
            orders.key(order),
            request.form.get("recipient", ""),
            by=current_actor(),
        ),
    )


@blueprint.post("/liens/<int:link_id>/retirer")
@allow(MANAGE)
def revoke(ref: str, link_id: int) -> Response:
    return _do(ref, lambda order: links.revoke(door.session(), orders.key(order), link_id))


@blueprint.post("/envoyer")
@allow(MANAGE)
def send(ref: str) -> Response:
    """Send the link by mail to the known addresses of the client."""

    def work(order: Order) -> None:
        session, now = door.session(), clock.now()
        told = recipients.of_order(session, orders.key(order))
        if not told.recipients:
            raise Refused("link_no_address")
        if not news.send_link(session, orders.key(order), clock.today(), now):
            raise Refused("link_sent_today")

    return _do(ref, work, said="Le lien part par courriel.")


def _do(ref: str, work: Callable[[Order], object], said: str = "") -> Response:
    order = _order(ref, MANAGE)
    try:
        work(order)
    except Invalid as error:
        return _fragment(order, error.fields, status=422)
    if not htmx.wants_fragment():
        return htmx.go_to(url_for("orders.show", ref=order.ref))
    return _fragment(order, said=said)


def _order(ref: str, capability: str) -> Order:
    order = order_detail.visible(door.session(), ref, current_actor(), "orders.read")
    if not current_actor().can(capability, workshop=order.workshop):
        raise NotFound("order_unknown")
    return order


def _fragment(
    order: Order, errors: dict[str, str] | None = None, *, said: str = "", status: int = 200
) -> Response:
    session, by, now = door.session(), current_actor(), clock.now()
    manages = by.can(MANAGE, workshop=order.workshop)
    return htmx.render(
        "tracking/_order_links.html",
        status=status,
        order=order,
        links=[_shown(link, links.opens(link, now), manages) for link in _of(order)],
        may_manage=manages and order.cancelled_at is None,
        known=recipients.of_order(session, orders.key(order)) if manages else None,
        errors=errors or {},
        values=request.form,
        said=said,
    )


def _of(order: Order) -> list[AccessLink]:
    return links.of_order(door.session(), orders.key(order))


def _shown(link: AccessLink, opens: bool, manages: bool) -> Shown:  # noqa: FBT001 - private
    if not (opens and manages):
        return Shown(link, opens, "", Markup())
    address = links.address(door.house().settings, link)
    drawn = segno.make(address, error="m", micro=False).svg_inline(scale=5, border=4)
    return Shown(link, opens, address, Markup(drawn))  # noqa: S704 - drawn by segno from our own text
