"""What the office records beside a contract: Sunday agreements, hours elsewhere, dates, seats.

Each is a further row; what already says the same writes nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from esat import clock, texts
from esat.accounts.models import Account
from esat.actors import Actor
from esat.errors import Invalid, NotFound
from esat.workers import people
from esat.workers.contracts import calendar, forms, reads
from esat.workers.contracts.chains import Chain
from esat.workers.contracts.forms import AgreementIn, OtherJobIn, SeatIn, StepIn
from esat.workers.contracts.models import ContractStep, DelegateSeat, OtherJob, SundayAgreement
from esat.workers.models import Worker
from esat.workers.rules.keeping import BOOK

TWO_JOBS = "two_jobs_limit_hours"


@dataclass(frozen=True, slots=True)
class TwoJobs:
    """Hours here and elsewhere, and what they may be together before it is said."""

    worker_id: int
    here: Decimal
    elsewhere: Decimal
    limit: Decimal

    @property
    def total(self) -> Decimal:
        return self.here + self.elsewhere

    @property
    def over(self) -> bool:
        return self.total > self.limit


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement that stands."""

    day: date
    agreed_on: date
    how: str
    recorded_at: datetime
    who: str


def agree(
    session: Session, worker_id: int, given: AgreementIn, *, by: Actor, at: datetime | None = None
) -> None:
    """The worker agreed, beforehand, to work these days. Invalid: `form_invalid`."""
    at = at or clock.now()
    people.the_worker(session, worker_id)
    days = sorted({*given.days, *([given.other_day] if given.other_day else [])})
    _check_days(days, given.agreed_on, clock.local(at).date())
    standing = {one.day: one for one in agreed(session, worker_id, min(days))}
    for day in days:
        former = standing.get(day)
        if former is None or (former.agreed_on, former.how) != (given.agreed_on, given.how):
            session.add(
                SundayAgreement(
                    worker_id=worker_id, day=day, agreed_on=given.agreed_on, how=given.how,
                    recorded_at=at, recorded_by=by.account_id,
                )
            )  # fmt: skip
    session.flush()


def withdraw(
    session: Session, worker_id: int, day: date, *, by: Actor, at: datetime | None = None
) -> None:
    """The agreement for that day no longer stands. NotFound: `agreement_none`."""
    former = next((one for one in agreed(session, worker_id, day) if one.day == day), None)
    if former is None:
        raise NotFound("agreement_none")
    session.add(
        SundayAgreement(
            worker_id=worker_id, day=day, agreed_on=former.agreed_on, how=former.how,
            withdrawn=True, recorded_at=at or clock.now(), recorded_by=by.account_id,
        )
    )  # fmt: skip
    session.flush()


def agreed(session: Session, worker_id: int, since: date) -> list[Agreed]:
    """The agreements of a worker that stand, from a day on."""
    query = (
        select(SundayAgreement, Account.display_name)
        .outerjoin(Account, col(Account.id) == SundayAgreement.recorded_by)
        .where(SundayAgreement.worker_id == worker_id, SundayAgreement.day >= since)
        .order_by(col(SundayAgreement.id))
    )
    newest = {row.day: (row, who or "") for row, who in session.exec(query)}
    return [
        Agreed(day, row.agreed_on, row.how, row.recorded_at, who)
        for day, (row, who) in sorted(newest.items())
        if not row.withdrawn
    ]


def work_elsewhere(
    session: Session, worker_id: int, given: OtherJobIn, *, by: Actor, at: datetime | None = None
) -> None:
    """Weekly hours with another employer, from a day on."""
    at = at or clock.now()
    people.the_worker(session, worker_id)
    if given.other_since > calendar.months_after(clock.local(at).date(), 12):
        raise Invalid("form_invalid", {"other_since": texts.sentence("day_far")})
    query = (
        select(OtherJob)
        .where(OtherJob.worker_id == worker_id, OtherJob.since <= given.other_since)
        .order_by(col(OtherJob.since).desc(), col(OtherJob.id).desc())
    )
    former = session.exec(query.limit(1)).first()
    wanted = forms.hours(given.other_hours)
    said = (former.weekly_hours, former.convention_on) if former else (Decimal(0), None)
    if said == (wanted, given.convention_on):
        return
    session.add(
        OtherJob(
            worker_id=worker_id, weekly_hours=wanted, since=given.other_since,
            convention_on=given.convention_on, recorded_at=at, recorded_by=by.account_id,
        )
    )  # fmt: skip
    session.flush()


