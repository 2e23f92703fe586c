"""The pages of a client's contacts and delivery sites; rules are in `places`."""

from collections.abc import Mapping

from flask import Blueprint, Response, request, url_for

from esat.accounts.permissions import allow, current_actor
from esat.clients import places, service
from esat.clients.forms import ContactIn, SiteIn
from esat.clients.pages import ticks
from esat.errors import Invalid
from esat.web import door, forms, htmx

blueprint = Blueprint("client_places", __name__, url_prefix="/clients/<int:client_id>")

CONTACT = "clients/contact_form.html"
SITE = "clients/site_form.html"


@blueprint.get("/contacts/nouveau")
@allow("clients.write")
def new_contact(client_id: int) -> Response:
    return _form(CONTACT, client_id, {"notify": True})


@blueprint.post("/contacts/nouveau")
@allow("clients.write")
def create_contact(client_id: int) -> Response:
    try:
        given = forms.read(ContactIn, ticks(request.form, "notify"))
        places.add_contact(door.session(), client_id, given, by=current_actor())
    except Invalid as error:
        return _form(CONTACT, client_id, request.form.to_dict(), error.fields)
    return _back(client_id)


@blueprint.get("/contacts/<int:contact_id>")
@allow("clients.write")
def edit_contact(client_id: int, contact_id: int) -> Response:
    contact = places.the_contact(door.session(), client_id, contact_id)
    return _form(CONTACT, client_id, contact.model_dump(), part_id=contact_id)


@blueprint.post("/contacts/<int:contact_id>")
@allow("clients.write")
def update_contact(client_id: int, contact_id: int) -> Response:
    try:
        given = forms.read(ContactIn, ticks(request.form, "notify"))
        places.update_contact(door.session(), client_id, contact_id, given, by=current_actor())
    except Invalid as error:
        sent = request.form.to_dict()
        return _form(CONTACT, client_id, sent, error.fields, part_id=contact_id)
    return _back(client_id)


@blueprint.post("/contacts/<int:contact_id>/archiver")
@allow("clients.write")
def archive_contact(client_id: int, contact_id: int) -> Response:
    places.archive_contact(door.session(), client_id, contact_id, by=current_actor())
    return _back(client_id)


@blueprint.get("/lieux/nouveau")
@allow("clients.write")
def new_site(client_id: int) -> Response:
    return _form(SITE, client_id, {})


@blueprint.post("/lieux/nouveau")
@allow("clients.write")
def create_site(client_id: int) -> Response:
    try:
        given = forms.read(SiteIn, request.form)
        places.add_site(door.session(), client_id, given, by=current_actor())
    except Invalid as error:
        return _form(SITE, client_id, request.form.to_dict(), error.fields)
    return _back(client_id)


@blueprint.get("/lieux/<int:site_id>")
@allow("clients.write")
def edit_site(client_id: int, site_id: int) -> Response:
    site = places.the_site(door.session(), client_id, site_id)
    return _form(SITE, client_id, site.model_dump(), part_id=site_id)


@blueprint.post("/lieux/<int:site_id>")
@allow("clients.write")
def update_site(client_id: int, site_id: int) -> Response:
    try:
        given = forms.read(SiteIn, request.form)
        places.update_site(door.session(), client_id, site_id, given, by=current_actor())
    except Invalid as error:
        return _form(SITE, client_id, request.form.to_dict(), error.fields, part_id=site_id)
    return _back(client_id)


@blueprint.post("/lieux/<int:site_id>/archiver")
@allow("clients.write")
def archive_site(client_id: int, site_id: int) -> Response:
    places.archive_site(door.session(), client_id, site_id, by=current_actor())
    return _back(client_id)


def _back(client_id: int) -> Response:
    return htmx.go_to(url_for("clients.show", client_id=client_id))


def _form(
    template: str,
    client_id: int,
    values: Mapping[str, object],
    errors: dict[str, str] | None = None,
    *,
    part_id: int | None = None,
) -> Response:
    """The form, empty, filled, or with what is wrong in it."""
    return htmx.render(
        template,
        status=422 if errors else 200,
        client=service.current(door.session(), client_id),
        values=values,
        errors=errors or {},
        part_id=part_id,
    )
