"""The pages of clients: list and search, one client, his form; rules are in `service`."""

from collections.abc import Mapping

from flask import Blueprint, Response, request, url_for
from werkzeug.datastructures import MultiDict

from esat.accounts.permissions import allow, current_actor
from esat.clients import reads, service
from esat.clients.forms import CATEGORIES, COMMITMENT_RULES, FIELD_LABELS, KINDS, ClientIn
from esat.clients.models import Client
from esat.errors import Invalid, Refused
from esat.web import door, forms, htmx

blueprint = Blueprint("clients", __name__, url_prefix="/clients")

CHOICES = {
    "kinds": tuple(KINDS.items()),
    "categories": tuple(CATEGORIES.items()),
    "commitment_rules": tuple(COMMITMENT_RULES.items()),
}
VALUE_LABELS = {
    **KINDS,
    **CATEGORIES,
    **COMMITMENT_RULES,
    "derive": "déduit du SIREN",
    "declared": "donné par le client",
}
KNOWN = {"client_siret_known", "client_known"}


@blueprint.app_template_filter("client_category")
def category_label(code: str) -> str:
    """The French label of a category; a category of the old file stands as it was written."""
    return CATEGORIES.get(code, code)


@blueprint.app_template_filter("client_field")
def field_label(field: str) -> str:
    """The French word of a changed field; « contact.3.phone » is the phone of a contact."""
    parts = field.split(".")
    return " · ".join(FIELD_LABELS.get(part, part) for part in parts if not part.isdigit())


@blueprint.app_template_filter("client_value")
def value_label(value: str) -> str:
    """The French word of a value that is a code; any other text stands as it is."""
    return VALUE_LABELS.get(value, value)


@blueprint.get("")
@allow("clients.read")
def index() -> Response:
    """The search field, and under it what was found or the list."""
    text = request.args.get("q", "").strip()[:100]
    archived = request.args.get("archives") == "1"
    after = request.args.get("apres", type=int)
    session = door.session()
    if text:
        found = reads.ClientList(reads.search(session, text), None)
    else:
        found = reads.page(session, after=after, archived=archived)
    return htmx.render(
        "clients/index.html",
        "clients/_list.html",
        found=found,
        text=text,
        archived=archived,
        after=after,
        total=reads.count(session),
        may_write=_may_write(),
    )


@blueprint.get("/nouveau")
@allow("clients.write")
def new() -> Response:
    return _form({"notify": True, "kind": "organisation", "commitment_rule": "none"})


@blueprint.post("/nouveau")
@allow("clients.write")
def create() -> Response:
    """Create, or show the form again with what is wrong; a twin is asked about first."""
    sent = request.form
    try:
        given = forms.read(ClientIn, ticks(sent, "notify"))
        client = service.create_client(
            door.session(), given, by=current_actor(), even_if_known=sent.get("anyway") == "1"
        )
    except Invalid as error:
        return _form(sent.to_dict(), error.fields, status=422)
    except Refused as error:
        if error.code not in KNOWN:
            raise
        return _form(sent.to_dict(), twin=error.message, status=409)
    return htmx.go_to(url_for("clients.show", client_id=client.id))


@blueprint.get("/<int:client_id>")
@allow("clients.read")
def show(client_id: int) -> Response:
    client = service.known(door.session(), client_id)
    return htmx.render(
        "clients/client.html",
        page=reads.client_page(door.session(), client),
        may_write=_may_write(),
        sees_orders=current_actor().can("orders.read"),
        rules=COMMITMENT_RULES,
        kinds=KINDS,
    )


@blueprint.get("/<int:client_id>/modifier")
@allow("clients.write")
def edit(client_id: int) -> Response:
    client = service.current(door.session(), client_id)
    return _form(client.model_dump(), client=client)


@blueprint.post("/<int:client_id>/modifier")
@allow("clients.write")
def update(client_id: int) -> Response:
    try:
        given = forms.read(ClientIn, ticks(request.form, "notify"))
        service.update_client(door.session(), client_id, given, by=current_actor())
    except Invalid as error:
        client = service.current(door.session(), client_id)
        return _form(request.form.to_dict(), error.fields, client=client, status=422)
    return htmx.go_to(url_for("clients.show", client_id=client_id))


@blueprint.post("/<int:client_id>/archiver")
@allow("clients.write")
def archive(client_id: int) -> Response:
    service.archive_client(door.session(), client_id, by=current_actor())
    return htmx.go_to(url_for("clients.show", client_id=client_id))


@blueprint.post("/<int:client_id>/reprendre")
@allow("clients.write")
def restore(client_id: int) -> Response:
    service.restore_client(door.session(), client_id, by=current_actor())
    return htmx.go_to(url_for("clients.show", client_id=client_id))


def ticks(sent: MultiDict[str, str], *names: str) -> MultiDict[str, str]:
    """The form with an empty text for each box left unticked, which a browser does not send."""
    whole = MultiDict(sent)
    for name in names:
        whole.setdefault(name, "")
    return whole


def _may_write() -> bool:
    return current_actor().can("clients.write")


def _form(
    values: Mapping[str, object],
    errors: dict[str, str] | None = None,
    *,
    client: Client | None = None,
    twin: str = "",
    status: int = 200,
) -> Response:
    return htmx.render(
        "clients/form.html",
        status=status,
        values=values,
        errors=errors or {},
        client=client,
        twin=twin,
        **CHOICES,
    )
