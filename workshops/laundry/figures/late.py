"""Late entry: what was written on paper becomes the same acts and moves, at their true time.

Each code is one capture of its own, made in the past and marked late with both times.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.db import Database
from esat.errors import EsatError, Forbidden, NotFound, Refused
from esat.production import captures, scans, tables
from esat.production.sent import Sent
from esat.production.subjects import Subject
from workshops.laundry.figures import happenings
from workshops.laundry.figures.happenings import Happening
from workshops.laundry.washing.cycles import LATE

ENTER: Final = "laundry.late"
OLDEST: Final = timedelta(days=35)
MOST: Final = 60
_event, _member, _item = tables.event, tables.lot_item, tables.item


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody says happened: to which codes, when, why it comes late, and what was read."""

    what: Happening
    codes: tuple[str, ...]
    at: datetime
    reason: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one code; `label` is the thing's, where it is known."""

    code: str
    ok: bool
    message: str
    label: str = ""


def enter(database: Database, entered: Entered, key: uuid.UUID, *, by: Actor) -> list[Outcome]:
    """Take each code as a capture in the past, one after the other. Refuses `late_ahead`,
    `late_too_old`, `late_not_late` for all of them; what one code is refused for stands beside it.
    Forbids `not_allowed`. The same `key` again answers the same and writes nothing.
    """
    if not by.can(ENTER, workshop="laundry"):
        raise Forbidden("not_allowed")
    in_time(entered.at, clock.now())
    if entered.what.into:
        return _together(database, entered, key, by)
    return [_one(database, entered, key, code, by) for code in entered.codes]


def in_time(at: datetime, now: datetime) -> None:
    """Refuses a time that has not come, one too old to be kept, and one that is not late."""
    if at > now:
        raise Refused("late_ahead")
    if now - at > OLDEST:
        raise Refused("late_too_old")
    if now - at <= LATE:
        raise Refused("late_not_late")


def _one(database: Database, entered: Entered, key: uuid.UUID, code: str, by: Actor) -> Outcome:
    what, act = entered.what, happenings.by_act(entered.what)
    sent = Sent(
        uuid.uuid5(key, f"{what.code}|{code}"), entered.at, "act" if act else "move", code,
        what.act if act else what.move, data=_data(entered, act=act),
    )  # fmt: skip
    try:
        label = _checked(database, sent, by)
        answer = captures.take(database, sent, by=by)
    except EsatError as error:
        return Outcome(code, ok=False, message=error.message)
    return Outcome(answer["code"] or code, answer["outcome"] == "ok", answer["message"], label)


def _together(database: Database, entered: Entered, key: uuid.UUID, by: Actor) -> list[Outcome]:
    """All the codes by one act about what they go into (loads into a dryer): all of it or nothing;
    what is wrong with one of them stands beside it.
    """
    what, into = entered.what, str(entered.data[entered.what.into])
    uid = uuid.uuid5(key, "|".join((what.code, into, *entered.codes)))
    found: dict[str, Subject] = {}
    wrong = []
    with database.read() as session:
        seen = captures.moments(session, (uid,))
        for code in (into, *entered.codes):
            try:
                found[code] = _subject(session, code, by)
                if not seen:
                    not_before(session, found[code], entered.at)
            except EsatError as error:
                wrong.append(Outcome(code, ok=False, message=error.message))
    if wrong:
        return wrong
    data: dict[str, Any] = {what.why: entered.reason} | entered.data
    for code in entered.codes:
        data.setdefault("loads" if found[code].kind == "lot" else "items", []).append(code)
    sent = Sent(uid, entered.at, "act", into, what.act, data=data)
    try:
        answer = captures.take(database, sent, by=by)
    except EsatError as error:
        return [Outcome(into, ok=False, message=error.message)]
    label = found[into].label
    return [Outcome(answer["code"] or into, answer["outcome"] == "ok", answer["message"], label)]


def _checked(database: Database, sent: Sent, by: Actor) -> str:
    """The label of a thing of the laundry that was there at that time, unless it is a replay."""
    with database.read() as session:
        subject = _subject(session, sent.code or "", by)
        if not captures.moments(session, (sent.uid,)):
            not_before(session, subject, sent.at)
        return subject.label


def _subject(session: Session, code: str, by: Actor) -> Subject:
    resolved = scans.resolve(session, code)
    found = resolved.subject
    if found is None:
        raise Refused(resolved.reason or "code_unknown")
    if found.workshop != "laundry" or (by.workshops is not None and "laundry" not in by.workshops):
        raise NotFound("late_not_laundry")
    return found


def not_before(session: Session, subject: Subject, at: datetime) -> None:
    """Refuses `late_before_it` when the thing was not there yet, `late_before_last` when the
    journal already says something later of it.
    """
    last = _last_event(session, subject)
    if last is not None and at < last:
        wall = clock.local(last).strftime("%d/%m/%Y à %H:%M")
        raise Refused("late_before_last", at=wall, label=subject.label)
    made = _made(session, subject)
    if made is not None and at < made:
        wall = clock.local(made).strftime("%d/%m/%Y à %H:%M")
        raise Refused("late_before_it", at=wall, label=subject.label)


def _last_event(session: Session, subject: Subject) -> datetime | None:
    """When the journal last says something of an item (in its lots too), a lot or a resource."""
    if subject.kind == "item":
        moments = [
            _newest(session, _event.c.item_id == subject.item_id),
            _newest_together(session, subject.item_id),
        ]
        return max((one for one in moments if one is not None), default=None)
    if subject.kind == "lot":
        return _newest(session, _event.c.lot_id == subject.lot_id)
    if subject.kind == "resource" and subject.resource_id is not None:
        closed = select(func.max(_item.c.closed_at)).where(
            _item.c.resource_id == subject.resource_id
        )
        found: datetime | None = session.connection().execute(closed).scalar()
        return found
    return None


def _newest(session: Session, which: Any) -> datetime | None:
    found: datetime | None = (
        session.connection().execute(select(func.max(_event.c.at)).where(which)).scalar()
    )
    return found


def _newest_together(session: Session, item_id: int | None) -> datetime | None:
    """Of the lots of an item, while it belonged to them."""
    query = (
        select(func.max(_event.c.at))
        .select_from(_member.join(_event, _event.c.lot_id == _member.c.lot_id))
        .where(
            _member.c.item_id == item_id,
            _event.c.at >= _member.c.joined_at,
            _member.c.left_at.is_(None) | (_event.c.at <= _member.c.left_at),
        )
    )
    found: datetime | None = session.connection().execute(query).scalar()
    return found


def _made(session: Session, subject: Subject) -> datetime | None:
    if subject.kind != "resource":
        return None
    resource = tables.resource
    query = select(resource.c.created_at).where(resource.c.id == subject.resource_id)
    found: datetime | None = session.connection().execute(query).scalar()
    return found


def _data(entered: Entered, *, act: bool) -> dict[str, Any]:
    """What the act takes, and why it comes late under the names that acts and moves read."""
    why = {entered.what.why if act else happenings.WHY: entered.reason}
    return why | entered.data if act else why
