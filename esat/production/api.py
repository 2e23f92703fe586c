"""The JSON API of CONTRACT §4: captures, codes, orders, traces. The same services as the pages."""

from typing import Any, Literal

from flask import Blueprint, Response, current_app, jsonify, request

from esat import __version__, clock
from esat.accounts.permissions import allow, current_actor, public, require, unlogged
from esat.errors import EsatError, Invalid, NotFound
from esat.production import api_reads, captures, orders, scans
from esat.production.api_shapes import AnswerOut, BatchOut, CaptureIn, OrderOut, TraceOut
from esat.web import door, openapi
from esat.web.openapi import Operation, operation
from esat.web.payload import body, shaped

MAX_BATCH = 500
bp = Blueprint("api", __name__, url_prefix="/api/v1")


@bp.get("/openapi.json")
@public
def openapi_document() -> Response:
    """The description of this API."""
    return jsonify(openapi.document(current_app, __version__))


@bp.post("/captures")
@allow("production.send")
@unlogged
@door.own_transaction
@operation(Operation("Ce qu’un appareil a vu ou fait", AnswerOut, takes=CaptureIn))
def receive() -> Response:
    """One capture, answered."""
    read = shaped(CaptureIn, body())
    return jsonify(_take(read))


@bp.post("/captures/batch")
@allow("production.send")
@unlogged
@door.own_transaction
@operation(Operation("Jusqu’à 500 captures, un résultat chacune", BatchOut, takes_list=CaptureIn))
def receive_batch() -> Response:
    """Several captures, each in its own transaction, each with its result in the same order."""
    sent = body()
    if not isinstance(sent, list):
        raise Invalid("form_invalid", {"_": "Une liste de captures est attendue."})
    if len(sent) > MAX_BATCH:
        raise Invalid("form_invalid", {"_": f"Au plus {MAX_BATCH} captures par envoi."})
    return jsonify(results=[_one(value) for value in sent])


@bp.get("/codes/<code>")
@allow("production.scan")
@operation(Operation("Ce que désigne un code", AnswerOut))
def code(code: str) -> Response:
    """What a code points at, without a capture."""
    session = door.session()
    resolved = scans.resolve(session, code)
    if resolved.subject is None:
        raise NotFound(resolved.reason or "code_unknown")
    answer = scans.answer(session, resolved, by=current_actor(), at=clock.now())
    if answer.reason == "other_workshop":
        raise NotFound("code_unknown")
    return jsonify(answer.as_json(""))


@bp.get("/orders/<ref>")
@allow("orders.read")
@operation(Operation("Une commande et où en sont ses articles", OrderOut))
def order(ref: str) -> Response:
    """One order by its reference or its D code."""
    session = door.session()
    found = orders.by_ref(session, ref)
    require("orders.read", workshop=found.workshop)
    return jsonify(api_reads.order(session, found))


@bp.get("/lots/<code>/trace")
@allow("orders.read")
@operation(
    Operation(
        "La généalogie d’un lot",
        TraceOut,
        query={"direction": {"type": "string", "enum": ["up", "down"], "default": "up"}},
    )
)
def trace(code: str) -> Response:
    """Where a lot comes from (`up`) or where it went (`down`)."""
    found = api_reads.trace(door.session(), code, _direction(), by=current_actor())
    return jsonify(found)


def _direction() -> Literal["up", "down"]:
    asked = request.args.get("direction", "up")
    if asked == "up":
        return "up"
    if asked == "down":
        return "down"
    raise Invalid("form_invalid", {"direction": "up ou down."})


def _one(value: object) -> dict[str, Any]:
    try:
        return _take(shaped(CaptureIn, value))
    except EsatError as error:
        return {
            "id": value.get("id") if isinstance(value, dict) else None,
            "error": {"code": error.code, "message": error.message, "status": error.status},
        }


def _take(read: CaptureIn) -> dict[str, Any]:
    """A kiosk sends its acts; what is scanned is for who may scan."""
    if read.kind != "act" or read.code is not None:
        require("production.scan")
    return captures.take(door.house().database, read.sent(), by=current_actor())