def jobs(session: Session, worker_id: int) -> list[OtherJob]:
    """What was said of hours elsewhere, the newest first."""
    query = select(OtherJob).where(OtherJob.worker_id == worker_id)
    return list(session.exec(query.order_by(col(OtherJob.since).desc(), col(OtherJob.id).desc())))


def two_jobs(session: Session, day: date) -> list[TwoJobs]:
    """Those who have another employer that day: for the office and direction only."""
    elsewhere = reads.others(session, None, day)
    if not elsewhere:
        return []
    limit = BOOK.value(session, TWO_JOBS, day)
    here = reads.standing(session, elsewhere, day)
    return [
        TwoJobs(worker, (here[worker].weekly_hours or Decimal(0)), hours, limit)
        for worker, hours in sorted(elsewhere.items())
        if worker in here
    ]


def record_step(
    session: Session, worker_id: int, given: StepIn, contract: Chain | None = None,
    *, by: Actor, at: datetime | None = None,
) -> None:  # fmt: skip
    """A date kept of a worker, or of one of his contracts. Invalid: what was done is not to come,
    and the next review is not years ahead.
    """
    at = at or clock.now()
    people.the_worker(session, worker_id)
    today = clock.local(at).date()
    if given.kind == "project_next":
        wrong = "day_far" if given.day > calendar.months_after(today, 36) else ""
    else:
        wrong = "day_to_come" if given.day > today else ""
    if wrong:
        raise Invalid("form_invalid", {f"day-{given.kind}": texts.sentence(wrong)})
    root = contract.root if contract else None
    row = ContractStep(
        worker_id=worker_id, contract_id=root, kind=given.kind, day=given.day,
        recorded_at=at, recorded_by=by.account_id,
    )  # fmt: skip
    mine = [one for one in steps(session, [worker_id]) if one.kind == given.kind]
    last = next((one for one in reversed(mine) if one.contract_id == root), None)
    if last is None or last.day != given.day:
        session.add(row)
        session.flush()


def steps(session: Session, workers: Collection[int] | None = None) -> list[ContractStep]:
    """The dates kept, in the order they were recorded."""
    query = select(ContractStep).order_by(col(ContractStep.id))
    if workers is not None:
        query = query.where(col(ContractStep.worker_id).in_(workers))
    return list(session.exec(query))


def seat(session: Session, given: SeatIn, *, by: Actor, at: datetime | None = None) -> None:
    """Who holds the seat of the delegate or of the deputy, from a day on."""
    at = at or clock.now()
    if given.worker_id is not None:
        people.the_worker(session, given.worker_id)
    if given.since > calendar.months_after(clock.local(at).date(), 12):
        raise Invalid("form_invalid", {"since": texts.sentence("day_far")})
    if seats(session, given.since).get(given.seat, 0) == (given.worker_id or 0):
        return
    session.add(DelegateSeat(**given.model_dump(), recorded_at=at, recorded_by=by.account_id))
    session.flush()


def seats(session: Session, day: date) -> dict[str, int]:
    """Who holds which seat that day; nobody's seat is not there."""
    query = (
        select(DelegateSeat)
        .where(DelegateSeat.since <= day)
        .order_by(col(DelegateSeat.since), col(DelegateSeat.id))
    )
    held = {row.seat: row.worker_id for row in session.exec(query)}
    return {name: worker for name, worker in held.items() if worker is not None}


def names(session: Session, workers: Collection[int]) -> dict[int, str]:
    """First names and initials."""
    query = select(Worker).where(col(Worker.id).in_(workers))
    return {one.id or 0: one.display_name for one in session.exec(query)}


def _check_days(days: Sequence[date], agreed_on: date, today: date) -> None:
    faults: dict[str, str] = {}
    strange = [day for day in days if not calendar.is_sunday(day)]
    if not days:
        faults["days"] = texts.sentence("agreement_days")
    elif strange:
        told = {"day": f"{strange[0]:%d/%m/%Y}"}
        faults["other_day"] = texts.sentence("agreement_sunday", told)
    elif agreed_on > min(days):
        faults["agreed_on"] = texts.sentence("agreement_prior")
    if agreed_on > today:
        faults["agreed_on"] = texts.sentence("day_to_come")
    if faults:
        raise Invalid("form_invalid", faults)
