"""The register of the residents' linen: one search, a client's residents, one resident."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from flask import Blueprint, Response, request, url_for
from pydantic import Field
from sqlmodel import Session

from esat.accounts.permissions import allow, current_actor
from esat.clients import reads as clients
from esat.clients.models import Client
from esat.errors import Invalid, NotFound, Refused
from esat.production import codes, once
from esat.web import door, forms, htmx
from esat.web.forms import Blank, FormShape, Text
from esat.web.keys import LARGEST
from workshops.laundry.residents import (
    garments,
    links,
    marking_rules,
    people,
    reads,
    rights,
    search,
)
from workshops.laundry.residents.garments import GarmentIn
from workshops.laundry.residents.marking_rules import RuleIn
from workshops.laundry.residents.people import ResidentIn

blueprint = Blueprint("laundry_residents", __name__, url_prefix="/blanchisserie/residents")
Key = Annotated[int, Field(ge=1, le=LARGEST)]
Again = Callable[[dict[str, str], str, int], Response]


class SearchIn(FormShape):
    q: Text = ""
    client: Annotated[Key | None, Blank] = None


class LeftIn(FormShape):
    left_on: date


class CodeIn(FormShape):
    code: Text = ""
    """A pre-printed label, scanned; empty for a new code."""


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """One field finds a garment by anything that is known of it."""
    session = session_for(rights.READ)
    try:
        asked = forms.read(SearchIn, request.args)
    except Invalid:
        asked = SearchIn()
    # A lone letter would list the house: it is waited for the second one.
    words = asked.q if len(asked.q) > 1 else ""
    found = search.search(session, words, asked.client) if words else []
    return htmx.render(
        "laundry/residents/index.html",
        "laundry/residents/_found.html",
        asked=asked,
        found=found[: search.PAGE],
        more=len(found) > search.PAGE,
        houses=reads.houses(session),
        others=clients.search(session, words, 8) if words and not found else (),
    )


@blueprint.get("/client/<int:client_id>")
@allow(rights.READ)
def house(client_id: int) -> Response:
    """A client's residents, its marking rule and its links."""
    return _house(client_id, {}, "", 200)


@blueprint.post("/client/<int:client_id>/residents")
@allow(rights.EDIT)
def add(client_id: int) -> Response:
    """A new resident."""

    def work(session: Session) -> str:
        given = forms.read(ResidentIn, request.form)
        made = people.add(session, client_id, given, by=current_actor())
        return url_for("laundry_residents.resident", resident_id=made.id)

    return do(f"resident.add.{client_id}", work, again_house(client_id, "add"))


@blueprint.post("/client/<int:client_id>/regle")
@allow(rights.EDIT)
def rule(client_id: int) -> Response:
    """A further marking rule."""
    the_client(client_id)

    def work(session: Session) -> str:
        given = forms.read(RuleIn, request.form)
        marking_rules.follow(session, client_id, given, by=current_actor())
        return url_for("laundry_residents.house", client_id=client_id)

    return do(f"resident.rule.{client_id}", work, again_house(client_id, "rule"))


@blueprint.get("/<int:resident_id>")
@allow(rights.READ)
def resident(resident_id: int) -> Response:
    """One resident and the whole trousseau."""
    return _resident(resident_id, {}, "", 200)


@blueprint.post("/<int:resident_id>")
@allow(rights.EDIT)
def change(resident_id: int) -> Response:
    """Correct a resident."""

    def work(session: Session) -> str:
        one = people.the(session, resident_id)
        people.change(session, one, forms.read(ResidentIn, request.form), by=current_actor())
        return url_for("laundry_residents.resident", resident_id=resident_id)

    return do(f"resident.change.{resident_id}", work, _again_one(resident_id, "change"))


@blueprint.post("/<int:resident_id>/depart")
@allow(rights.EDIT)
def leave(resident_id: int) -> Response:
    """The resident left."""

    def work(session: Session) -> str:
        one = people.the(session, resident_id)
        people.leave(session, one, forms.read(LeftIn, request.form).left_on, by=current_actor())
        return url_for("laundry_residents.resident", resident_id=resident_id)

    return do(f"resident.leave.{resident_id}", work, _again_one(resident_id, "leave"))


