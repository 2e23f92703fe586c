"""Which cycles a file measured: proposed by machine and time, confirmed by a person, and taken back
by a further row with its reason.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from laundry_rabc.loggers import evidence, places, rights
from laundry_rabc.loggers.evidence import CurveEvidence
from laundry_rabc.loggers.models import LoggerFile, LoggerMatch
from workshops.laundry.plant.models import Machine, Programme
from workshops.laundry.washing.models import Cycle

MOST: Final = 200
Told = Callable[[Session, CurveEvidence, Actor], None]
_listeners: list[Told] = []
_withdrawal_listeners: list[Callable[[Session, int, Actor], None]] = []


@dataclass(frozen=True, slots=True)
class Proposal:
    """A cycle of the machine within the file's span. `conflict` says what else measured it."""

    cycle: Cycle
    machine: str
    programme: str
    whole: bool
    conflict: str = ""


def on_matched(callback: Told) -> None:
    """Name who judges a cycle anew once a file is matched to it: `callback(session, evidence, by)`
    in the transaction of the confirmation; the evidence is the one that counts for the cycle.
    """
    if callback not in _listeners:
        _listeners.append(callback)


def on_withdrawn(callback: Callable[[Session, int, Actor], None]) -> None:
    """Name who hears that a match was taken back: `callback(session, cycle_id, by)`."""
    if callback not in _withdrawal_listeners:
        _withdrawal_listeners.append(callback)


def proposals(session: Session, file: LoggerFile) -> list[Proposal]:
    """Ended cycles of the machines on which the instrument stood, that the file overlaps and that
    are not matched to it yet.
    """
    spans = places.spans_of(session, file.instrument_id, file.first_at, file.last_at)
    if not spans:
        return []
    mine = select(LoggerMatch.cycle_id).where(LoggerMatch.file_id == file.id, evidence.standing())
    inside = or_(*(
        and_(
            col(Cycle.machine_id) == machine,
            col(Cycle.started_at) < until,
            col(Cycle.ended_at) > since,
        )
        for machine, since, until in spans
    ))  # fmt: skip
    query = (
        select(Cycle, Machine.label, Programme.label)
        .join(Machine, col(Machine.id) == col(Cycle.machine_version_id))
        .outerjoin(Programme, col(Programme.id) == col(Cycle.programme_id))
        .where(inside, col(Cycle.id).not_in(mine))
        .order_by(col(Cycle.started_at), col(Cycle.id))
        .limit(MOST)
    )
    rows = session.exec(query).all()
    others = _others(session, [cycle.id or 0 for cycle, _, _ in rows])
    return [
        Proposal(
            cycle, machine, programme or "", _is_whole(file, cycle),
            _conflict(file, others.get(cycle.id or 0, [])),
        )
        for cycle, machine, programme in rows
    ]  # fmt: skip


def confirm(
    session: Session, file_id: int, cycle_ids: Sequence[int], *, by: Actor
) -> list[LoggerMatch]:
    """Say that a file measured these cycles; each keeps what the machine declared and what the
    curve shows. Invalid without any; refuses `logger_matched` for one that is, and
    `logger_cycle_elsewhere` for one that the file cannot have measured. Flushes.
    """
    rights.require(by, rights.IMPORT)
    file = _locked(session, file_id)
    if not cycle_ids:
        raise Invalid("logger_no_cycle", {"cycle": "Cochez au moins un cycle."})
    offered = {one.cycle.id: one.cycle for one in proposals(session, file)}
    made = []
    for cycle_id in dict.fromkeys(cycle_ids):
        cycle = offered.get(cycle_id)
        if cycle is None:
            raise Refused(_why_not(session, file_id, cycle_id))
        row = _match(session, file, cycle, by)
        session.add(row)
        made.append(row)
    session.flush()
    for row in made:
        found = evidence.of_cycle(session, row.cycle_id)
        for told in _listeners if found is not None else ():
            told(session, found, by)  # type: ignore[arg-type]
    return made


