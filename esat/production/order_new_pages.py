"""A new order: the workshop, then the client, then what is asked; three short pages."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request, url_for

from esat import clock, registry
from esat.accounts.permissions import allow, current_actor
from esat.clients import reads as clients
from esat.clients.models import Client
from esat.declarations import Workshop
from esat.errors import Forbidden, Invalid, NotFound
from esat.production import articles, once, order_forms, orders, things
from esat.production.models import Order
from esat.production.order_act_pages import keep_photos
from esat.production.order_forms import PLACES, UNITS, GenericItems
from esat.production.order_pages import shops
from esat.web import door, forms, htmx

blueprint = Blueprint("new_order", __name__, url_prefix="/commandes")
ACCENTS = {"blue": "basket", "green": "tree", "wine": "book", "ochre": "box-seam"}
"""The pictogram of a workshop, by its accent."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is chosen so far."""

    workshop: Workshop
    client: Client


@blueprint.get("/nouvelle")
@allow("orders.write")
def new() -> Response:
    """Ask for the workshop, then for the client, then for the order itself."""
    by = current_actor()
    mine = shops(by, "orders.write")
    slug = request.args.get("atelier") or (mine[0][0] if len(mine) == 1 else "")
    client_id = request.args.get("client", type=int)
    if not slug:
        return htmx.render(
            "production/new_order_workshop.html",
            workshops=[
                w for w in registry.current().workshops.values() if (w.slug, w.label) in mine
            ],
            client_id=client_id,
            pictograms=ACCENTS,
        )
    workshop = _workshop(slug)
    if client_id is None:
        return htmx.render(
            "production/new_order_client.html",
            "production/_found_clients.html",
            workshop=workshop,
            **_found(),
            may_create=by.can("clients.write"),
        )
    return _form(Draft(workshop, _client(client_id)))


@blueprint.post("/nouvelle")
@allow("orders.write")
def create() -> Response:
    """Open the order with its lines, its articles and its photos: all of it, or nothing."""
    session, by = door.session(), current_actor()
    draft = Draft(
        _workshop(request.form.get("atelier", "")),
        _client(request.form.get("client_id", type=int)),
    )
    sent = once.form_of(request.form.items(multi=True))
    try:
        to = once.run(session, sent, "order.open", lambda: _open(draft), by=by)
    except Invalid as error:
        session.rollback()
        return _form(draft, error.fields, status=422)
    return htmx.go_to(to)


@blueprint.get("/fragments/ligne")
@allow("orders.write")
def line() -> Response:
    """One more line for the form."""
    n = request.args.get("n", order_forms.LINES + 1, type=int)
    return htmx.render("production/_more_line.html", **_line_context(), n=n, values={}, errors={})


def _open(draft: Draft) -> str:
    session, by, now = door.session(), current_actor(), clock.now()
    wanted = articles.recognised(session, order_forms.read_order(request.form, draft.workshop.code))
    order = orders.open_order(session, wanted, by=by, at=now)
    if draft.workshop.order_form is not None:
        draft.workshop.order_form.add_items(session, order, request.form, by=by, at=now)
    else:
        _generic_items(order)
    keep_photos(order)
    return url_for("orders.show", ref=order.ref)


def _generic_items(order: Order) -> None:
    """Articles of a workshop that asks nothing of its own: a kind and how many."""
    given = forms.read(GenericItems, request.form)
    label = order_forms.kind_label(order.workshop, given.kind)
    count = given.count or 0
    for n in range(count):
        named = f"{label} {n + 1}" if count > 1 else label
        things.add_item(door.session(), order, given.kind, named, by=current_actor())


def _form(draft: Draft, errors: dict[str, str] | None = None, *, status: int = 200) -> Response:
    own: dict[str, Any] = {}
    form = draft.workshop.order_form
    if form is not None:
        own = form.context(door.session())
    ours = {
        "workshop": draft.workshop,
        "whose": draft.client,
        "sites": [(s.id, ", ".join(p for p in (s.name, s.town) if p))
                  for s in clients.sites_of(door.session(), draft.client.id)],
        "own_form": form.template if form is not None else "",
        "articles": articles.of_workshop(door.session(), draft.workshop.code),
        "lines": order_forms.numbered(request.form) or range(1, order_forms.LINES + 1),
        "key": once.fresh(),
        "today": clock.today(),
        "values": request.form,
        "errors": errors or {},
        **_line_context(),
    }  # fmt: skip
    return htmx.render("production/new_order.html", status=status, **{**own, **ours})


def _line_context() -> dict[str, Any]:
    return {"units": [(unit, unit) for unit in UNITS], "places": PLACES}


def _found() -> dict[str, Any]:
    """Clients by what is typed; without a word, the first of the list."""
    text = request.args.get("q", "").strip()[:100]
    session = door.session()
    rows = clients.search(session, text, 12) if text else clients.page(session, limit=12).rows
    return {"text": text, "found": rows}


def _workshop(slug: str) -> Workshop:
    """A workshop of the actor's, by its slug."""
    workshop = registry.current().workshop_by_slug(slug)
    if workshop is None:
        raise NotFound("not_found")
    if not current_actor().can("orders.write", workshop=workshop.code):
        raise Forbidden("not_allowed")
    return workshop


def _client(client_id: int | None) -> Client:
    client = None if client_id is None else door.session().get(Client, client_id)
    if client is None:
        raise NotFound("not_found")
    return client
