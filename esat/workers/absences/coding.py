"""Absences entered, coded, corrected and withdrawn by the office: each act is a further row.

A note never says more than facts; it is sealed with the reason.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.workers.absences import checking, kinds, reads, sealed
from esat.workers.absences.checking import Said
from esat.workers.absences.forms import AbsenceIn
from esat.workers.absences.halves import Stretch
from esat.workers.absences.models import Absence


def record(session: Session, given: AbsenceIn, *, by: Actor, at: datetime) -> Absence:
    """Enter an absence with its reason; the same one again is the one that stands.

    Forbidden `not_allowed`. Invalid by field. Refused: `absence_overlap`, `absence_no_day`,
    `period_locked`. Flushes.
    """
    _require(by)
    said = checking.said(session, given, by)
    for row in _met(session, said.worker_id, said.stretch):
        if reads.stretch(row) == said.stretch and reads.reason(row).code == said.reason.code:
            return row
        raise Refused("absence_overlap", day=f"{max(row.since, said.stretch.since):%d/%m/%Y}")
    return _add(session, said, None, by=by, at=at)


def code_lines(
    session: Session, lines: Sequence[AbsenceIn], *, by: Actor, at: datetime
) -> list[Absence]:
    """Enter several, all of them or none."""
    return [record(session, one, by=by, at=at) for one in lines]


def correct(
    session: Session, number: int, version: int, given: AbsenceIn, *, by: Actor, at: datetime
) -> Absence:
    """Say an absence anew; the version before stays readable. Why it is corrected is asked.

    NotFound `absence_unknown`. Refused: `absence_newer`, `absence_gone`, and those of `record`.
    """
    _require(by)
    former = _former(session, number, version)
    fixed = given.model_copy(update={"worker_id": former.worker_id})
    if not fixed.correction:
        raise Invalid("form_invalid", {"correction": "Dites pourquoi vous corrigez."})
    said = checking.said(session, fixed, by)
    for row in _met(session, said.worker_id, said.stretch):
        if row.number != number:
            raise Refused("absence_overlap", day=f"{max(row.since, said.stretch.since):%d/%m/%Y}")
    return _add(session, said, former, by=by, at=at)


def withdraw(
    session: Session, number: int, version: int, correction: str, *, by: Actor, at: datetime
) -> Absence:
    """Take back an absence that was none; its versions stay readable."""
    _require(by)
    former = _former(session, number, version)
    if not correction.strip() or len(correction) > sealed.CORRECTION_MOST:
        words = f"Dites pourquoi, en {sealed.CORRECTION_MOST} signes au plus."
        raise Invalid("form_invalid", {"correction": words})
    checking.refuse_closed(session, former.worker_id, reads.stretch(former), by)
    note = sealed.open_words(former.worker_id, former.sealed_words).note
    words_of = sealed.Words(note, correction.strip())
    said = Said(former.worker_id, reads.stretch(former), reads.reason(former), words_of)
    return _add(session, said, former, by=by, at=at, withdrawn=True)


def answer(
    session: Session,
    number: int,
    version: int,
    *,
    counts: bool,
    by: Actor,
    at: datetime,
) -> Absence:
    """Whether the days between a leave and the next day of work count; kept with the absence."""
    _require(by)
    former = _former(session, number, version)
    reason = reads.reason(former)
    if not reason.extra:
        raise NotFound("absence_unknown")
    checking.refuse_closed(session, former.worker_id, reads.stretch(former), by)
    answered = replace(reason, saturday=sealed.COUNTS if counts else sealed.FREE)
    note = sealed.open_words(former.worker_id, former.sealed_words).note
    words = sealed.Words(note, "Réponse sur le samedi")
    said = Said(former.worker_id, reads.stretch(former), answered, words)
    return _add(session, said, former, by=by, at=at)


def versions(session: Session, number: int) -> list[Absence]:
    """Every version, the newest first. NotFound `absence_unknown`."""
    query = select(Absence).where((Absence.id == number) | (Absence.first_id == number))
    rows = list(session.exec(query.order_by(col(Absence.version).desc())))
    if not rows or rows[-1].id != number or rows[-1].first_id is not None:
        raise NotFound("absence_unknown")
    return rows


def _require(by: Actor) -> None:
    if not by.can(kinds.CODE):
        raise Forbidden("not_allowed")


def _former(session: Session, number: int, version: int) -> Absence:
    """The version that stands, kept from changing under us."""
    session.exec(select(Absence.id).where(Absence.id == number).with_for_update()).first()
    former = versions(session, number)[0]
    if former.version != version:
        raise Refused("absence_newer")
    if former.withdrawn:
        raise Refused("absence_gone")
    return former


def _met(session: Session, worker_id: int, stretch: Stretch) -> list[Absence]:
    rows = reads.standing(session, stretch.since, stretch.until, [worker_id])
    return [row for row in rows if reads.stretch(row).meets(stretch)]


def _add(
    session: Session, said: Said, former: Absence | None, *, by: Actor, at: datetime,
    withdrawn: bool = False,
) -> Absence:  # fmt: skip
    row = Absence(
        first_id=former.number if former else None,
        version=former.version + 1 if former else 1,
        worker_id=said.worker_id,
        since=said.stretch.since,
        since_half=said.stretch.since_half,
        until=said.stretch.until,
        until_half=said.stretch.until_half,
        from_time=said.stretch.from_time,
        to_time=said.stretch.to_time,
        withdrawn=withdrawn,
        sealed_reason=sealed.reason(said.worker_id, said.reason),
        sealed_words=sealed.words(said.worker_id, said.words),
        recorded_at=at,
        recorded_by=by.account_id,
    )
    session.add(row)
    session.flush()
    return row
