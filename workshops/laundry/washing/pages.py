"""What the pages of sorting and of the machines share: who may come, and an act as one capture.

A tap goes the same way as a scan or a device: asked of the zones, kept once by its key, refused or
done. The pages of each subject stand beside.
"""

import json
import uuid
from typing import Any

from flask import Blueprint, Response, request

from esat import clock
from esat.accounts.permissions import current_actor
from esat.actors import Actor
from esat.errors import NotFound
from esat.production import captures, floor_reads, once
from esat.production.scans import REFUSED
from esat.production.sent import Sent
from esat.web import door, htmx
from workshops.laundry.washing import hours, loads

bp = Blueprint("laundry_washing", __name__, url_prefix="/blanchisserie")
MOVE = "production.move"


def mine(capability: str = MOVE) -> Actor:
    """The actor, when the laundry is his; NotFound for others, who need not know what is here."""
    by = current_actor()
    if not by.can(capability, workshop=loads.WORKSHOP):
        raise NotFound("not_found")
    return by


def take(action: str, code: str, data: dict[str, Any]) -> tuple[dict[str, Any], uuid.UUID]:
    """Take an act as a capture with the page's key; its answer and its key. Invalid for a time
    that cannot be read or cannot be (`hours`).
    """
    by = mine()
    at = hours.typed(request.form.get("at", ""), request.form.get("which", ""))
    late_reason = request.form.get("late_reason", "")
    if late_reason:
        data = {**data, "late_reason": late_reason}
    uid = _uid(request.form.get(once.KEY, ""), f"{action}|{code}")
    sent = Sent(uid, at or clock.now(), "act", code[:64], action, data=data)
    return captures.take_form(door.house().database, sent, by=by), uid


def refused(said: dict[str, Any]) -> bool:
    return bool(said["outcome"] == REFUSED)


def told(to: str, uid: uuid.UUID) -> Response:
    """Go there, and say what the act was answered."""
    return htmx.go_to(f"{to}{'&' if '?' in to else '?'}reponse={uid}")


def answer() -> dict[str, Any] | None:
    """What one's own last tap was answered, to be shown on the page that it led to."""
    try:
        uid = uuid.UUID(request.args.get("reponse", ""))
    except ValueError:
        return None
    kept = floor_reads.answer_of(door.session(), uid.bytes, current_actor().account_id)
    found: dict[str, Any] | None = None if kept is None else json.loads(kept)
    return found if found and "message" in found else None


def _uid(page: str, content: str) -> uuid.UUID:
    try:
        return uuid.uuid5(uuid.UUID(page), content)
    except ValueError:
        return uuid.uuid4()
