"""Which requests leave a line in the access log; tokens never do."""

import logging

from flask import Response, current_app, g, request

from esat import clock
from esat.accounts.access_log import Access
from esat.accounts.marks import PUBLIC, capability_of, is_unlogged
from esat.accounts.pages.edge import EXTENSION, Edge, current_actor, edge, is_static
from esat.db import Database
from esat.web import door

log = logging.getLogger("esat.accounts")


def remember(response: Response) -> Response:
    """Note the access; it is written with others once the answer has left."""
    endpoint = request.endpoint
    if endpoint is None or EXTENSION not in current_app.extensions or is_static(endpoint):
        return response
    given, database = edge(), door.house().database
    if _worth_a_line(endpoint, response.status_code):
        given.waiting.add(_line(endpoint, response.status_code))
    if given.waiting.due():
        response.call_on_close(lambda: _flush(given, database))
    return response


def _worth_a_line(endpoint: str, status: int) -> bool:
    if status >= 400 or "access_outcome" in g:
        return True
    # What anybody may read, and what keeps its own trace, leaves no line.
    view = current_app.view_functions.get(endpoint)
    return capability_of(view) != PUBLIC and not is_unlogged(view)


def _line(endpoint: str, status: int) -> Access:
    actor = current_actor()
    seen = {k: v for k, v in (request.view_args or {}).items() if "token" not in k}
    return Access(
        at=clock.now(),
        route=endpoint,
        method=request.method,
        status=status,
        account_id=g.get("access_account") or actor.account_id,
        device_id=actor.device_id,
        outcome=g.get("access_outcome", ""),
        object_ref=g.get("access_about") or ",".join(f"{k}={v}" for k, v in seen.items()),
    )


def _flush(given: Edge, database: Database) -> None:
    """Nobody waits for this any more: a failure is logged and the lines stay in memory."""
    try:
        given.waiting.flush(database)
    except Exception:
        log.exception("access lines wait")