@blueprint.post("/<int:resident_id>/retour")
@allow(rights.EDIT)
def come_back(resident_id: int) -> Response:
    """The departure was a mistake."""

    def work(session: Session) -> str:
        people.come_back(session, people.the(session, resident_id), by=current_actor())
        return url_for("laundry_residents.resident", resident_id=resident_id)

    return do(f"resident.back.{resident_id}", work, _again_one(resident_id, ""))


@blueprint.post("/<int:resident_id>/vetements")
@allow(rights.EDIT)
def register(resident_id: int) -> Response:
    """A new garment of a resident."""

    def work(session: Session) -> str:
        one = people.the(session, resident_id)
        given, typed = forms.read(GarmentIn, request.form), forms.read(CodeIn, request.form).code
        code = codes.repair(typed) or None
        _, worn = garments.register(session, given, by=current_actor(), resident=one, code=code)
        return url_for("laundry_garments.show", code=worn)

    return do(f"garment.register.{resident_id}", work, _again_one(resident_id, "register"))


def do(action: str, work: Callable[[Session], str], again: Again) -> Response:
    """Do it once and go where it ended; what is wrong is said with the form as it was filled."""
    session, by = session_for(rights.READ), current_actor()
    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(
            once.run(session, sent, f"laundry.{action}", lambda: work(session), by=by)
        )
    except Refused as refusal:
        session.rollback()
        return again({"_": refusal.message}, refusal.code, 409)
    except Invalid as error:
        session.rollback()
        return again(error.fields or {"_": error.message}, "", 422)


def session_for(capability: str) -> Session:
    """The session of who holds the right in the laundry itself."""
    rights.require(current_actor(), capability)
    return door.session()


def may_edit() -> bool:
    return current_actor().can(rights.EDIT, workshop=rights.WORKSHOP)


def again_house(client_id: int, form: str) -> Again:
    return lambda errors, code, status: _house(client_id, errors, form, status, code)


def _again_one(resident_id: int, form: str) -> Again:
    return lambda errors, code, status: _resident(resident_id, errors, form, status, code)


def the_client(client_id: int) -> Client:
    found = session_for(rights.READ).get(Client, client_id)
    if found is None:
        raise NotFound("not_found")
    return found


def _house(
    client_id: int, errors: dict[str, str], opened: str, status: int, refusal: str = ""
) -> Response:
    session, client = session_for(rights.READ), the_client(client_id)
    settings = door.house().settings
    return htmx.render(
        "laundry/residents/house.html",
        status=status,
        client=client,
        residents=people.of_client(session, client_id),
        rules=marking_rules.history(session, client_id),
        levels=marking_rules.LEVELS,
        links=[(one, links.address(settings, one)) for one in links.of_client(session, client_id)]
        if may_edit()
        else [],
        alike=_alike(session, client_id) if refusal == "resident_alike" else [],
        may_edit=may_edit(),
        key=once.fresh(),
        values=request.form,
        errors=errors,
        opened=opened,
    )


def _resident(
    resident_id: int, errors: dict[str, str], opened: str, status: int, refusal: str = ""
) -> Response:
    session = session_for(rights.READ)
    one = people.the(session, resident_id)
    name = (one.last_name, one.first_name)
    like = people.alike(session, one.client_id, name, one.id) if one.purged_at is None else []
    if refusal == "resident_alike":
        like = _alike(session, one.client_id, one.id)
    return htmx.render(
        "laundry/residents/resident.html",
        status=status,
        resident=one,
        client=session.get_one(Client, one.client_id),
        garments=search.of_resident(session, resident_id),
        alike=like,
        wear=garments.WEAR,
        may_edit=may_edit(),
        ask_sure=refusal == "resident_alike",
        key=once.fresh(),
        values=request.form,
        errors=errors,
        opened=opened,
    )


def _alike(session: Session, client_id: int, but: int | None = None) -> list[people.Alike]:
    """Who bears a name like the one that was just typed."""
    name = (request.form.get("last_name", "").strip(), request.form.get("first_name", "").strip())
    return people.alike(session, client_id, name, but)
