"""The counter: one field always ready, and every scan, passage, hold or undo as one capture."""

from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, current_app, request
from markupsafe import Markup

from esat import clock, registry, texts
from esat.accounts.pages.edge import device_id
from esat.accounts.permissions import allow, current_actor
from esat.clients import reads as clients
from esat.declarations import HoldReason
from esat.errors import EsatError, Invalid
from esat.production import (
    binding_orders,
    captures,
    counter_last,
    counter_reads,
    linking,
    photo_codes,
    scans,
)
from esat.production.counter_forms import MarkIn, Sending, act_data, left_behind
from esat.web import door, forms, htmx

bp = Blueprint("counter", __name__, url_prefix="/comptoir")
PAGE, RESULT = "production/counter.html", "production/_scan_result.html"
PHOTO = "production/photo.html"
LONGEST = 20_000
"""The longest text that is read as a code, as in the API."""


@bp.get("")
@allow("production.scan")
def index() -> Response:
    """The counter, ready; with `?code=`, what that code designates, without a capture."""
    code = request.args.get("code", "")
    said = None
    if code.strip():
        session = door.session()
        resolved = scans.resolve(session, code)
        said = scans.answer(session, resolved, by=current_actor(), at=clock.now()).as_json("")
    return _shown(said, asked=linking.Asked(code))


@bp.post("/scan")
@allow("production.scan")
@door.own_transaction
def scan() -> Response:
    """A code was scanned or typed: keep it, and say what it is."""
    return _taken("scan", request.form.get("code", ""))


@bp.get("/photo")
@allow("production.scan")
def photo() -> Response:
    """The page that takes a photo of a label, where neither scanner nor camera will do."""
    return htmx.render(PHOTO, codes=(), error="")


@bp.post("/photo")
@allow("production.scan")
@door.own_transaction
def read_photo() -> Response:
    """The code of a photo, as if it had been scanned; of several, a person says which."""
    sent = request.files.get("photo")
    try:
        found = photo_codes.read(sent.stream.read() if sent else b"")
    except EsatError as error:
        return htmx.render(PHOTO, None, error.status, codes=(), error=error.message)
    if len(found) > 1:
        return htmx.render(PHOTO, codes=found, error="")
    return _taken("scan", found[0])


@bp.post("/passage")
@allow("production.scan")
@door.own_transaction
def move() -> Response:
    """Make a thing pass to its next stage; a closing move is asked about once more."""
    form = request.form
    code, action = form.get("code", ""), form.get("action", "")
    asked = None if form.get("sure") else _to_confirm(code, action)
    if asked is not None:
        return asked
    data = left_behind(form.getlist("member"), form.getlist("with"))
    return _taken("move", code, action, data)


@bp.post("/retenir")
@allow("production.hold")
@door.own_transaction
def hold() -> Response:
    """Hold what was scanned, for a reason."""
    return _act("hold.place")


@bp.post("/lever")
@allow("production.scan")
@door.own_transaction
def lift() -> Response:
    """Lift one hold of what was scanned; the reason says who may."""
    return _act("hold.lift")


@bp.post("/annuler")
@allow("production.move")
@door.own_transaction
def undo() -> Response:
    """Undo the last passage made here."""
    return _act("move.undo")


@bp.post("/lier")
@allow("production.move")
@door.own_transaction
def bind() -> Response:
    """Give a blank label to a client."""
    return _act("label.bind")


@bp.post("/lier-code")
@allow("production.move")
@door.own_transaction
def link_code() -> Response:
    """Link a client's code to what a label of ours designates."""
    return _act("code.link")


@bp.get("/clients")
@allow("production.move")
def find_client() -> Response:
    """The clients that a blank label may be given to, as their name is typed."""
    text = request.args.get("q", "").strip()[:100]
    found = clients.search(door.session(), text, limit=8)
    code = request.args.get("code", "")[:20]
    return htmx.render(
        "production/bind.html", "production/_bind_clients.html", found=found, text=text, code=code
    )


