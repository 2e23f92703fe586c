"""What one capture does, inside the transaction that keeps it: ask, move, act, or wait.

What was done without network happened: it is recorded as late, not judged again; where it
contradicts the record, the subject is held and an anomaly waits for a supervisor.
"""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select, text
from sqlmodel import Session

from esat import clock, registry, texts
from esat.actors import Actor
from esat.declarations import Act, ActDone, ActSent
from esat.errors import EsatError, Forbidden, Refused
from esat.production import (
    codes,
    contradictions,
    hearing,
    holds,
    journal,
    moves,
    offering,
    orders,
    scans,
    subjects,
)
from esat.production.journal_models import Capture
from esat.production.scans import ANOMALY, OK, QUESTION, Answer
from esat.production.sent import Sent
from esat.production.subjects import Subject

CARD_WAIT = timedelta(seconds=60)
LATE = timedelta(minutes=10)
WHY_LATE = "late_reason"
MAX_WHY = 280
_capture = Capture.__table__
_STATION = text(
    "SELECT station.id, station.workshop, station.default_action, station.zone FROM barcode"
    " JOIN station ON station.id = barcode.station_id"
    " WHERE barcode.code = :code AND station.retired_at IS NULL"
)


def scan_or_move(session: Session, sent: Sent, *, by: Actor) -> Answer:
    """Answer a scan; perform a move, a station's default move, or what an action card asks."""
    resolved = scans.resolve(session, sent.code or "")
    subject = resolved.subject
    if subject is not None and subject.action is not None and not subject.revoked:
        return _card(session, sent, subject, by)
    if subject is not None and not subject.revoked:
        told = hearing.watched(session, sent, subject, by) or hearing.spoken(
            session, sent, subject, by
        )
        if told is not None:
            return told
    action = sent.action if sent.kind == "move" else by.default_action
    if action is None or subject is None or subject.revoked:
        return scans.answer(session, resolved, by=by, at=sent.at)
    if sent.kind == "scan" and not _may_default(subject, action):
        return scans.answer(session, resolved, by=by, at=sent.at)
    return perform(session, sent, subject, action, by=by)


def placed(session: Session, sent: Sent, by: Actor) -> Actor:
    """The actor at the station that the capture names, when it is not his own. Refuses
    `station_unknown`, and `station_closed` where his own place was taken out of use: what it said
    of its side of the wall would be unknown; forbids a station of another workshop
    (`other_workshop`).
    """
    if sent.station is None and by.device_id is not None and by.station_id is not None:
        if by.station_code is None:
            raise Refused("station_closed")
        return by
    if sent.station is None or sent.station == by.station_code:
        return by
    read = codes.repair(sent.station)
    row = session.connection().execute(_STATION, {"code": read}).first()
    if row is None:
        raise Refused("station_unknown")
    if row.id == by.station_id:
        return by
    if row.workshop and by.workshops is not None and row.workshop not in by.workshops:
        raise Forbidden("other_workshop")
    return replace(
        by, station_id=row.id, station_code=read, default_action=row.default_action,
        station_zone=row.zone,
    )  # fmt: skip


def perform(session: Session, sent: Sent, subject: Subject, action: str, *, by: Actor) -> Answer:
    """Make the move, or raise its refusal; offline contradictions become anomalies."""
    _refuse_elsewhere(subject, by)
    _refuse_hidden(subject, action)
    late = sent.offline or clock.now() - sent.at > LATE
    context = moves.Context(
        by=by,
        at=sent.at,
        capture_uid=sent.uid.bytes,
        late=late,
        reason=_why_late(sent.data),
        data=_given(sent.data),
        without=_without(sent.data),
        judged=not sent.offline,
    )
    # A receiver may refuse what was written already: without network that alone is undone.
    whole: AbstractContextManager[Any] = session.begin_nested() if sent.offline else nullcontext()
    try:
        with whole:
            if subject.kind == "resource" and action == "receive":
                subject = _receive(session, subject, context)
            done = moves.move(session, subject, action, context)
    except Refused as refusal:
        if not sent.offline:
            raise _already(subject, action, refusal) from refusal
        return contradictions.refused(session, sent, subject, action, refusal, by=by)
    if done.event.entry.to_stage and _final(done.subject) and done.subject.order_id is not None:
        orders.close_if_done(session, done.subject.order_id, by=by, at=sent.at)
    if done.passed_over is not None:
        return contradictions.passed_over(session, sent, done)
    return moved_answer(session, done, by=by)


def moved_answer(session: Session, done: moves.Moved, *, by: Actor) -> Answer:
    """The answer to a successful move: where it stands now and what comes next."""
    held = done.held
    if session.info.get(holds.TOUCHED):
        held = holds.open_holds(session, done.subject)
    offers = tuple(offering.offers(session, done.subject, by=by, at=done.event.entry.at, held=held))
    described = scans.describe(done.subject, held)
    message = texts.sentence(
        "moved", {"label": done.subject.label, "stage": described["stage_label"]}
    )
    return Answer(
        OK, None, message, done.subject.code, described, offers, journal.as_event(done.event)
    )


