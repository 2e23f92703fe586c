"""Labels on the screen: one as a picture, a PDF or ZPL; those of an order, singly or on A4."""

from typing import cast

from flask import Blueprint, Response, make_response, request

from esat.accounts.permissions import allow, current_actor
from esat.errors import NotFound
from esat.printing import asking, reach, service, wanted, wording
from esat.printing.service import PRINT, Format
from esat.production import order_detail
from esat.production.models import Order
from esat.web import door, htmx
from labels import GRIDS, Label

DENSITIES = (203, 300, 600)
POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
blueprint = Blueprint("printing", __name__, url_prefix="/impressions")


@blueprint.get("/etiquette/<code>.<kind>")
@allow(PRINT)
def label(code: str, kind: str) -> Response:
    """One label, true to size; `?gabarit=` asks for another layout."""
    if kind not in service.TYPES:
        raise NotFound("not_found")
    session = door.session()
    subject = reach.subject_of(session, code, current_actor())
    asked = request.args.get("gabarit", "")
    layout = wording.layout_named(session, asked) if asked else None
    made = [wording.label_of(session, subject, layout)]
    return file_answer(service.rendered(made, cast("Format", kind), _dpi()), kind, code.upper())


@blueprint.get("/commande/<ref>")
@allow(PRINT)
def of_order(ref: str) -> Response:
    """What may be printed of an order, each label seen before it leaves."""
    order = _order(ref)
    labels = service.labels_of_order(door.session(), order)
    return htmx.render(
        "printing/order.html",
        order=order,
        labels=labels,
        places=wanted.places(door.session(), current_actor()),
        layouts=[(one.code, one.label) for one in wording.layouts(door.session()).values()],
        again=asking.printed_before(door.session(), [label.code for label in labels]),
    )


@blueprint.get("/commande/<ref>.pdf")
@allow(PRINT)
def order_pdf(ref: str) -> Response:
    """All the labels of an order: a page each, or on A4 sheets (`?planche=24&debut=1`)."""
    order, grid = _order(ref), request.args.get("planche", "")
    if not grid:
        labels = _some(service.labels_of_order(door.session(), order))
        return file_answer(service.rendered(labels, "pdf"), "pdf", f"Étiquettes {order.ref}")
    labels = _some(service.labels_of_order(door.session(), order, _layout_of(grid)))
    start = request.args.get("debut", 1, type=int)
    return file_answer(service.sheet(labels, grid, start), "pdf", f"Planche {order.ref}")


def _order(ref: str) -> Order:
    return order_detail.visible(door.session(), ref, current_actor(), PRINT)


def _layout_of(grid: str) -> str:
    return f"sheet{grid}" if grid in GRIDS else ""


def _some(labels: list[Label]) -> list[Label]:
    if not labels:
        raise NotFound("labels_none")
    return labels


def _dpi() -> int:
    asked = request.args.get("dpi", DENSITIES[0], type=int)
    return asked if asked in DENSITIES else DENSITIES[0]


def file_answer(data: bytes, kind: str, name: str) -> Response:
    response = make_response(data)
    response.headers["Content-Type"] = service.TYPES[kind]
    safe = name.encode("ascii", "ignore").decode()
    response.headers.set("Content-Disposition", "inline", filename=f"{safe}.{kind}")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response