@bp.get("/commandes")
@allow("orders.write")
def find_order() -> Response:
    """The open orders that a blank label may become a thing of."""
    text = request.args.get("q", "").strip()[:100]
    code = request.args.get("code", "")[:20]
    found = binding_orders.open_orders(door.session(), text, code, by=current_actor())
    return htmx.render(
        "production/bind_order.html", "production/_bind_orders.html",
        found=found, text=text, code=code,
    )  # fmt: skip


def _act(action: str) -> Response:
    form = request.form
    code = form.get("code") or form.get("label_code", "")
    return _taken("act", code, action, act_data(form))


def _taken(
    kind: str, code: str, action: str | None = None, data: dict[str, Any] | None = None
) -> Response:
    """Keep one capture in its own transaction, then show its answer as things now stand."""
    mark = forms.read(MarkIn, request.form)
    if len(code) > LONGEST:
        raise Invalid("form_invalid", {"code": "Ce texte est trop long pour un code."})
    sending = Sending(mark=mark, kind=kind, code=code, action=action, data=data or {})
    said = captures.take(door.house().database, sending.sent(), by=current_actor())
    to_link = action == "code.link"
    raw = request.form.get("foreign", "") if to_link else code
    asked = linking.Asked(raw, request.form.get("symbology", ""), to_link)
    return _shown(said, 409 if said["outcome"] == scans.REFUSED else 200, asked=asked)


def _to_confirm(code: str, action: str) -> Response | None:
    """The question asked before a move that closes; None when there is none to ask."""
    if not any(
        move.confirms and move.action == action
        for workshop in registry.current().workshops.values()
        for move in workshop.road.moves
    ):
        return None
    thing = counter_reads.thing(door.session(), code, by=current_actor())
    offer = next((o for o in thing.offers if o.action == action), None) if thing else None
    if thing is None or offer is None or not offer.open or not offer.confirms:
        door.close()
        return None
    said = {"outcome": scans.QUESTION, "message": f"{offer.label} ?", "code": thing.subject.code}
    kept = left_behind(request.form.getlist("member"), request.form.getlist("with"))
    return _shown(said, confirm=offer, without=kept.get("without", []))


def _shown(
    said: dict[str, Any] | None,
    status: int = 200,
    asked: linking.Asked = linking.NOTHING,
    **more: Any,
) -> Response:
    """The counter's page or its fragment: the answer, the thing as it stands, the last scans."""
    by, session = current_actor(), door.session()
    code = said.get("code") if said else None
    thing = counter_reads.thing(session, code, by=by) if code else None
    to_link = linking.offer(session, said, asked, by=by)
    if said and to_link and to_link.waits and said["outcome"] == scans.UNKNOWN:
        said |= {"outcome": scans.QUESTION, "message": texts.sentence("foreign_which")}
    return htmx.render(
        PAGE,
        RESULT,
        status,
        said=said,
        linking=to_link,
        thing=thing,
        card=_card(thing),
        last=counter_last.last_scans(session, by=by),
        undo=counter_last.undoable(session, by=by),
        scan_ms=0 if htmx.wants_fragment() else counter_reads.scan_ms(session, device_id()),
        hold_fields=_hold_fields,
        **{"confirm": None, "without": [], **more},
    )


@lru_cache(maxsize=64)
def _hold_fields(reasons: tuple[HoldReason, ...]) -> Markup:
    """The form of the reasons, drawn once for each set of them."""
    template = current_app.jinja_env.get_template("production/_hold_fields.html")
    return Markup(template.render(reasons=reasons))  # noqa: S704 - Jinja has escaped it


def _card(thing: counter_reads.Thing | None) -> Markup | None:
    """The lines that the workshop wants the counter to see."""
    if thing is None or thing.card is None or thing.workshop is None:
        return None
    card = thing.workshop.card
    if card is None:
        return None
    # Not `render_template`: the page's own context (menu, account) is no concern of a card.
    # Jinja has escaped what the template shows.
    template = current_app.jinja_env.get_template(card.template)
    return Markup(template.render(subject=thing.subject, card=thing.card, actor=current_actor()))  # noqa: S704
