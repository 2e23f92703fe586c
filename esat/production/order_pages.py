"""Orders on the screen: the list, one order, and the fragment that a client's page fetches."""

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock, registry
from esat.accounts.permissions import allow, current_actor
from esat.actors import Actor
from esat.errors import NotFound
from esat.files import service as files
from esat.files.models import StoredFile
from esat.production import (
    deliveries,
    holds,
    once,
    order_detail,
    order_forms,
    order_reads,
    orders,
    timeline,
)
from esat.production.order_detail import OrderPage
from esat.production.order_reads import STATES, Wish
from esat.production.timeline_pages import shown
from esat.web import door, htmx

blueprint = Blueprint("orders", __name__)


@blueprint.get("/commandes")
@allow("orders.read")
def index() -> Response:
    """The list, filtered by workshop, state and client; one page after the other."""
    state = request.args.get("etat", "ouvertes")
    slug = request.args.get("atelier", "")
    client_id = request.args.get("client", type=int)
    workshop = registry.current().workshop_by_slug(slug) if slug else None
    if state not in STATES or (slug and workshop is None):
        raise NotFound("not_found")
    by = current_actor()
    wish = Wish(
        state,
        order_reads.scope(by, workshop.code if workshop else None),
        client_id,
        request.args.get("apres", ""),
    )
    return htmx.render(
        "production/orders.html",
        "production/_orders.html",
        found=order_reads.page(door.session(), wish, clock.today()),
        wish=wish,
        slug=slug,
        states=STATES,
        workshops=registry.current().workshops,
        shops=shops(by),
        may_write=by.can("orders.write"),
    )


@blueprint.get("/commandes/<ref>")
@allow("orders.read")
def show(ref: str) -> Response:
    """One order: facts, articles, holds, history, and what may be done now."""
    session, by = door.session(), current_actor()
    return order_answer(order_detail.order_page(session, order_detail.visible(session, ref, by)))


@blueprint.get("/commandes/fragments/client/<int:client_id>")
@allow("orders.read")
def of_client(client_id: int) -> Response:
    """The orders of a client, for the page of clients."""
    by = current_actor()
    return htmx.render(
        "production/_client_orders.html",
        rows_of=order_reads.of_client(door.session(), client_id, by, clock.today()),
        workshops=registry.current().workshops,
        client_id=client_id,
        may_write=by.can("orders.write"),
    )


def shops(by: Actor, capability: str = "orders.read") -> list[tuple[str, str]]:
    """The workshops (slug, label) in which an actor holds a right."""
    return [
        (workshop.slug, workshop.label)
        for workshop in registry.current().workshops.values()
        if by.can(capability, workshop=workshop.code)
    ]


def order_answer(
    page: OrderPage, errors: dict[str, str] | None = None, *, opened: str = "", status: int = 200
) -> Response:
    """The page of an order; `opened` names the dialog that its errors belong to."""
    session, by, order = door.session(), current_actor(), page.order
    live = order.closed_at is None and order.cancelled_at is None
    scope = page.workshop.code
    return htmx.render(
        "production/order.html",
        status=status,
        page=page,
        history=shown(timeline.of_order(session, orders.key(order), page.workshop)),
        photos=_photos(session, orders.key(order)),
        may_print=by.can("printing.print", workshop=scope),
        may_deliver=live and by.can(deliveries.DELIVER, workshop=scope),
        late=live and order.due_on is not None and order.due_on < clock.today(),
        may_write=live and by.can("orders.write", workshop=scope),
        may_move=by.can("production.move", workshop=scope),
        may_lift=by.can("production.lift", workshop=scope),
        places=dict(order_forms.PLACES),
        fragments=registry.current().fragments_of(scope),
        lift_rights={hold.id: _may_lift(hold.reason, by, scope) for hold in page.holds},
        key=once.fresh(),
        errors=errors or {},
        opened=opened,
        values=request.form,
        here=url_for("orders.show", ref=order.ref),
    )


def _may_lift(reason: str, by: Actor, workshop: str) -> bool:
    return by.can(holds.declared_reason(reason).lift_by, workshop=workshop)


def _photos(session: Session, order_id: int) -> list[StoredFile]:
    """What was photographed; the signatures of hand-overs are shown with the papers."""
    signed = deliveries.signatures(session, order_id)
    return [file for file in files.files_of(session, order_id=order_id) if file.id not in signed]
