"""`/sante` for whoever watches and `/metrics` for Prometheus; they only count."""

import hmac
from ipaddress import ip_address

from flask import Blueprint, Response, jsonify, make_response, request
from prometheus_client import CONTENT_TYPE_LATEST

from esat.accounts.marks import public, unlogged
from esat.errors import Forbidden
from esat.operations import health, metrics
from esat.web import door

blueprint = Blueprint("health", __name__)


@blueprint.get("/sante")
@public
@unlogged
def sante() -> Response:
    found = health.of(door.house())
    return make_response(jsonify(found.as_json()), 200 if found.ok else 503)


@blueprint.get("/metrics")
@public
@unlogged
def scrape() -> Response:
    if not (_from_this_machine() or _knows_the_token()):
        raise Forbidden("not_allowed")
    return Response(metrics.text(door.house()), content_type=CONTENT_TYPE_LATEST)


def _from_this_machine() -> bool:
    """A proxy of this machine speaks for others: what it forwards is not local."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _knows_the_token() -> bool:
    token = door.house().settings.metrics_token
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if not token or kind.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(), token.encode())
