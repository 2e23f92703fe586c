"""What clients read of the house and its workshops: one page, one form for each."""

from flask import Blueprint, Response, request, url_for

from esat import registry
from esat.accounts.permissions import allow, current_actor, require
from esat.administration import contacts
from esat.administration.contacts import HOUSE
from esat.administration.forms import ContactIn
from esat.declarations import Workshop
from esat.errors import Forbidden, Invalid, NotFound
from esat.production.stage_settings import MANAGE
from esat.web import door, forms, htmx

blueprint = Blueprint("house_contact", __name__, url_prefix="/administration/maison")


@blueprint.get("")
@allow(MANAGE)
def overview() -> Response:
    """What each client reads now, workshop by workshop."""
    session = door.session()
    return htmx.render(
        "administration/contacts.html",
        house=(HOUSE, door.house().settings.house_name, contacts.own_contact(session, HOUSE)),
        workshops=[(w, contacts.contact(session, w.code)) for w in _mine()],
        may_house=_all_workshops(),
        changes=contacts.changes(session),
        names=_names(),
        fields=contacts.FIELDS,
    )


@blueprint.get("/<scope>")
@allow(MANAGE)
def edit(scope: str) -> Response:
    name = _scope(scope)
    return _editor(scope, name)


@blueprint.post("/<scope>")
@allow(MANAGE)
def keep(scope: str) -> Response:
    name = _scope(scope)
    try:
        given = forms.read(ContactIn, request.form)
        contacts.set_contact(door.session(), scope, given, by=current_actor())
    except Invalid as error:
        return _editor(scope, name, error.fields, status=error.status)
    return htmx.go_to(url_for("house_contact.overview"))


def _editor(
    scope: str, name: str, errors: dict[str, str] | None = None, *, status: int = 200
) -> Response:
    session = door.session()
    return htmx.render(
        "administration/contact_form.html",
        status=status,
        scope=scope,
        name=name,
        own=request.form if errors else contacts.own_contact(session, scope),
        inherited=None if scope == HOUSE else contacts.own_contact(session, HOUSE),
        errors=errors or {},
    )


def _scope(scope: str) -> str:
    """The name of what is edited; the house itself is for those of every workshop."""
    if scope == HOUSE:
        if not _all_workshops():
            raise Forbidden("not_allowed")
        return door.house().settings.house_name
    if scope not in registry.current().workshops:
        raise NotFound("not_found")
    require(MANAGE, workshop=scope)
    return registry.current().workshops[scope].label


def _all_workshops() -> bool:
    return current_actor().workshops is None


def _mine() -> list[Workshop]:
    by = current_actor()
    return [w for w in registry.current().workshops.values() if by.can(MANAGE, workshop=w.code)]


def _names() -> dict[str, str]:
    named = {code: workshop.label for code, workshop in registry.current().workshops.items()}
    return {HOUSE: door.house().settings.house_name, **named}
