"""One thing on a tablet: what it is, what may be done now by one tap, hold, lift, correct."""

import json
import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, url_for
from sqlalchemy import select

from esat import clock
from esat.accounts.pages.edge import device_id
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, NotFound, Refused
from esat.production import (
    captures,
    client_codes,
    corrections,
    counter_reads,
    floor_reads,
    holds,
    once,
    tables,
    timeline,
)
from esat.production.counter_forms import left_behind
from esat.production.counter_reads import Thing
from esat.production.floor_forms import CorrectIn, HoldIn, safe_return
from esat.production.scans import REFUSED
from esat.production.sent import Sent
from esat.production.timeline_pages import shown
from esat.web import door, forms, htmx

NO_THINGS = frozenset({"badge", "station", "client", "blank", "unlinked"})
"""What a code may designate that has no page of its own here."""

blueprint = Blueprint("floor", __name__, url_prefix="/atelier")


@blueprint.get("/objet/<code>")
@allow("production.scan")
def thing(code: str) -> Response:
    """One item, lot or resource; with `?reponse=`, what one's own last tap was answered."""
    found = seen(code)
    if found.subject.kind == "order":
        return htmx.go_to(url_for("orders.show", ref=found.subject.order_ref))
    return thing_answer(found, said=_said(request.args.get("reponse", "")))


@blueprint.post("/passage")
@allow("production.scan")
@door.own_transaction
def move() -> Response:
    """Move a thing, or a lot without its unticked members: one capture, once."""
    form = request.form
    code, action = form.get("code", ""), form.get("action", "")
    data = left_behind(form.getlist("member"), form.getlist("with"))
    uid = _uid(form.get(once.KEY, ""), f"{code}|{action}|{sorted(data.get('without', []))}")
    said = _take(uid, code, action, data)
    if said["outcome"] == REFUSED or said["code"] is None:
        # A code that nobody knows stands for no thing: `seen` says so as a page.
        return thing_answer(seen(code), said=said, status=409)
    here = url_for("floor.thing", code=said["code"], reponse=str(uid))
    return htmx.go_to(safe_return(form.get("suite", ""), here))


@blueprint.post("/retenir")
@allow("production.hold")
def hold() -> Response:
    """Hold a thing, with its reason."""

    def work(found: Thing) -> None:
        given = forms.read(HoldIn, request.form)
        holds.place(
            door.session(), found.subject, given.reason, by=current_actor(), note=given.note
        )

    return act("floor.hold", work)


@blueprint.post("/lever")
@allow("production.scan")
def lift() -> Response:
    """Lift a hold; its reason says who may."""
    session, by = door.session(), current_actor()
    hold_id = request.form.get("hold", type=int)
    held = None if hold_id is None else session.get(tables.models.Hold, hold_id)
    workshop = None if held is None else holds.workshop_of(session, held)
    if held is None or not by.can("production.scan", workshop=workshop):
        raise NotFound("not_found")
    to = safe_return(request.form.get("suite", ""), url_for("home.index"))
    form = once.form_of(request.form.items(multi=True))

    def work() -> str:
        holds.lift(session, held.id or 0, by=by, note=request.form.get("note", "")[:280])
        return to

    return htmx.go_to(once.run(session, form, "floor.lift", work, by=by))


@blueprint.post("/corriger")
@allow("production.correct")
def correct() -> Response:
    """Say where a thing really stands, and why."""

    def work(found: Thing) -> None:
        given = forms.read(CorrectIn, request.form)
        corrections.correct_stage(
            door.session(), found.subject, given.stage, given.cause, by=current_actor()
        )

    return act("floor.correct", work, dialog="correct")


def seen(code: str) -> Thing:
    """What a code designates, when it is the actor's to see; NotFound otherwise. A client's code
    gives the thing under ours.
    """
    session, by = door.session(), current_actor()
    found = counter_reads.thing(session, code, by=by)
    if found is not None and found.subject.foreign:
        ours = client_codes.with_our_code(session, found.subject).code
        found = counter_reads.thing(session, ours or code, by=by)
    if found is None or found.subject.kind in NO_THINGS:
        raise NotFound("not_found")
    return found


def act(action: str, work: Callable[[Thing], str | None], dialog: str = "") -> Response:
    """Do it once to the thing named by `code`, and come back to it, or where `work` says."""
    session, by = door.session(), current_actor()
    found = seen(request.form.get("code", ""))
    here = url_for("floor.thing", code=found.subject.code)
    to = safe_return(request.form.get("suite", ""), here)
    form = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, form, action, lambda: work(found) or to, by=by))
    except Refused as refusal:
        session.rollback()
        said = {"outcome": REFUSED, "message": refusal.message}
        return thing_answer(seen(found.subject.code or ""), said=said, status=409)
    except Invalid as error:
        session.rollback()
        return thing_answer(seen(found.subject.code or ""), errors=error.fields, opened=dialog,
                            status=422)  # fmt: skip


def thing_answer(
    found: Thing, *, said: dict[str, Any] | None = None, errors: dict[str, str] | None = None,
    opened: str = "", status: int = 200,
) -> Response:  # fmt: skip
    """The page of a thing, with what its last act was answered."""
    session, by, subject = door.session(), current_actor(), found.subject
    scope = subject.workshop
    history: tuple[timeline.Entry, ...] = ()
    if found.workshop is not None and (subject.item_id or subject.lot_id):
        history = timeline.of_thing(
            session, found.workshop, item_id=subject.item_id, lot_id=subject.lot_id
        )
    lots = (
        floor_reads.open_lots(session, scope or "", subject.stage)
        if subject.kind == "item" and subject.travels_in is None
        else ()
    )
    return htmx.render(
        "production/thing.html",
        status=status,
        thing=found,
        subject=subject,
        said=said,
        travels=_lot_code(subject.travels_in),
        members=floor_reads.members(session, subject.lot_id) if subject.lot_id else (),
        lots=lots,
        history=shown(history),
        linked=client_codes.shown(session, subject, by=by),
        scan_ms=counter_reads.scan_ms(session, device_id()),
        may_move=by.can("production.move", workshop=scope),
        may_correct=by.can("production.correct", workshop=scope) and bool(subject.stage),
        key=once.fresh(),
        errors=errors or {},
        opened=opened,
        values=request.form,
        here=url_for("floor.thing", code=subject.code),
    )


def _take(uid: uuid.UUID, code: str, action: str, data: dict[str, Any]) -> dict[str, Any]:
    sent = Sent(uid, clock.now(), "move", code[:200], action[:40], data=data)
    return captures.take_form(door.house().database, sent, by=current_actor())


def _uid(page: str, content: str) -> uuid.UUID:
    """One key an act: the page's key and what is asked; a tap twice is one act."""
    try:
        return uuid.uuid5(uuid.UUID(page), content)
    except ValueError:
        return uuid.uuid4()


def _said(text: str) -> dict[str, Any] | None:
    """What one's own capture was answered, to be shown after the tap."""
    try:
        uid = uuid.UUID(text)
    except ValueError:
        return None
    kept = floor_reads.answer_of(door.session(), uid.bytes, current_actor().account_id)
    found: dict[str, Any] | None = None if kept is None else json.loads(kept)
    return found if found and "message" in found else None


def _lot_code(lot_id: int | None) -> str:
    if lot_id is None:
        return ""
    query = select(tables.barcode.c.code).where(
        tables.barcode.c.lot_id == lot_id,
        tables.barcode.c.origin == "ours",
        tables.barcode.c.revoked_at.is_(None),
    )
    return str(door.session().connection().execute(query.limit(1)).scalar() or "")
