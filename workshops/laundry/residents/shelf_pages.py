"""Garments to mark, pieces that nobody knows, and what is lost: the three lists of the register."""

from typing import Annotated

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat.accounts.permissions import allow, current_actor
from esat.errors import EsatError, Invalid, Refused
from esat.production import codes, once
from esat.web import forms, htmx
from esat.web.forms import Blank, FormShape, Text
from workshops.laundry.residents import (
    garments,
    marking,
    people,
    photos,
    rights,
    search,
    shelf,
)
from workshops.laundry.residents.garment_pages import keep_photos
from workshops.laundry.residents.garments import GarmentIn
from workshops.laundry.residents.models import Garment
from workshops.laundry.residents.pages import Key, do, may_edit, session_for

blueprint = Blueprint("laundry_shelf", __name__, url_prefix="/blanchisserie/residents")


class FoundIn(FormShape):
    found_in: Text = ""


class MatchIn(FormShape):
    """The missing garment that a piece turned out to be."""

    garment: Key
    sure: bool = False


class GiveIn(FormShape):
    """The resident whose piece it is, who did not miss it."""

    client: Annotated[Key | None, Blank] = None
    number: Text = ""
    sure: bool = False


class ScanIn(FormShape):
    code: Text = ""


@blueprint.get("/marquage")
@allow(rights.READ)
def marking_list() -> Response:
    """What is to mark: printed from here, and read once the label is on."""
    return _marking(None, 200)


@blueprint.post("/marquage")
@allow(rights.READ)
def marked() -> Response:
    """A label was read on its garment."""
    session = session_for(rights.READ)
    raw = forms.read(ScanIn, request.form).code
    try:
        garment = marking.mark(session, raw, by=current_actor())
    except EsatError as refusal:
        session.rollback()
        return _marking(("refused", refusal.message), refusal.status)
    said = f"{garment.nature} {garment.colour}".strip()
    return _marking(("ok", f"{said} : marquage enregistré."), 200)


@blueprint.get("/perdus")
@allow(rights.READ)
def lost() -> Response:
    """What is missing, given to somebody else, or not known: three different things."""
    found = search.lost(session_for(rights.READ))
    return htmx.render(
        "laundry/residents/lost.html",
        groups=[
            (how, label, [one for one in found if one.lost == how])
            for how, label in garments.LOST.items()
            if how
        ],
    )


@blueprint.get("/etagere")
@allow(rights.READ)
def shelf_list() -> Response:
    """The shelf of pieces that nobody knows."""
    return _shelf({}, 200)


@blueprint.post("/etagere")
@allow(rights.EDIT)
def put() -> Response:
    """One more piece on the shelf."""

    def work(session: Session) -> str:
        given = forms.read(GarmentIn, request.form)
        where = forms.read(FoundIn, request.form).found_in
        garment, code = shelf.put(session, given, where, by=current_actor())
        keep_photos(session, garment)
        return url_for("laundry_shelf.piece", code=code)

    return do("shelf.put", work, lambda errors, _code, status: _shelf(errors, status))


@blueprint.get("/etagere/<code>")
@allow(rights.READ)
def piece(code: str) -> Response:
    """One piece, and the missing garments that it may be."""
    return _piece(code, {}, "", 200)


@blueprint.post("/etagere/<code>/reconnaitre")
@allow(rights.EDIT)
def recognise(code: str) -> Response:
    """A person says which missing garment it is."""
    one = _the(code)

    def work(session: Session) -> str:
        given = forms.read(MatchIn, request.form)
        missing = garments.the(session, given.garment)
        shelf.recognise(session, one, missing, sure=given.sure, by=current_actor())
        return url_for("laundry_garments.show", code=garments.code_of(session, missing))

    def again(errors: dict[str, str], refusal: str, status: int) -> Response:
        return _piece(code, errors, refusal, status)

    return do(f"shelf.match.{one.resource_id}", work, again)


@blueprint.post("/etagere/<code>/donner")
@allow(rights.EDIT)
def give(code: str) -> Response:
    """A person says whose it is."""
    one = _the(code)

    def work(session: Session) -> str:
        given = forms.read(GiveIn, request.form)
        owner = people.by_number(session, given.client or 0, given.number)
        if owner is None:
            raise Refused("resident_unknown")
        shelf.give(session, one, owner, sure=given.sure, by=current_actor())
        return url_for("laundry_garments.show", code=garments.code_of(session, one))

    def again(errors: dict[str, str], refusal: str, status: int) -> Response:
        return _piece(code, errors, refusal, status)

    return do(f"shelf.give.{one.resource_id}", work, again)


def _the(code: str) -> Garment:
    return garments.by_code(session_for(rights.READ), codes.repair(code))


def _marking(said: tuple[str, str] | None, status: int) -> Response:
    session = session_for(rights.READ)
    to_mark = marking.backlog(session)
    houses: dict[str, list[marking.ToMark]] = {}
    for one in to_mark:
        houses.setdefault(one.client or "Sans client", []).append(one)
    return htmx.render(
        "laundry/residents/marking.html",
        "laundry/residents/_marking.html",
        status,
        houses=houses,
        said=said,
        full=len(to_mark) == marking.MOST,
    )


def _shelf(errors: dict[str, str], status: int) -> Response:
    session = session_for(rights.READ)
    pieces = shelf.on_it(session)
    return htmx.render(
        "laundry/residents/shelf.html",
        status=status,
        pieces=pieces,
        pictures=photos.first_of(session, [one.id for one in pieces]),
        may_edit=may_edit(),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )


def _piece(code: str, errors: dict[str, str], refusal: str, status: int) -> Response:
    session, garment = session_for(rights.READ), _the(code)
    if garment.lost != "unidentified" and not errors:
        return htmx.go_to(url_for("laundry_garments.show", code=code))
    proposals = shelf.proposals(session, garment)
    keys = [garment.resource_id, *(one.garment.id for one in proposals)]
    try:
        chosen = forms.read(GiveIn, request.form)
    except Invalid:
        chosen = GiveIn()
    owner = people.by_number(session, chosen.client or 0, chosen.number)
    return htmx.render(
        "laundry/residents/piece.html",
        status=status,
        garment=garment,
        found=search.one(session, garment.resource_id),
        clients=shelf.clients_of(session, garment),
        every_client=[(one.id, one.name) for one in shelf.houses(session)],
        proposals=proposals,
        pictures=photos.first_of(session, keys),
        own=photos.of(session, garment.resource_id),
        alike=shelf.like(session, owner) if owner and refusal == "resident_alike" else [],
        ask_sure=refusal == "resident_alike",
        may_edit=may_edit(),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )
