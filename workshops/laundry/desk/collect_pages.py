"""One deposit on the screen: what it is, how it is paid, what is ready, and its hand-over."""

from collections.abc import Callable

from flask import Blueprint, Response, request, url_for

from esat import clock, texts
from esat.accounts.permissions import allow
from esat.documents import service as documents
from esat.documents.kinds import PAPERS
from esat.errors import Invalid, Refused
from esat.production import deliveries, once, orders
from esat.web import door, forms, htmx
from workshops.laundry.desk import (
    cancelling,
    collecting,
    paper,
    payments,
    pricing,
    reads,
    tariffs,
    words,
)
from workshops.laundry.desk.cancelling import CancelIn
from workshops.laundry.desk.deposits import DESK
from workshops.laundry.desk.pages import own
from workshops.laundry.desk.payments import PaymentIn

blueprint = Blueprint("laundry_collect", __name__, url_prefix="/blanchisserie/guichet/depot/<ref>")


@blueprint.get("")
@allow(DESK)
def show(ref: str) -> Response:
    """The deposit; `preuve=ticket` when its ticket was scanned."""
    return _page(ref)


@blueprint.post("/paiement")
@allow(DESK)
def pay(ref: str) -> Response:
    """Note how it is paid."""
    by = own(DESK)

    def work() -> None:
        session = door.session()
        _, deposit = collecting.visible(session, ref, by, DESK)
        payments.pay(session, deposit, forms.read(PaymentIn, request.form), by=by)

    return _do(ref, "laundry.pay", work, "payment")


@blueprint.post("/remise")
@allow(DESK)
def collect(ref: str) -> Response:
    """Hand over what is ticked."""
    by = own(DESK)

    def work() -> None:
        session = door.session()
        order, _ = collecting.visible(session, ref, by, DESK)
        values = request.form.copy()
        values["order"] = order.ref
        collecting.collect(session, collecting.given(values), by=by)

    return _do(ref, "laundry.fetch", work, "collect")


@blueprint.post("/annulation")
@allow(DESK)
def cancel(ref: str) -> Response:
    """It was written down by mistake."""
    by = own(DESK)

    def work() -> None:
        session = door.session()
        order, _ = collecting.visible(session, ref, by, DESK)
        cancelling.cancel(session, order, forms.read(CancelIn, request.form).cause, by=by)

    return _do(ref, "laundry.cancel", work, "cancel")


def _do(ref: str, action: str, work: Callable[[], None], section: str) -> Response:
    by, session = own(DESK), door.session()
    collecting.visible(session, ref, by, DESK)
    sent = once.form_of(request.form.items(multi=True))
    proof = request.form.get("scanned") or None

    def act() -> str:
        work()
        return url_for("laundry_collect.show", ref=ref, preuve=proof)

    try:
        return htmx.go_to(once.run(session, sent, action, act, by=by))
    except Invalid as error:
        session.rollback()
        fields = error.fields or {"signature": error.message}
        return _page(ref, fields, section, 422)
    except Refused as refusal:
        session.rollback()
        return _page(ref, {"": refusal.message}, section, 409)


def _page(
    ref: str, errors: dict[str, str] | None = None, section: str = "", status: int = 200
) -> Response:
    by, session = own(DESK), door.session()
    order, deposit = collecting.visible(session, ref, by, DESK)
    key = orders.key(order)
    lines = reads.lines(session, key)
    today = clock.today()
    return htmx.render(
        "laundry/desk/collect.html",
        status=status,
        order=order,
        deposit=deposit,
        client=reads.client_of(session, order),
        bracket=paper.bracket_label(session, deposit),
        lines=[(row, paper.notes(row)) for row in lines],
        euros=pricing.euros,
        progress=reads.progress(session, [key])[key],
        units=deliveries.units(session, order, by=by),
        live=order.closed_at is None and order.cancelled_at is None,
        lying=reads.lying(session, key, cancelling.LYING),
        unpaid=texts.sentence("desk_unpaid"),
        payment=payments.state(session, deposit),
        payments=payments.history(session, key),
        kinds=words.KINDS,
        proofs=tuple(words.PROOFS.items()),
        cash_offices=[(name, name) for name in tariffs.cash_offices(session, today)],
        papers=[(d, PAPERS[d.kind].label) for d in documents.of_order(session, key)],
        gone=[(d, reads.collections(session, key).get(d.id or 0, ""))
              for d in deliveries.of_order(session, key)],
        scanned=(request.args.get("preuve") or request.form.get("scanned", "")) == "ticket",
        fresh=request.args.get("fait") == "1",
        may_print=by.can("printing.print", workshop="laundry"),
        today=today,
        key=once.fresh(),
        values=request.form,
        errors=errors or {},
        section=section,
    )  # fmt: skip
