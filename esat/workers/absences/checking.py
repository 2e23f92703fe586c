"""What an absence must be before it is kept: whose, when, by which reason of the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, select

from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.workers import locks
from esat.workers.absences import kinds, leave_days, reads, sealed
from esat.workers.absences.forms import AbsenceIn
from esat.workers.absences.halves import Stretch
from esat.workers.absences.kinds import Kind
from esat.workers.models import Worker
from esat.workers.timetables import reads as timetables
from esat.workers.timetables.plans import AFTERNOON, MORNING, DayPlan

MOST_DAYS = 1100
"""A period longer than three years is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Said:
    """What becomes a row: whose, when, why."""

    worker_id: int
    stretch: Stretch
    reason: sealed.Reason
    words: sealed.Words


def said(session: Session, given: AbsenceIn, by: Actor) -> Said:
    """The absence as it will stand. Invalid by field; Refused `absence_no_day`, `period_locked`."""
    worker = _worker(session, given.worker_id)
    kind = kinds.catalogue(session, given.since).get(given.code)
    if kind is None:
        raise Invalid("form_invalid", {"code": "Choisissez un motif du catalogue."})
    stretch = Stretch(
        given.since, given.since_half, given.last, given.until_half,
        given.from_time, given.to_time,
    )  # fmt: skip
    if faults := _faults(given, worker, kind):
        raise Invalid("form_invalid", faults)
    refuse_closed(session, given.worker_id, stretch, by)
    plans = timetables.over(
        session, [given.worker_id], stretch.since, stretch.until + timedelta(days=7)
    )[given.worker_id]
    _refuse_empty(session, given.worker_id, stretch, plans)
    if kind.unit == "day" and _half_a_day(stretch, plans):
        raise Invalid("form_invalid", {"code": f"« {kind.label} » se compte en jours entiers."})
    return Said(
        given.worker_id,
        stretch,
        _reason(kind, stretch, plans, given.saturday),
        sealed.Words(given.note, given.correction),
    )


def _worker(session: Session, worker_id: int) -> Worker:
    query = select(Worker).where(Worker.id == worker_id).with_for_update()
    worker = session.exec(query).first()
    if worker is None:
        raise NotFound("worker_unknown")
    return worker


def _faults(given: AbsenceIn, worker: Worker, kind: Kind) -> dict[str, str]:
    if kind.withdrawn:
        return {"code": f"« {kind.label} » est retiré du catalogue. Choisissez un autre motif."}
    if given.last < given.since or (given.last - given.since).days > MOST_DAYS:
        return {"until": "La fin vient après le début, trois ans au plus."}
    if given.last == given.since and (given.since_half, given.until_half) == (AFTERNOON, MORNING):
        return {"until_half": "Le matin vient avant l’après-midi. Corrigez les demi-journées."}
    if worker.contract_starts and given.since < worker.contract_starts:
        return {"since": f"Le contrat commence le {worker.contract_starts:%d/%m/%Y}."}
    if worker.left_on and given.last > worker.left_on:
        return {"until": f"Cette personne est partie le {worker.left_on:%d/%m/%Y}."}
    return _time_faults(given, kind)


def _time_faults(given: AbsenceIn, kind: Kind) -> dict[str, str]:
    if given.from_time is None and given.to_time is None:
        return {}
    if given.from_time is None or given.to_time is None:
        missing = "from_time" if given.from_time is None else "to_time"
        return {missing: "Écrivez les deux heures, ou aucune."}
    if given.from_time >= given.to_time:
        return {"to_time": "La fin vient après le début. Corrigez les heures."}
    if given.last != given.since:
        return {"until": "Avec des heures, l’absence tient en un jour."}
    if kind.unit != "hour":
        return {"from_time": f"« {kind.label} » se compte en {kinds.UNITS[kind.unit]}s."}
    return {}


def _refuse_empty(
    session: Session, worker_id: int, stretch: Stretch, plans: Sequence[DayPlan]
) -> None:
    """Refused where nobody expects him on any half-day and no sheet speaks of one."""
    by_day = {plan.day: plan for plan in plans}
    keys = list(stretch.keys(stretch.since, stretch.until))
    if any(by_day[day].expects(half) for day, half in keys):
        return
    seen = reads.sheets(session, [worker_id], stretch.since, stretch.until)
    if not any((worker_id, day, half) in seen for day, half in keys):
        raise Refused("absence_no_day")


def _half_a_day(stretch: Stretch, plans: Sequence[DayPlan]) -> bool:
    """Whether it leaves out a half-day that is worked, on its first day or its last."""
    by_day = {plan.day: plan for plan in plans}
    begins = stretch.since_half == AFTERNOON and by_day[stretch.since].expects(MORNING)
    ends = stretch.until_half == MORNING and by_day[stretch.until].expects(AFTERNOON)
    return begins or ends


def _reason(kind: Kind, stretch: Stretch, plans: Sequence[DayPlan], saturday: str) -> sealed.Reason:
    extra = 0
    if kind.counter == "annual" and stretch.times is None:
        extra = len(leave_days.trailing(stretch, plans))
    if not extra:
        return sealed.Reason(kind.code)
    return sealed.Reason(kind.code, saturday or sealed.ASKED, extra)


def refuse_closed(session: Session, worker_id: int, stretch: Stretch, by: Actor) -> None:
    """Refused `period_locked` where a month it touches is closed to `by`."""
    month = locks.month_of(stretch.since)
    while month <= stretch.until:
        locks.refuse(session, [worker_id], month, by)
        month = locks.month_of(month + timedelta(days=31))
