"""The page of one garment: what it is, whose, where it is, and what may be said of it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import EsatError, Invalid, Refused
from esat.files import pages as file_pages
from esat.files.store import store_of
from esat.production import codes, once
from esat.web import door, forms, htmx
from esat.web.forms import Blank, FormShape, Text
from workshops.laundry.residents import (
    garments,
    marking,
    people,
    photos,
    reads,
    rights,
    search,
)
from workshops.laundry.residents.garments import GarmentIn
from workshops.laundry.residents.models import Garment, Resident
from workshops.laundry.residents.pages import do, may_edit, session_for

blueprint = Blueprint("laundry_garments", __name__, url_prefix="/blanchisserie/residents/vetement")


class LostIn(FormShape):
    """How it is lost, since which day, and what is known."""

    how: Literal["missing", "misdelivered"]
    since: Annotated[date | None, Blank] = None
    note: Text = ""


class WordsIn(FormShape):
    """The words of each form of the page, under names of their own: no two fields are one."""

    found: Text = ""
    seen: Text = ""
    label: Text = ""
    reason: Text = ""


class NumberIn(FormShape):
    """A resident by number, at the garment's client."""

    number: Text = ""
    sure: bool = False


@blueprint.get("/<code>")
@allow(rights.READ)
def show(code: str) -> Response:
    """One garment."""
    return _page(code, {}, "", 200)


@blueprint.post("/<code>/decrire")
@allow(rights.EDIT)
def describe(code: str) -> Response:
    """Correct what it is."""

    def work(session: Session, one: Garment) -> None:
        garments.describe(session, one, forms.read(GarmentIn, request.form), by=current_actor())

    return _do(code, "describe", work)


@blueprint.post("/<code>/attribuer")
@allow(rights.EDIT)
def assign(code: str) -> Response:
    """Give it to another resident of the same client."""

    def work(session: Session, one: Garment) -> None:
        given = forms.read(NumberIn, request.form)
        client_id = garments.client_of(session, one)
        owner = None if client_id is None else people.by_number(session, client_id, given.number)
        if owner is None:
            raise Invalid("form_invalid", {"number": "Aucun résident n’a ce numéro ici."})
        name = (owner.last_name, owner.first_name)
        if not given.sure and people.alike(session, owner.client_id, name, owner.id):
            raise Refused("resident_alike")
        garments.assign(session, one, owner, by=current_actor())

    return _do(code, "assign", work)


@blueprint.post("/<code>/perdu")
@allow(rights.READ)
def lose(code: str) -> Response:
    """The client misses it, or somebody else has it."""

    def work(session: Session, one: Garment) -> None:
        given = forms.read(LostIn, request.form)
        since = _moment(given.since)
        garments.declare_lost(session, one, given.how, since, given.note, by=current_actor())

    return _do(code, "lose", work)


@blueprint.post("/<code>/retrouve")
@allow(rights.READ)
def find(code: str) -> Response:
    """It is back."""

    def work(session: Session, one: Garment) -> None:
        note = forms.read(WordsIn, request.form).found
        garments.found(session, one, note, by=current_actor())

    return _do(code, "find", work)


@blueprint.post("/<code>/degat")
@allow(rights.READ)
def damage(code: str) -> Response:
    """A damage seen since it came."""

    def work(session: Session, one: Garment) -> None:
        garments.damage(session, one, forms.read(WordsIn, request.form).seen, by=current_actor())

    return _do(code, "damage", work)


@blueprint.post("/<code>/photo")
@allow(rights.READ)
def add_photo(code: str) -> Response:
    """Photographs of it."""

    def work(session: Session, one: Garment) -> None:
        if not any(sent.filename for sent in request.files.getlist("photos")):
            raise Invalid("form_invalid", {"photos": "Prenez ou choisissez une photo."})
        keep_photos(session, one)

    return _do(code, "photo", work)


@blueprint.post("/<code>/etiquette")
@allow(rights.READ)
def mark_again(code: str) -> Response:
    """Its label is to be made again."""

    def work(session: Session, one: Garment) -> None:
        why = forms.read(WordsIn, request.form).label
        marking.mark_again(session, one, why, by=current_actor())

    return _do(code, "label", work)


@blueprint.post("/<code>/retirer")
@allow(rights.EDIT)
def retire(code: str) -> Response:
    """It serves no more."""

    def work(session: Session, one: Garment) -> None:
        garments.retire(session, one, forms.read(WordsIn, request.form).reason, by=current_actor())

    return _do(code, "retire", work)


@blueprint.get("/photo/<int:photo_id>")
@allow(rights.READ)
def photo(photo_id: int) -> Response:
    """The bytes of a photograph, small when asked so."""
    session = session_for(rights.READ)
    return file_pages.answer(photos.file_of(session, photo_id), small="petite" in request.args)


def keep_photos(session: Session, one: Garment) -> None:
    """Keep the photographs that came with a form; what is wrong with one is said beside them."""
    store = store_of(door.house().settings)
    for sent in request.files.getlist("photos"):
        if not sent.filename:
            continue
        upload = file_pages.received(sent)
        try:
            photos.keep(session, store, one, upload, by=current_actor())
        except EsatError as error:
            raise Invalid("form_invalid", {"photos": f"{upload.name} : {error.message}"}) from error


def _do(code: str, act: str, work: Callable[[Session, Garment], None]) -> Response:
    garment = garments.by_code(session_for(rights.READ), codes.repair(code))
    here = url_for("laundry_garments.show", code=code)

    def doing(session: Session) -> str:
        work(session, garment)
        return here

    def again(errors: dict[str, str], refusal: str, status: int) -> Response:
        return _page(code, errors, act, status, refusal)

    return do(f"garment.{act}.{garment.resource_id}", doing, again)


def _page(
    code: str, errors: dict[str, str], opened: str, status: int, refusal: str = ""
) -> Response:
    session = session_for(rights.READ)
    garment = garments.by_code(session, codes.repair(code))
    found = search.one(session, garment.resource_id)
    owner = session.get(Resident, garment.resident_id or 0)
    return htmx.render(
        "laundry/residents/garment.html",
        status=status,
        garment=garment,
        found=found,
        owner=owner,
        pictures=photos.of(session, garment.resource_id),
        steps=reads.history(session, garment.resource_id),
        wear=garments.WEAR,
        lost_words=garments.LOST,
        may_edit=may_edit(),
        ask_sure=refusal == "resident_alike",
        today=clock.today(),
        key=once.fresh(),
        values=request.form,
        errors=errors,
        opened=opened,
    )


def _moment(on: date | None) -> datetime:
    """Today is now; another day is its noon in Paris."""
    now = clock.now()
    if on is None or on == clock.today():
        return now
    return datetime.combine(on, time(), clock.PARIS) + timedelta(hours=12)
