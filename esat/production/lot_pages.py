"""Lots by tap: open one with what is ticked, add, take out, split, merge; split an item."""

from flask import Blueprint, Response, request, url_for
from sqlmodel import col, select

from esat import registry
from esat.accounts.permissions import allow, current_actor
from esat.declarations import Workshop
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.production import lots, once, splitting
from esat.production.counter_reads import Thing
from esat.production.floor_forms import LotIn, PartIn, picked
from esat.production.floor_pages import act
from esat.production.models import Item, Lot
from esat.web import door, forms, htmx

blueprint = Blueprint("lots", __name__, url_prefix="/atelier")


@blueprint.post("/lots")
@allow("production.move")
def open_lot() -> Response:
    """A lot of the ticked items, or the ticked lots made one: the button says which."""
    session, by = door.session(), current_actor()
    workshop = _workshop(request.form.get("atelier", ""))
    given = forms.read(LotIn, request.form)
    items, parents = picked(request.form.getlist("pick")), picked(request.form.getlist("lot"))

    def work() -> str:
        if request.form.get("act") == "merge":
            made = splitting.merge(session, [_mine(key, workshop) for key in parents], by=by,
                              label=given.label)  # fmt: skip
        else:
            _check_items(items, workshop)
            made = lots.open_lot(session, workshop.code, given.stage, items, by=by,
                                 label=given.label)  # fmt: skip
        return _address(made)

    form = once.form_of(request.form.items(multi=True))
    return htmx.go_to(once.run(session, form, "lot.open", work, by=by))


@blueprint.post("/lots/ajouter")
@allow("production.move")
def put_in() -> Response:
    """Put the item named by `code` in an open lot of its stage."""

    def work(found: Thing) -> str:
        if found.subject.item_id is None or found.workshop is None:
            raise Refused("not_holdable")
        lot = _mine(request.form.get("lot", 0, type=int), found.workshop)
        lots.put_in(door.session(), lot, [found.subject.item_id], by=current_actor())
        return _address(lot)

    return act("lot.put_in", work)


@blueprint.post("/lots/sortir")
@allow("production.move")
def take_out() -> Response:
    """Take the ticked members out of a lot; they keep their stage."""

    def work(found: Thing) -> None:
        chosen = picked(request.form.getlist("with"))
        if not chosen:
            raise Refused("not_in_lot")
        lots.take_out(door.session(), _lot_of(found), chosen, by=current_actor())

    return act("lot.take_out", work)


@blueprint.post("/lots/separer")
@allow("production.move")
def split() -> Response:
    """The ticked members go on as a lot of their own."""

    def work(found: Thing) -> str:
        chosen = picked(request.form.getlist("with"))
        made = splitting.split(door.session(), _lot_of(found), chosen, by=current_actor())
        return _address(made)

    return act("lot.split", work)


@blueprint.post("/partager")
@allow("production.move")
def split_item() -> Response:
    """A part of an item goes on as an item of its own."""

    def work(found: Thing) -> None:
        given = forms.read(PartIn, request.form)
        splitting.split_item(door.session(), found.subject, given.part, by=current_actor())

    return act("item.split", work, dialog="split")


def _workshop(slug: str) -> Workshop:
    workshop = registry.current().workshop_by_slug(slug)
    if workshop is None:
        raise NotFound("not_found")
    if not current_actor().can("production.move", workshop=workshop.code):
        raise Forbidden("not_allowed")
    return workshop


def _mine(lot_id: int, workshop: Workshop) -> Lot:
    """A lot of that workshop; another's is not found."""
    lot = door.session().get(Lot, lot_id)
    if lot is None or lot.workshop != workshop.code:
        raise NotFound("not_found")
    return lot


def _check_items(items: list[int], workshop: Workshop) -> None:
    """Items of another workshop are not found, before anything is said of them."""
    query = select(Item.workshop).where(col(Item.id).in_(items))
    if any(code != workshop.code for code in door.session().exec(query)):
        raise NotFound("not_found")


def _lot_of(found: Thing) -> Lot:
    if found.workshop is None or found.subject.lot_id is None:
        raise Invalid("form_invalid", {"code": "Ce code n’est pas celui d’un lot."})
    return _mine(found.subject.lot_id, found.workshop)


def _address(lot: Lot) -> str:
    """The page of a lot, by the code it wears."""
    return url_for("floor.thing", code=lots.subject_of(door.session(), lot).code)
