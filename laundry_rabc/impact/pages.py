"""The impact pages: ask, look at what was touched, hold and keep it, tell each client."""

from typing import Annotated, Any, Final

from flask import Blueprint, Response, request, url_for
from pydantic import StringConstraints
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor, require
from esat.errors import Invalid, NotFound, Refused
from esat.production import once
from esat.web import door, forms, htmx
from esat.web.forms import FormShape, LongText, NoControl
from laundry_rabc.impact import acting, asked, causes, hits, reads
from laundry_rabc.impact.finding import Found
from laundry_rabc.impact.hits import KINDS
from laundry_rabc.impact.models import ImpactClient

SEE: Final = "rabc.read"
SEARCH: Final = "rabc.impact"
SHOWN: Final = 50
ICONS: Final = {
    "instrument": "thermometer-half", "machine": "water", "programme": "card-list",
    "pump": "droplet", "chemical": "box-seam", "point": "list-check", "period": "calendar3",
}  # fmt: skip
blueprint = Blueprint("rabc_impact", __name__, url_prefix="/rabc/impact")


class ActIn(FormShape):
    """Why a search is acted on."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=280), NoControl]


class TellIn(FormShape):
    """What a client is told, and how."""

    how: str
    text: LongText = ""


@blueprint.get("")
@allow(SEE)
def index() -> Response:
    """Past searches, and what one may ask of."""
    by = require(SEE, workshop="laundry")
    kinds = [(kind, words, ICONS[kind]) for kind, words in KINDS.items() if _offered(kind)]
    return htmx.render(
        "laundry_rabc/impact/index.html",
        rows_of=reads.listed(door.session()),
        kinds=kinds,
        may_search=by.can(SEARCH, workshop="laundry"),
    )


@blueprint.get("/chercher")
@allow(SEARCH)
def search() -> Response:
    """The form of one kind of cause; once filled, what it touched. Nothing is written."""
    require(SEARCH, workshop="laundry")
    filled = "since" in request.args
    return _search(request.args.to_dict(), filled=filled, errors={}, status=200)


@blueprint.post("/chercher")
@allow(SEARCH)
def act() -> Response:
    """Hold what is in house, open the case, keep what was found."""
    by, session = require(SEARCH, workshop="laundry"), door.session()
    sent = once.form_of(request.form.items(multi=True))

    def work() -> str:
        cause = asked.read(session, request.form.to_dict())
        reason = forms.read(ActIn, request.form).reason
        row = acting.act(session, cause, reason, by=by)
        return url_for("rabc_impact.show", impact_id=row.id if row else 0)

    try:
        return htmx.go_to(once.run(session, sent, "rabc.impact", work, by=by))
    except Invalid as error:
        session.rollback()
        return _search(request.form.to_dict(), filled=True, errors=error.fields, status=422)


@blueprint.get("/<int:impact_id>")
@allow(SEE)
def show(impact_id: int) -> Response:
    """One search as it was found, and whom to tell."""
    by = require(SEE, workshop="laundry")
    return htmx.render(
        "laundry_rabc/impact/show.html",
        shown=reads.one(door.session(), impact_id),
        kinds=KINDS,
        how=acting.HOW,
        may_tell=by.can(SEARCH, workshop="laundry"),
    )


@blueprint.get("/<int:impact_id>/clients/<int:client_id>")
@allow(SEE)
def client(impact_id: int, client_id: int) -> Response:
    """The letter of one client, to be sent by who may, and read by all once it is."""
    require(SEE, workshop="laundry")
    return _client(impact_id, client_id, {}, 200)


@blueprint.post("/<int:impact_id>/clients/<int:client_id>")
@allow(SEARCH)
def tell(impact_id: int, client_id: int) -> Response:
    """Send the mail, or note that the letter was posted or the client called."""
    by, session = require(SEARCH, workshop="laundry"), door.session()
    sent = once.form_of(request.form.items(multi=True))

    def work() -> str:
        given = forms.read(TellIn, request.form)
        acting.tell(session, impact_id, client_id, given.how, given.text, by=by)
        return url_for("rabc_impact.show", impact_id=impact_id)

    action = f"rabc.impact.{impact_id}.{client_id}"
    try:
        return htmx.go_to(once.run(session, sent, action, work, by=by))
    except Invalid as error:
        session.rollback()
        return _client(impact_id, client_id, error.fields, 422)
    except Refused as refusal:
        session.rollback()
        return _client(impact_id, client_id, {"text": refusal.message}, 409)


def _offered(kind: str) -> bool:
    return kind == "period" or kind in asked.FIELDS


def _search(
    values: dict[str, str], *, filled: bool, errors: dict[str, str], status: int
) -> Response:
    session, kind = door.session(), values.get("kind", "")
    if not _offered(kind):
        raise NotFound("not_found")
    found, cause = None, None
    if filled:
        try:
            cause = asked.read(session, values)
            found = acting.find(session, cause)
        except Invalid as error:
            errors, status = errors | error.fields, 422
    field = asked.FIELDS.get(kind)
    shown: dict[str, Any] = {} if found is None else _told(session, found)
    return htmx.render(
        "laundry_rabc/impact/search.html", status=status, kind=kind, label=KINDS[kind],
        field=field, choices=field.choices(session) if field else [], values=values,
        errors=errors, found=found, thing=causes.label(session, cause) if cause else "",
        now=clock.local(clock.now()).strftime("%Y-%m-%dT%H:%M"), icon_of=ICONS[kind],
        key=once.fresh(), **shown,
    )  # fmt: skip


def _told(session: Session, found: Found) -> dict[str, Any]:
    return {
        "last": hits.shown(session, found.hits, SHOWN),
        "more": max(0, len(found.hits) - SHOWN),
        "warned": [one for one in found.clients if one.to_warn],
    }


def _client(impact_id: int, client_id: int, errors: dict[str, str], status: int) -> Response:
    session = door.session()
    shown = reads.one(session, impact_id, most=0)
    line = next((one for one in shown.clients if one.row.client_id == client_id), None)
    may_tell = current_actor().can(SEARCH, workshop="laundry")
    if line is None or not (may_tell or line.row.told_at):
        raise NotFound("not_found")
    row: ImpactClient = line.row
    return htmx.render(
        "laundry_rabc/impact/client.html", status=status, shown=shown, line=line,
        address=acting.address(session, client_id), errors=errors, key=once.fresh(),
        text=request.form.get("text") or row.text or acting.letter(shown.row, row),
        how=acting.HOW,
    )  # fmt: skip