def withdraw(session: Session, match_id: int, reason: str, *, by: Actor) -> LoggerMatch:
    """Take a match back; both rows stay. Invalid without a reason; refuses `logger_withdrawn`.
    Flushes.
    """
    rights.require(by, rights.IMPORT)
    row = match_of(session, match_id)
    if not reason.strip():
        raise Invalid("form_invalid", {"reason": "Dites pourquoi."})
    gone = session.exec(select(LoggerMatch.id).where(LoggerMatch.withdraws_id == match_id)).first()
    if gone is not None:
        raise Refused("logger_withdrawn")
    made = LoggerMatch(
        file_id=row.file_id, cycle_id=row.cycle_id, machine_id=row.machine_id,
        cycle_at=row.cycle_at, withdraws_id=match_id, reason=reason.strip()[:200],
        at=clock.now(), account_id=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    for told in _withdrawal_listeners:
        told(session, row.cycle_id, by)
    return made


def match_of(session: Session, match_id: int) -> LoggerMatch:
    """A match by its key. NotFound for none, and for a withdrawal."""
    found = session.get(LoggerMatch, match_id)
    if found is None or found.withdraws_id is not None:
        raise NotFound("not_found")
    return found


def the(session: Session, file_id: int) -> LoggerFile:
    """A file by its key. NotFound for none."""
    found = session.get(LoggerFile, file_id)
    if found is None:
        raise NotFound("not_found")
    return found


def _locked(session: Session, file_id: int) -> LoggerFile:
    """The file, kept from others who would match it at the same moment."""
    the(session, file_id)
    query = select(LoggerFile).where(LoggerFile.id == file_id).with_for_update()
    return session.exec(query).one()


def _match(session: Session, file: LoggerFile, cycle: Cycle, by: Actor) -> LoggerMatch:
    found = evidence.from_files(session, cycle, [file])
    own = found.own
    peak = own.peak.celsius if own.peak is not None else None
    return LoggerMatch(
        file_id=file.id or 0,
        cycle_id=cycle.id or 0,
        machine_id=cycle.machine_id,
        cycle_at=cycle.ended_at or cycle.started_at,
        threshold_c=None if found.required is None else found.required.celsius,
        mixing_minutes=None if found.required is None else found.required.mixing,
        credited_minutes=None if found.required is None else own.credited_minutes,
        peak_c=None if peak is None else round(peak, 3),
        gaps=len(own.gaps),
        declared_c=found.declared_c,
        declared_minutes=found.declared_minutes,
        permitted_c=found.permitted_c,
        lies=found.lies,
        at=clock.now(),
        account_id=by.account_id,
    )


def _why_not(session: Session, file_id: int, cycle_id: int) -> str:
    query = select(LoggerMatch.id).where(
        LoggerMatch.file_id == file_id, LoggerMatch.cycle_id == cycle_id, evidence.standing()
    )
    known = session.exec(query.limit(1)).first()
    return "logger_cycle_elsewhere" if known is None else "logger_matched"


def _others(session: Session, cycle_ids: Sequence[int]) -> dict[int, list[LoggerFile]]:
    query = (
        select(LoggerMatch.cycle_id, LoggerFile)
        .join(LoggerFile, col(LoggerFile.id) == col(LoggerMatch.file_id))
        .where(col(LoggerMatch.cycle_id).in_(cycle_ids), evidence.standing())
    )
    found: dict[int, list[LoggerFile]] = {}
    for cycle_id, file in session.exec(query):
        found.setdefault(cycle_id, []).append(file)
    return found


def _is_whole(file: LoggerFile, cycle: Cycle) -> bool:
    return file.first_at <= cycle.started_at and file.last_at >= (cycle.ended_at or file.last_at)


def _conflict(file: LoggerFile, others: Sequence[LoggerFile]) -> str:
    if not others:
        return ""
    same = [one for one in others if one.instrument_id == file.instrument_id]
    overlaps = any(one.first_at < file.last_at and one.last_at > file.first_at for one in same)
    if overlaps:
        return "déjà mesuré par un autre fichier du même enregistreur : le plus froid compte"
    if same:
        return "une autre partie est dans un autre fichier"
    return "mesuré aussi par un autre enregistreur : le plus froid compte"
