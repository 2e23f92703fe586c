"""What a person does to an order: confirm, promise, cancel, add an article or a photo."""

from collections.abc import Callable

from flask import Blueprint, Response, request, url_for

from esat.accounts.permissions import allow, current_actor
from esat.errors import EsatError, Invalid, Refused
from esat.files import pages as file_pages
from esat.files import service as files
from esat.files.store import store_of
from esat.production import once, order_detail, order_forms, orders, things
from esat.production.models import Order
from esat.production.order_pages import order_answer
from esat.web import door, forms, htmx

blueprint = Blueprint("order_acts", __name__, url_prefix="/commandes/<ref>")


@blueprint.post("/confirmer")
@allow("orders.write")
def confirm(ref: str) -> Response:
    by = current_actor()
    return _do(ref, "order.confirm", lambda order: orders.confirm(door.session(), order, by=by))


@blueprint.post("/date")
@allow("orders.write")
def promise(ref: str) -> Response:
    """Promise another date; the reason stays in the history."""

    def work(order: Order) -> None:
        given = forms.read(order_forms.PromiseIn, request.form)
        orders.promise(door.session(), order, given.due_on, given.reason, by=current_actor())

    return _do(ref, "order.promise", work, dialog="promise")


@blueprint.post("/annuler")
@allow("orders.write")
def cancel(ref: str) -> Response:
    def work(order: Order) -> None:
        given = forms.read(order_forms.CancelIn, request.form)
        if not given.cause:
            raise Invalid("form_invalid", {"cause": "Écrivez la raison de l’annulation."})
        orders.cancel(door.session(), order, given.cause, by=current_actor())

    return _do(ref, "order.cancel", work, dialog="cancel")


@blueprint.post("/articles")
@allow("orders.write")
def add_item(ref: str) -> Response:
    """One more article, with a code of its own."""

    def work(order: Order) -> None:
        given = forms.read(order_forms.ItemIn, request.form)
        label = given.label or order_forms.kind_label(order.workshop, given.kind)
        things.add_item(
            door.session(), order, given.kind, label, by=current_actor(), quantity=given.quantity
        )

    return _do(ref, "order.add_item", work, dialog="add-item")


@blueprint.post("/photos")
@allow("orders.write")
def add_photos(ref: str) -> Response:
    return _do(ref, "order.add_photos", keep_photos, dialog="photos")


def keep_photos(order: Order) -> None:
    """Keep every photo sent with the form; what is wrong with one is said beside the field."""
    store = store_of(door.house().settings)
    for sent in request.files.getlist("photos"):
        if not sent.filename:
            continue
        upload = file_pages.received(sent)
        try:
            files.attach(
                door.session(), store, upload, by=current_actor(), order_id=orders.key(order)
            )
        except EsatError as error:
            raise Invalid("form_invalid", {"photos": f"{upload.name} : {error.message}"}) from error


def _do(ref: str, action: str, work: Callable[[Order], None], dialog: str = "") -> Response:
    """Do it once and come back to the order; a wrong field shows its dialog again."""
    session, by = door.session(), current_actor()
    order = order_detail.visible(session, ref, by)
    form = once.form_of(request.form.items(multi=True))

    def act() -> str:
        work(order)
        return url_for("orders.show", ref=order.ref)

    try:
        return htmx.go_to(once.run(session, form, action, act, by=by))
    except Refused as refusal:
        session.rollback()
        page = order_detail.order_page(session, order)
        return order_answer(page, {"": refusal.message}, status=409)
    except Invalid as error:
        session.rollback()
        page = order_detail.order_page(session, order)
        return order_answer(page, error.fields, opened=dialog, status=422)
