"""What comes back after it was delivered: scanned, with its reason and what becomes of it."""

from datetime import timedelta

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor, require
from esat.errors import EsatError, Invalid, Refused
from esat.production import barcodes, once
from esat.web import door, forms, htmx
from workshops.laundry.dispatch import returns, scope
from workshops.laundry.dispatch.forms import ReturnIn
from workshops.laundry.dispatch.returns import REASONS, TO, Back
from workshops.laundry.stages import MACHINE

blueprint = Blueprint("laundry_returns", __name__, url_prefix="/blanchisserie/retours")
SHOWN = timedelta(days=14)
ASKED = {
    "code": "Scannez ce qui est revenu.",
    "reason": "Choisissez la raison.",
    "to": "Dites ce que devient le linge.",
}


@blueprint.get("")
@allow(scope.DISPATCH)
def index() -> Response:
    """The form, and what came back these days."""
    return _page()


@blueprint.post("")
@allow(scope.DISPATCH)
def take_back() -> Response:
    """Something came back."""
    require(scope.DISPATCH, workshop="laundry")
    session, by = door.session(), current_actor()
    form = once.form_of(request.form.items(multi=True))

    def work() -> str:
        missing = {
            name: ask for name, ask in ASKED.items() if not request.form.get(name, "").strip()
        }
        if missing:
            raise Invalid("form_invalid", missing)
        given = forms.read(ReturnIn, request.form)
        code = request.form["code"].strip()[:64]
        back = Back(code, given.reason, given.to, given.note, given.kg, given.pieces)
        made = returns.take_back(session, back, by=by)
        return url_for("laundry_returns.index", revenu=made.id)

    try:
        return htmx.go_to(once.run(session, form, "laundry.return", work, by=by))
    except (Invalid, Refused) as error:
        session.rollback()
        return _page(error)


def _page(error: EsatError | None = None) -> Response:
    require(scope.DISPATCH, workshop="laundry")
    session = door.session()
    found = returns.since(session, clock.now() - SHOWN)
    return htmx.render(
        "laundry/dispatch/returns.html",
        status=error.status if error else 200,
        reasons=tuple(REASONS.items()),
        fates=tuple(TO.items()),
        rows_of=[
            (row, item, REASONS[row.reason], MACHINE.stage(item.stage).label,
             barcodes.of(session, item_id=item.id or 0)
             or barcodes.of(session, resource_id=item.resource_id or 0) or "")
            for row, item in found
        ],
        done=request.args.get("revenu", type=int),
        key=once.fresh(),
        refusal=error.message if isinstance(error, Refused) else "",
        errors=error.fields if isinstance(error, Invalid) else {},
        values=request.form,
    )  # fmt: skip
