"""The reception on the screen: who is expected, then one client: scan, weigh, note, compare.

Every act is a capture, as at the counter: kept before it is tried, sent again without harm.
"""

from typing import Any

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.pages.edge import device_id
from esat.accounts.permissions import allow, current_actor, require, unlogged
from esat.clients import reads as clients
from esat.errors import Invalid, NotFound
from esat.production import captures, counter_reads, once, scans
from esat.production.counter_forms import MarkIn, Sending, act_data
from esat.production.subjects import Subject
from esat.web import door, forms, htmx
from workshops.laundry.intake import (
    doing,
    precautions,
    reception_reads,
    scale_weights,
    weighing,
)
from workshops.laundry.intake.anomalies import BY_CODE

blueprint = Blueprint("laundry_intake", __name__, url_prefix="/blanchisserie/reception")
LONGEST = 20_000
SCAN = "production.scan"
FOLDER = "laundry/intake/"


@blueprint.get("")
@allow(SCAN)
def index() -> Response:
    """Who is expected, what came and what is missing, by round."""
    require(SCAN, workshop=doing.WORKSHOP)
    session, now, asked = door.session(), clock.now(), request.args
    days = reception_reads.days(session, now)
    rounds = sorted({one for day in days for one in day.rounds}, key=_round_order)
    chosen = asked.get("tournee", "")[:40]
    text = asked.get("q", "").strip()[:100]
    here = url_for("laundry_intake.index")
    tabs = [("Tous", here, not chosen)] + [
        (f"{one} (aujourd’hui)" if one == reception_reads.today_round(now) else one,
         url_for("laundry_intake.index", tournee=one), one == chosen)
        for one in rounds
    ]  # fmt: skip
    return htmx.render(
        FOLDER + "index.html",
        days=[day for day in days if not chosen or chosen in day.rounds],
        everyone=days,
        tabs=tabs,
        text=text,
        found=clients.search(session, text, limit=8) if text else (),
        waiting=scale_weights.waiting(session, now),
        scan_ms=counter_reads.scan_ms(session, device_id()),
        may_intake=current_actor().can(doing.INTAKE, workshop=doing.WORKSHOP),
        key=once.fresh(),
    )


@blueprint.get("/chercher")
@allow(SCAN)
def find() -> Response:
    """A bag scanned before its client was chosen: his reception, with that bag."""
    require(SCAN, workshop=doing.WORKSHOP)
    code = request.args.get("code", "")[:LONGEST]
    subject = _owned(door.session(), code)
    if subject is None:
        return htmx.go_to(url_for("counter.index", code=code[:64]))
    to = url_for("laundry_intake.client", client_id=subject.client_id, code=subject.code)
    return htmx.go_to(to)


@blueprint.post("/scan")
@allow(doing.INTAKE)
@door.own_transaction
def first() -> Response:
    """The first bag of a client opens his reception and is received by that same scan."""
    require(SCAN, workshop=doing.WORKSHOP)
    code = request.form.get("code", "")[:LONGEST]
    # Read and done with: the capture is written beside the request's own session.
    with door.house().database.read() as session:
        subject = _owned(session, code)
    if subject is None or subject.client_id is None:
        return htmx.go_to(url_for("counter.index", code=code[:64]))
    return _taken(subject.client_id, "laundry.receive")


@blueprint.get("/<int:client_id>")
@allow(SCAN)
def client(client_id: int) -> Response:
    """The reception of one client; with `?code=`, that bag at hand."""
    code = request.args.get("code", "")[:64]
    said = {"outcome": "", "message": "", "code": code} if code else None
    return _shown(client_id, said)


@blueprint.get("/<int:client_id>/poids/<code>")
@allow(SCAN)
@unlogged
def weight(client_id: int, code: str) -> Response:
    """Whether the scale has weighed this bag meanwhile; with it, the list as it stands."""
    day = _day(client_id)
    bag = next((one for one in day.items if one.code == code), None)
    if bag is None:
        raise NotFound("not_found")
    return htmx.render(
        FOLDER + "client.html", FOLDER + "_waits.html", **_context(day, code), polled=True
    )  # fmt: skip


@blueprint.post("/<int:client_id>/scan")
@allow(doing.INTAKE)
@door.own_transaction
def scan(client_id: int) -> Response:
    """One scan is one bag received."""
    return _taken(client_id, "laundry.receive")


