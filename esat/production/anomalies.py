"""Captures that contradict the record and wait: listed, then settled with what really happened."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from esat import clock, registry, texts
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.production import corrections, holds, scans, tables
from esat.production.journal_models import Capture
from esat.production.scans import ANOMALY
from esat.production.subjects import Subject
from esat.stages import Stage

LISTED = 100
MAX_NOTE = 280
_capture, _account = tables.capture, tables.account


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One capture that waits: what was sent, by whom, why it waits, and where its thing stands."""

    id: int
    at: datetime
    received_at: datetime
    who: str
    station: str
    kind: str
    wanted: str
    why: str
    offline: bool
    code: str
    subject: Subject | None
    stage_label: str
    stages: tuple[Stage, ...]
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Settled:
    """What really happened: the stage where the thing stands (None: as recorded), and a word."""

    note: str
    stage: str | None = None


def waiting(session: Session, *, by: Actor) -> tuple[Anomaly, ...]:
    """The anomalies that wait in the actor's workshops, the oldest first."""
    rows = session.connection().execute(
        _query().where(_capture.c.settled_at.is_(None)).order_by(_capture.c.id).limit(LISTED)
    )
    found = (_anomaly(session, row) for row in rows)
    return tuple(anomaly for anomaly in found if _may_settle(anomaly, by))


def one(session: Session, capture_id: int, *, by: Actor) -> Anomaly:
    """One anomaly. NotFound (`anomaly_gone`) when it is none, or not of his workshops; refuses
    `anomaly_settled`.
    """
    row = session.connection().execute(_query().where(_capture.c.id == capture_id)).first()
    anomaly = None if row is None else _anomaly(session, row)
    if row is None or anomaly is None or not _may_settle(anomaly, by):
        raise NotFound("anomaly_gone")
    if row.settled_at is not None:
        raise Refused("anomaly_settled")
    return anomaly


def settle(
    session: Session, capture_id: int, given: Settled, *, by: Actor, at: datetime | None = None
) -> None:
    """Close an anomaly: correct the stage if it is another, lift the hold when nothing else of the
    thing waits. Invalid without a word; refuses as `one` and `corrections.correct_stage`.
    """
    moment = at or clock.now()
    anomaly = one(session, capture_id, by=by)
    note = given.note.strip()
    if not note:
        raise Invalid("form_invalid", {"note": "Écrivez ce qui s’est passé."})
    if len(note) > MAX_NOTE:
        raise Invalid("form_invalid", {"note": "Écrivez moins de 280 signes."})
    subject = anomaly.subject
    if subject is not None and given.stage and given.stage != subject.stage:
        corrections.correct_stage(session, subject, given.stage, note, by=by, at=moment)
    row = session.get(Capture, capture_id)
    if row is None:
        raise NotFound("anomaly_gone")
    row.settled_at, row.settled_by, row.settled_note = moment, by.account_id, note
    session.flush()
    if subject is not None and not _others_wait(session, anomaly):
        for hold in holds.open_holds(session, subject):
            if hold.reason == "contradiction" and hold.member_id in {None, subject.item_id}:
                holds.lift(session, hold.id, by=by, at=moment, note=note)


def _query() -> Any:
    station = tables.station
    return (
        select(
            _capture.c.id, _capture.c.captured_at, _capture.c.received_at, _capture.c.kind,
            _capture.c.code, _capture.c.action, _capture.c.offline, _capture.c.reason,
            _capture.c.content, _capture.c.answer, _capture.c.settled_at, _account.c.display_name,
            station.c.name.label("station_name"),
        )
        .outerjoin(_account, _account.c.id == _capture.c.account_id)
        .outerjoin(station, station.c.id == _capture.c.station_id)
        .where(_capture.c.outcome == ANOMALY)
    )  # fmt: skip


def _anomaly(session: Session, row: Any) -> Anomaly:
    content = json.loads(row.content or "{}")
    code = row.code or content.get("code") or ""
    subject = scans.resolve(session, code).subject if code else None
    workshop = registry.current().workshops.get((subject.workshop if subject else "") or "")
    stage: str = ""
    stages: tuple[Stage, ...] = ()
    if subject is not None and workshop is not None and subject.stage is not None:
        stage, stages = workshop.road.stage(subject.stage).label, workshop.road.stages
    return Anomaly(
        id=row.id,
        at=row.captured_at,
        received_at=row.received_at,
        who=row.display_name or "",
        station=row.station_name or "",
        kind=row.kind,
        wanted=_wanted(row.kind, row.action, subject),
        why=_why(row, {"stage": stage, "label": code, "holds": "voir plus bas", "holder": ""}),
        offline=row.offline,
        code=code,
        subject=subject,
        stage_label=stage,
        stages=stages,
        data=content.get("data") or {},
    )


def _why(row: Any, known: Mapping[str, str]) -> str:
    """Why it is one; of an act, in the words that were answered, with their day and their hours."""
    if row.kind == "act":
        return str(json.loads(row.answer).get("message", ""))
    return texts.sentence(row.reason or "anomaly_kept", known)


def _wanted(kind: str, action: str | None, subject: Subject | None) -> str:
    """What the device says was done, in French."""
    if kind == "scan" or action is None:
        return "Scan"
    if kind == "act":
        declared = registry.current().acts.get(action)
        return declared.label if declared is not None else action
    workshop = registry.current().workshops.get((subject.workshop if subject else "") or "")
    moves = workshop.road.moves if workshop is not None else ()
    return next((move.label for move in moves if move.action == action), action)


def _may_settle(anomaly: Anomaly, by: Actor) -> bool:
    workshop = anomaly.subject.workshop if anomaly.subject is not None else None
    return by.can("production.settle", workshop=workshop)


def _others_wait(session: Session, anomaly: Anomaly) -> bool:
    query = select(_capture.c.id).where(
        _capture.c.outcome == ANOMALY,
        _capture.c.settled_at.is_(None),
        _capture.c.code == anomaly.code,
        _capture.c.id != anomaly.id,
    )
    return session.connection().execute(query.limit(1)).first() is not None
