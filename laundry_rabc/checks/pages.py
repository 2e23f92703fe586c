"""Today's checks on a tablet: what is due first, then one question a screen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.production import once
from esat.web import door, forms, htmx
from laundry_rabc.checks import answering, asking, calls, doers, history_reads, reads, rights, texts
from laundry_rabc.checks.doers import Doer
from laundry_rabc.checks.reads import Row
from laundry_rabc.checks.shapes import (
    LATE_REASONS,
    MYSELF,
    NO_OBJECT,
    AnswerIn,
    by_laboratory,
    off_floor,
)
from laundry_rabc.checks.states import State
from laundry_rabc.limits import Verdict
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.results.models import Result

blueprint = Blueprint("rabc_checks", __name__, url_prefix="/rabc/controles")
URGENT: Final = {State.LATE: 0, State.DUE: 1, State.MISSED: 2, State.UPCOMING: 3}
GOOD: Final = (Verdict.CONFORM, Verdict.NOT_APPLICABLE)


@dataclass
class Screen:
    """What a question is about and where its answer goes; `values` is what was answered."""

    code: str
    version: PointVersion
    action: str
    back: str
    row: Row | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    step: str = "answer"
    said: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


@blueprint.get("")
@allow(rights.DO)
def index() -> Response:
    """What is due today, by zone and post."""
    mine(rights.DO)
    return _list(late=False)


@blueprint.get("/en-retard")
@allow(rights.READ)
def late() -> Response:
    """What should have been done by now."""
    mine(rights.READ)
    return _list(late=True)


@blueprint.get("/laboratoire")
@allow(rights.READ)
def owed() -> Response:
    """What a laboratory or the RABC lead still owes."""
    mine(rights.READ)
    return _list(late=False, owed=True)


@blueprint.get("/<int:check_id>")
@allow(rights.DO)
def question(check_id: int) -> Response:
    """One check: who does it, then its question. One that is answered leads to its reading."""
    mine(rights.DO)
    row = _the_row(check_id)
    if row.last is not None:
        return htmx.go_to(url_for("rabc_checks.result", result_id=row.last.id))
    return show(_screen(row, request.args))


@blueprint.post("/<int:check_id>")
@allow(rights.DO)
def answer(check_id: int) -> Response:
    """Keep the answer; the next check of this zone comes by itself."""
    by = mine(rights.DO)
    row = _the_row(check_id)

    def work(session: Session, given: AnswerIn) -> Result:
        return answering.answer(session, check_id, given, by=by)

    return keep(_screen(row, request.form), f"rabc.check.{check_id}", work, row.check.zone)


@blueprint.post("/<int:check_id>/appel")
@allow(rights.DO)
def call(check_id: int) -> Response:
    """« Je ne sais pas » : a supervisor is called."""
    by, session = mine(rights.DO), door.session()
    row = _the_row(check_id)
    par = request.form.get("par", "")

    def work() -> str:
        calls.call(session, check_id, par if par != MYSELF else "", by=by)
        return url_for("rabc_checks.index", zone=row.check.zone, par=par or None, appel=1)

    sent = once.form_of(request.form.items(multi=True))
    return htmx.go_to(once.run(session, sent, f"rabc.call.{check_id}", work, by=by))


def mine(capability: str) -> Actor:
    """The actor, who must hold the right in the laundry."""
    return rights.require(current_actor(), capability)


def keep(
    screen: Screen, act: str, work: Callable[[Session, AnswerIn], Result], zone: str
) -> Response:
    """Keep an answer once and go on; what is missing is asked on a screen of its own."""
    session, by = door.session(), current_actor()
    try:
        given = forms.read(AnswerIn, request.form)

        def doing() -> str:
            return _after(session, work(session, given), given, zone)

        sent = once.form_of(request.form.items(multi=True))
        return htmx.go_to(once.run(session, sent, act, doing, by=by))
    except Invalid as error:
        session.rollback()
        screen.errors, screen.status = error.fields, 422
        screen.step = "late" if {"at", "which"} & set(error.fields) else "answer"
    except Refused as refusal:
        session.rollback()
        screen.step = asking.step_of(refusal.code)
        screen.said = "" if refusal.code in asking.SILENT else refusal.message
        screen.status = 422 if refusal.code in asking.STEPS else 409
    return show(screen)


def show(screen: Screen) -> Response:
    """The screen of a question; without a person who does it, it asks for him first."""
    session, by, now = door.session(), current_actor(), clock.now()
    doer, told = _doer(session, screen, by)
    step = screen.step if doer is not None else "who"
    return htmx.render(
        "laundry_rabc/checks/question.html",
        status=screen.status,
        screen=screen,
        step=step,
        said=screen.said or told,
        doer=doer,
        people=doers.present(session, now) if step == "who" else (),
        may_be_self=by.account_id is not None,
        carried=asking.carried(step, screen.values),
        target=asking.limits_words(screen.version),
        zone=asking.zone_words(screen.version.zone),
        accent=texts.ACCENTS.get(screen.version.zone, "blue"),
        by_lab=by_laboratory(screen.version),
        called=screen.row is not None and calls.is_called(session, screen.row.check.id or 0),
        just=_just(session),
        late_reasons=[(one, one) for one in LATE_REASONS],
        no_object=[(one, one) for one in NO_OBJECT],
        own_worker=by.worker_id is not None,
        which=[("summer", "La première"), ("winter", "La seconde")],
        key=once.fresh(),
    )


def _doer(session: Session, screen: Screen, by: Actor) -> tuple[Doer | None, str]:
    """Who does it, and why he is not known where he was named wrongly."""
    try:
        return doers.named(session, screen.values.get("par", ""), by=by), ""
    except Refused as refusal:
        return None, "" if refusal.code in asking.SILENT else refusal.message


def _screen(row: Row, values: Mapping[str, str]) -> Screen:
    return Screen(
        row.code, row.version, url_for("rabc_checks.answer", check_id=row.check.id),
        url_for("rabc_checks.index", zone=row.check.zone, par=values.get("par") or None), row,
        values,
    )  # fmt: skip


def _after(session: Session, result: Result, given: AnswerIn, zone: str) -> str:
    """The next check of this zone; what is out of limits first shows what is to be done."""
    par = given.par or None
    if Verdict(result.verdict) not in GOOD and result.verdict != Verdict.NOT_MEASURED:
        return url_for("rabc_checks.result", result_id=result.id, par=par)
    following = next_of(session, zone, clock.now())
    if following is None:
        return url_for("rabc_checks.index", par=par, fait=result.id)
    return url_for("rabc_checks.question", check_id=following, par=par, fait=result.id)


def next_of(session: Session, zone: str, at: datetime) -> int | None:
    """The check of a zone that must be done first, of those that the floor can answer."""
    found = [
        row
        for row in reads.waiting(session, at)
        if row.check.zone == zone and not off_floor(row.version)
    ]
    return found[0].check.id if found else None


def _just(session: Session) -> Any:
    """The reading that was just kept, said on the next screen."""
    text = request.args.get("fait", "")
    if not text.isdecimal() or len(text) > len("999999999"):
        return None
    return next(iter(history_reads.lines_of(session, [int(text)])), None)


def _list(*, late: bool, owed: bool = False) -> Response:
    session, by, now = door.session(), current_actor(), clock.now()
    found = reads.waiting(session, now) if late else reads.today(session, now)
    if late:
        found = [row for row in found if row.state is State.LATE]
    elsewhere = [row for row in found if row.last is None and off_floor(row.version)]
    found = [row for row in found if row not in elsewhere]
    zones = list(reads.by_zone(found))
    zone, post = request.args.get("zone", ""), request.args.get("poste", "")
    shown = [
        row
        for row in found
        if zone in {"", row.check.zone} and post in {"", row.check.step}
    ]  # fmt: skip
    shown.sort(key=_urgency)
    elsewhere.sort(key=_urgency)
    since = now - reads.RECENT
    return htmx.render(
        "laundry_rabc/checks/index.html",
        late=late,
        owed=owed,
        groups={} if owed else reads.by_zone(shown),
        elsewhere=_alike(elsewhere),
        elsewhere_count=len(elsewhere),
        zones=[(one, asking.zone_words(one)) for one in sorted(zones, key=_place)],
        posts=sorted({row.check.step for row in found if zone in {"", row.check.zone}}),
        zone=zone,
        post=post,
        zone_words=asking.zone_words,
        accents=texts.ACCENTS,
        par=request.args.get("par") or None,
        missed=len(reads.missed(session, since, now)),
        called=bool(request.args.get("appel")),
        just=_just(session),
        may_do=by.can(rights.DO, workshop=rights.WORKSHOP),
        may_validate=by.can(rights.VALIDATE, workshop=rights.WORKSHOP),
    )


def _urgency(row: Row) -> tuple[int, datetime, str]:
    return URGENT.get(row.state, len(URGENT)), row.check.late_at, row.code


def _alike(found: list[Row]) -> list[list[Row]]:
    """What a laboratory or the RABC lead still owes, once for each point and place."""
    alike: dict[tuple[str, str], list[Row]] = {}
    for row in found:
        alike.setdefault((row.code, row.where), []).append(row)
    return list(alike.values())


def _place(zone: str) -> int:
    order = list(texts.ZONES)
    return order.index(zone) if zone in order else len(order)


def _the_row(check_id: int) -> Row:
    row = reads.one(door.session(), check_id)
    if row is None:
        raise NotFound("not_found")
    return row