@blueprint.post("/<int:client_id>/peser")
@allow(doing.INTAKE)
@door.own_transaction
def weigh(client_id: int) -> Response:
    """A weight typed on our own keys, and the pieces where they are counted."""
    return _taken(client_id, "laundry.weigh")


@blueprint.post("/<int:client_id>/donner")
@allow(doing.INTAKE)
@door.own_transaction
def attribute(client_id: int) -> Response:
    """A weight of the scale that no bag took is given to this one."""
    return _taken(client_id, "laundry.attribute")


@blueprint.post("/<int:client_id>/precaution")
@allow(doing.SEE_PRECAUTIONS)
@door.own_transaction
def precaution(client_id: int) -> Response:
    """A category of precaution is set or taken away."""
    return _taken(client_id, "laundry.precaution")


@blueprint.post("/<int:client_id>/lier")
@allow(doing.INTAKE)
@door.own_transaction
def bind(client_id: int) -> Response:
    """A blank label becomes a bag of this client."""
    return _taken(client_id, "label.bind")


def _owned(session: Session, code: str) -> Subject | None:
    """The client's thing of the laundry that a code names."""
    subject = scans.resolve(session, code).subject
    mine = subject is not None and subject.workshop == doing.WORKSHOP
    return subject if subject is not None and mine and subject.client_id is not None else None


def _taken(client_id: int, action: str) -> Response:
    """Keep one act as a capture, then show its answer as things now stand."""
    require(SCAN, workshop=doing.WORKSHOP)
    mark, form = forms.read(MarkIn, request.form), request.form
    code = form.get("code", "")
    if len(code) > LONGEST:
        raise Invalid("form_invalid", {"code": "Ce texte est trop long pour un code."})
    data: dict[str, Any] = act_data(form) | {"client_id": str(client_id)}
    sending = Sending(mark=mark, kind="act", code=code, action=action, data=data)
    said = captures.take(door.house().database, sending.sent(), by=current_actor())
    refused = said["outcome"] == scans.REFUSED
    return _shown(client_id, said, 409 if refused else 200, typed=form if refused else {})


def _shown(
    client_id: int, said: dict[str, Any] | None, status: int = 200, typed: Any = None
) -> Response:
    """The page of one client or its fragment: the answer, the bag at hand, all bags, the totals."""
    day = _day(client_id)
    code = (said or {}).get("code") or ""
    return htmx.render(
        FOLDER + "client.html", FOLDER + "_result.html", status,
        **_context(day, code), said=said, typed=typed or {},
        scan_ms=0 if htmx.wants_fragment() else counter_reads.scan_ms(
            door.session(), device_id()),
    )  # fmt: skip


def _context(day: reception_reads.Day, code: str) -> dict[str, Any]:
    session, by = door.session(), current_actor()
    sees = by.can(doing.SEE_PRECAUTIONS, workshop=doing.WORKSHOP)
    bag = next((one for one in day.items if code and one.code == code), None)
    subject = scans.resolve(session, code).subject if code and bag is None else None
    return {
        "day": day,
        "bag": bag,
        "weighings": weighing.history(session, bag.item_id) if bag is not None else (),
        "blank": subject is not None and subject.kind == "blank",
        "loose": subject if _is_loose(subject, day.client_id) else None,
        "other": _other(subject, day.client_id),
        "code": code,
        "kinds": BY_CODE,
        "waiting": scale_weights.waiting(session, clock.now()),
        "sees_precautions": sees,
        "categories": precautions.categories(session) if sees and bag is not None else (),
        "may_intake": by.can(doing.INTAKE, workshop=doing.WORKSHOP),
        "may_clear": by.can(doing.CLEAR_PRECAUTIONS, workshop=doing.WORKSHOP),
        "now": clock.now(),
    }


def _is_loose(subject: Subject | None, client_id: int) -> bool:
    """A bag of this client that no order has yet: it may be received."""
    return subject is not None and subject.kind == "resource" and subject.client_id == client_id


def _other(subject: Subject | None, client_id: int) -> Subject | None:
    """A bag of somebody else, of the laundry: his reception is one tap away."""
    if subject is None or subject.workshop != doing.WORKSHOP:
        return None
    return subject if subject.client_id not in {None, client_id} else None


def _day(client_id: int) -> reception_reads.Day:
    require(SCAN, workshop=doing.WORKSHOP)
    day = reception_reads.day_of(door.session(), client_id, clock.now())
    if day is None:
        raise NotFound("not_found")
    return day


def _round_order(name: str) -> tuple[int, str]:
    days = reception_reads.DAYS
    return (days.index(name) if name in days else len(days), name)
