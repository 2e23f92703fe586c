"""The packing bench: per client what is folded, what is still on its way, and its parcels."""

from flask import Blueprint, Response, request, url_for

from esat.accounts.permissions import allow, current_actor, require
from esat.clients.models import Client
from esat.errors import EsatError, Invalid, Refused
from esat.production import barcodes, once, orders
from esat.production.models import Order
from esat.web import door, htmx
from workshops.laundry.dispatch import (
    balance,
    bench,
    counted,
    forms,
    gaps,
    labels,
    linen,
    packing,
    reads,
    scope,
)
from workshops.laundry.dispatch.packing import Packing
from workshops.laundry.intake import items
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Family

blueprint = Blueprint("laundry_packing", __name__, url_prefix="/blanchisserie/emballage")


@blueprint.get("")
@allow(scope.DISPATCH)
def index() -> Response:
    """The orders with something to pack, the most urgent first."""
    require(scope.DISPATCH, workshop="laundry")
    return htmx.render("laundry/dispatch/packing.html", found=reads.to_pack(door.session()))


@blueprint.get("/<ref>")
@allow(scope.DISPATCH)
def show(ref: str) -> Response:
    """The bench of one order."""
    return _page(scope.order_of(door.session(), ref, current_actor()))


@blueprint.post("/<ref>")
@allow(scope.DISPATCH)
def pack(ref: str) -> Response:
    """Make one parcel, once however often the form is sent."""
    session, by = door.session(), current_actor()
    order = scope.order_of(session, ref, by)
    form = once.form_of(request.form.items(multi=True))
    families = versions.in_force(session, Family, "code")

    def work() -> str:
        articles = counted.of_client(session, order.client_id)
        ticked = request.form.getlist("linen")
        given = bench.read(order.ref, request.form, ticked, families, articles)
        wanted = linen.by_codes(session, given.linen if given.linen != "all" else {})
        done = packing.pack(
            session, order, Packing(forms.parcels(given.parcels, {}), wanted, given.reason), by=by
        )
        return url_for("laundry_packing.show", ref=order.ref, colis=done.codes[0])

    try:
        return htmx.go_to(once.run(session, form, f"laundry.pack.{order.ref}", work, by=by))
    except (Invalid, Refused) as error:
        session.rollback()
        return _page(scope.order_of(session, ref, by), error)


def _page(order: Order, error: EsatError | None = None) -> Response:
    session, key = door.session(), orders.key(order)
    ready = linen.ready(session, order)
    parcels = reads.parcels_of(session, key)
    rows = items.rows(session, [item.id or 0 for item in (*ready, *parcels)])
    codes = {
        item.id: barcodes.of(session, item_id=item.id or 0) or "" for item in (*ready, *parcels)
    }
    here = {row.family_code for row in rows.values()}
    families = sorted(versions.in_force(session, Family, "code"), key=lambda f: f.position)
    return htmx.render(
        "laundry/dispatch/bench.html",
        status=error.status if error else 200,
        order=order,
        client=session.get_one(Client, order.client_id),
        ready=[(item, codes[item.id], rows.get(item.id or 0)) for item in ready],
        parcels=[(item, codes[item.id], labels.words(rows.get(item.id or 0))) for item in parcels],
        families=sorted(families, key=lambda f: f.code not in here),
        likely={family.code for family in families if family.code in here},
        articles=counted.of_client(session, order.client_id),
        names={family.code: family.label for family in families},
        missing=reads.missing_of(session, key),
        held=reads.held_of(session, [key]),
        balance=balance.of_order(session, key),
        gap=next(iter(gaps.of_order(session, key)), None),
        gap_words=gaps.row_in_words,
        made=request.args.get("colis", "")[:20],
        key=once.fresh(),
        errors=error.fields if isinstance(error, Invalid) else {},
        refusal=error if isinstance(error, Refused) else None,
        ask_reason=(error is not None and error.code == "gap_reason") or request.form.get("reason"),
        values=request.form,
    )