def act(session: Session, sent: Sent, *, by: Actor) -> Answer:
    """A declared act of a module. Refuses `act_unknown`; forbids one without its right."""
    declared = registry.current().acts.get(sent.action or "")
    if declared is None:
        raise Refused("act_unknown")
    if not by.can(declared.capability):
        raise Forbidden("not_allowed")
    if sent.code is not None and hearing.has_zone(by):
        found = scans.resolve(session, sent.code).subject
        told = None if found is None else hearing.watched(session, sent, found, by)
        if told is not None:
            return told
    late = sent.offline or clock.now() - sent.at > LATE
    request = ActSent(sent.uid.bytes, sent.code, sent.data, sent.at, sent.offline, late, by)
    try:
        done: ActDone = declared.run(session, request)
    except EsatError as refusal:
        if not sent.offline:
            raise _told(declared, refusal) from refusal
        session.rollback()
        return Answer(
            ANOMALY, refusal.code, texts.sentence("anomaly_act", {"why": refusal.message}), None
        )
    return Answer(OK, None, done.message, done.code, None, (), done.event)


def _told(declared: Act, refusal: EsatError) -> Refused:
    """The refusal of an act, with the sentence of each field that it is about."""
    told = Refused(refusal.code, **refusal.params)
    named = declared.fields.get(refusal.code)
    return told.about(refusal.fields or ({named: told.message} if named else {}))


def out_of_time(session: Session, sent: Sent, *, by: Actor) -> Answer:
    """A time too far ahead or too old is kept and waits; no stage is changed."""
    code = "clock_ahead" if sent.at > clock.now() else "too_old"
    if sent.code is None:
        return Answer(ANOMALY, code, texts.sentence(code), None)
    asked = scans.answer(session, scans.resolve(session, sent.code), by=by, at=clock.now())
    return Answer(ANOMALY, code, texts.sentence(code), asked.code, asked.subject)


def carded(session: Session, sent: Sent, *, by: Actor) -> scans.Resolved | None:
    """What an action card acts on: the thing scanned last here, within 60 s."""
    row = (
        session.connection()
        .execute(
            select(_capture.c.code, _capture.c.captured_at)
            .where(*hearing.here(by), _capture.c.code.is_not(None))
            .order_by(_capture.c.id.desc())
            .limit(1)
        )
        .first()
    )
    if row is None or abs(sent.at - row.captured_at) > CARD_WAIT:
        return None
    subject = subjects.by_code(session, row.code)
    if subject is None or subject.revoked or subject.action is not None:
        return None
    return scans.Resolved(sent.code or "", subject.code, subject, None)


def _card(session: Session, sent: Sent, card: Subject, by: Actor) -> Answer:
    """An action card acts on what this station scanned last, within 60 s."""
    found = carded(session, sent, by=by)
    if found is None or found.subject is None or card.action is None:
        return Answer(
            QUESTION,
            "card_alone",
            texts.sentence("card_alone"),
            card.code,
            scans.describe(card, []),
        )
    told = hearing.watched(session, sent, found.subject, by)
    return told or perform(session, sent, found.subject, card.action, by=by)


def _receive(session: Session, subject: Subject, context: moves.Context) -> Subject:
    """A resource without an open item is received: its workshop makes the item."""
    workshop = registry.current().workshops.get(subject.workshop or "")
    if workshop is None or workshop.receive is None:
        raise Refused("resource_idle")
    if not context.by.is_system and not context.by.can(
        "production.move", workshop=subject.workshop
    ):
        raise Forbidden("not_allowed")
    workshop.receive(session, subject, by=context.by, at=context.at or clock.now())
    found = subjects.by_code(session, subject.code or "")
    if found is None or found.stage is None:
        raise Refused("resource_idle")
    return found


def _already(subject: Subject, action: str, refusal: Refused) -> EsatError:
    """Tell « already done at 10:42 » from « not offered », so that a double scan is no riddle."""
    if refusal.code != "move_not_offered" or subject.workshop is None or subject.stage is None:
        return refusal
    road = registry.current().workshop(subject.workshop).road
    ends = {move.target for move in road.moves if move.action == action}
    if subject.stage not in ends or subject.stage_since is None:
        return refusal
    wall = clock.local(subject.stage_since)
    since = wall.strftime("%H:%M" if wall.date() == clock.today() else "le %d/%m/%Y à %H:%M")
    return Refused("already_done", stage=road.stage(subject.stage).label, since=since)


def _may_default(subject: Subject, action: str) -> bool:
    if subject.kind == "resource":
        return action == "receive"
    if subject.workshop is None or subject.stage is None:
        return False
    road = registry.current().workshop(subject.workshop).road
    return road.move(subject.stage, action) is not None


def _refuse_elsewhere(subject: Subject, by: Actor) -> None:
    scoped = subject.workshop is not None and by.workshops is not None and not by.is_system
    if scoped and subject.workshop not in (by.workshops or ()):
        raise Forbidden("other_workshop")


def _refuse_hidden(subject: Subject, action: str) -> None:
    """A step that only an act of the workshop makes is none that a device or a button sends."""
    if subject.workshop is None or subject.stage is None:
        return
    road = registry.current().workshop(subject.workshop).road
    step = road.move(subject.stage, action)
    if step is not None and not step.offered:
        raise Refused("move_not_offered", stage=road.stage(subject.stage).label)


def _final(subject: Subject) -> bool:
    if subject.workshop is None or subject.stage is None:
        return False
    return registry.current().workshop(subject.workshop).road.stage(subject.stage).final


def _given(data: dict[str, Any]) -> dict[str, Any] | None:
    kept = {name: value for name, value in data.items() if name not in {"without", WHY_LATE}}
    return kept or None


def _why_late(data: dict[str, Any]) -> str:
    """Why it was entered long after it was done, in the words of who entered it."""
    why = data.get(WHY_LATE)
    return why.strip()[:MAX_WHY] if isinstance(why, str) else ""


def _without(data: dict[str, Any]) -> list[int]:
    """Members of a lot left behind, by key."""
    return [key for key in data.get("without", []) if isinstance(key, int)]
