"""The page of a group's posts: who, at which post, for which order; every act goes as a capture."""

import json
import uuid
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.pages.edge import device_id
from esat.accounts.permissions import allow, current_actor
from esat.activity.allocations import choosing, day_reads, questions
from esat.activity.allocations.choosing import Chosen
from esat.activity.allocations.refusals import RECORD, may_record
from esat.errors import Forbidden
from esat.production import captures, counter_reads, floor_reads, once
from esat.production.scans import REFUSED
from esat.production.sent import Sent
from esat.web import door, htmx
from esat.workers import activities, addresses, half_days
from esat.workers.models import Group

blueprint = Blueprint("allocations", __name__, url_prefix="/equipes/<code>/<day>/postes")

OTHERS = tuple(one for one in activities.ALL if one.code != activities.PRODUCTION)
"""What people are at besides a post."""


@blueprint.get("")
@allow(RECORD)
def show(code: str, day: str) -> Response:
    """The tiles; what is ticked comes with the address where no script keeps it."""
    group, when = asked(code, day)
    chosen = choosing.read(door.session(), group, request.args)
    return posts_page(group, when, chosen, said=answered(request.args.get("reponse", "")))


@blueprint.post("")
@allow(RECORD)
@door.own_transaction
def record(code: str, day: str) -> Response:
    """Place the people who are ticked."""
    return act(code, day, "allocation.record")


@blueprint.post("/comme-avant")
@allow(RECORD)
@door.own_transaction
def same(code: str, day: str) -> Response:
    """The lines of the last day worked once more."""
    return act(code, day, "allocation.same")


def asked(code: str, day: str) -> tuple[Group, date]:
    """The group and the day of an address. NotFound, or Forbidden `not_your_group`."""
    when = addresses.day(door.session(), day)
    group = half_days.group_by_code(door.session(), code)
    if not may_record(current_actor(), group):
        raise Forbidden("not_your_group")
    return group, when


def act(code: str, day: str, action: str) -> Response:
    """Do what the form of this page asks; refused, it comes back as it was filled."""

    def again(said: Mapping[str, Any]) -> Response:
        group, when = asked(code, day)
        chosen = choosing.read(door.session(), group, request.form)
        return posts_page(group, when, chosen, said=said, status=409)

    return capture(code, day, action, "allocations.show", again)


def capture(
    code: str,
    day: str,
    action: str,
    page: str,
    again: Callable[[Mapping[str, Any]], Response],
    **more: str,
) -> Response:
    """Do what a form asks as the capture that a tablet sends, once, and go to a page that says
    what was answered; refused, `again` shows why.
    """
    asked(code, day)
    said = taken(action, words() | more | {"group": code, "day": day})
    if said["outcome"] == REFUSED:
        return again(said)
    return htmx.go_to(url_for(page, code=code, day=day, reponse=said["id"]))


def taken(action: str, data: dict[str, Any]) -> dict[str, Any]:
    """The answer to one act of a form, in its own transaction; what was read before is let go."""
    door.close()
    key = request.form.get(once.KEY, "")
    sent = Sent(_uid(key, action, data), clock.now(), "act", None, action, data=data)
    return captures.take_form(door.house().database, sent, by=current_actor())


def answered(text: str) -> dict[str, Any] | None:
    """What one's own capture was answered, to be shown after the tap."""
    try:
        uid = uuid.UUID(text)
    except ValueError:
        return None
    kept = floor_reads.answer_of(door.session(), uid.bytes, current_actor().account_id)
    found: dict[str, Any] | None = None if kept is None else json.loads(kept)
    return found if found and "message" in found else None


def posts_page(
    group: Group,
    day: date,
    chosen: Chosen,
    *,
    said: Mapping[str, Any] | None = None,
    status: int = 200,
) -> Response:
    """The page, with what the last act was answered."""
    session, today = door.session(), clock.today()
    view = day_reads.page(session, group, day, chosen.workers)
    return htmx.render(
        "activity/posts.html",
        status=status,
        view=view,
        group=group,
        day=day,
        today=today,
        chosen=chosen.everybody(view.there) if request.args.get("tous") == "1" else chosen,
        said=said,
        who=choosing.allowed(view, chosen, said),
        orders=choosing.orders(session, group, chosen),
        found=choosing.people(session, view, chosen),
        others=OTHERS,
        questions=questions.waiting(session, (group.id or 0,)),
        scan_ms=counter_reads.scan_ms(session, device_id()),
        key=once.fresh(),
        before=day - timedelta(days=1),
        after=day + timedelta(days=1) if day < today else None,
        here=url_for("allocations.show", code=group.code, day=day.isoformat()),
    )


def words() -> dict[str, Any]:
    """The words of the form; a name that comes several times is a list, as from a tablet."""
    many = {name: request.form.getlist(name) for name in request.form if name != once.KEY}
    return {name: values if len(values) > 1 else values[0] for name, values in many.items()}


def _uid(page: str, action: str, data: Mapping[str, Any]) -> uuid.UUID:
    """One key an act: the page's key and what is asked; a tap twice is one act."""
    said = json.dumps(data, sort_keys=True, ensure_ascii=False)
    try:
        return uuid.uuid5(uuid.UUID(page), f"{action}|{said}")
    except ValueError:
        return uuid.uuid4()
