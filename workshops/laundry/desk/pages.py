"""The desk's first page: one field for a ticket, a bag or a name; and a new individual."""

from typing import Annotated

from flask import Blueprint, Response, request, url_for
from pydantic import StringConstraints

from esat import clock
from esat.accounts.pages.edge import device_id
from esat.accounts.permissions import allow, current_actor
from esat.actors import Actor
from esat.clients import service as clients
from esat.clients.forms import ClientIn
from esat.errors import Invalid, NotFound, Refused
from esat.production import counter_reads, once
from esat.web import door, forms, htmx
from esat.web.forms import FormShape, NoControl
from workshops.laundry.desk import collecting, deposits, reads, tariffs
from workshops.laundry.desk.deposits import DESK

blueprint = Blueprint("laundry_desk", __name__, url_prefix="/blanchisserie/guichet")
KNOWN = "client_known"


class PersonIn(FormShape):
    """An individual: a name is enough; nobody needs a phone or a mail to leave his linen."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]
    phone: Annotated[str, StringConstraints(max_length=40), NoControl] = ""
    address: Annotated[str, StringConstraints(max_length=200), NoControl] = ""
    postcode: Annotated[str, StringConstraints(max_length=10), NoControl] = ""
    town: Annotated[str, StringConstraints(max_length=100), NoControl] = ""


@blueprint.get("")
@allow(DESK)
def home() -> Response:
    """A code opens its deposit; a name shows who it may be, and what he left."""
    own(DESK)
    session, text = door.session(), request.args.get("q", "").strip()[:100]
    try:
        found = collecting.by_code(session, text) if text else None
    except Refused as refusal:
        return _home(text, refusal.message, 409)
    if found is None:
        return _home(text)
    # Only the ticket proves whose it is: a bag lies on our own shelf.
    how = "ticket" if collecting.is_ticket(session, text) else None
    return htmx.go_to(url_for("laundry_collect.show", ref=found.ref, preuve=how))


@blueprint.post("/personnes")
@allow(DESK)
def create() -> Response:
    """A new individual, then the form of his deposit; a twin is asked about first."""
    by = own(DESK)
    session, sent = door.session(), once.form_of(request.form.items(multi=True))

    def work() -> str:
        given = forms.read(PersonIn, request.form)
        shape = ClientIn(kind="individual", notify=False, **given.model_dump())
        made = clients.create_client(
            session, shape, by=by, even_if_known=request.form.get("anyway") == "1"
        )
        return url_for("laundry_deposit.new", client=made.id)

    try:
        return htmx.go_to(once.run(session, sent, "laundry.person", work, by=by))
    except Invalid as error:
        session.rollback()
        return _home(request.form.get("name", ""), status=422, errors=error.fields)
    except Refused as refusal:
        if refusal.code != KNOWN:
            raise
        session.rollback()
        return _home(request.form.get("name", ""), status=409, twin=refusal.message)


def own(capability: str) -> Actor:
    """The actor, when the capability is his in the laundry; NotFound for another workshop's."""
    by = current_actor()
    if not by.can(capability, workshop="laundry"):
        raise NotFound("not_found")
    return by


def _home(
    text: str,
    said: str = "",
    status: int = 200,
    *,
    errors: dict[str, str] | None = None,
    twin: str = "",
) -> Response:
    session, today = door.session(), clock.today()
    left = [] if said else collecting.by_name(session, text) if text else collecting.ready(session)
    progress = reads.progress(session, [order.id or 0 for order, _ in left])
    trouble = ""
    try:
        deposits.ready(session, clock.now())
    except Refused as refusal:
        trouble = refusal.message
    return htmx.render(
        "laundry/desk/home.html",
        status=status,
        text=text,
        said=said,
        people=reads.people(session, text) if text and not said else [],
        left=[(order, name, progress[order.id or 0]) for order, name in left],
        most=collecting.FOUND,
        trouble=trouble,
        refusal=tariffs.text_of(session, "refusal", today),
        scan_ms=counter_reads.scan_ms(session, device_id()),
        key=once.fresh(),
        values=request.form,
        errors=errors or {},
        twin=twin,
    )
