"""What the prerequisites prove over a period, and what they lack; what waits now. SELECTs only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select

from esat import clock
from laundry_rabc.prereq import chemical_reads, cleaning_reads, pumps, upkeep_reads
from laundry_rabc.prereq import gaps as lacking
from laundry_rabc.prereq.chemical_reads import Lot, PumpRow
from laundry_rabc.prereq.cleaning_reads import Due
from laundry_rabc.prereq.gaps import MOST, Gap
from laundry_rabc.prereq.models import Pump, PumpEvent, PumpFill
from laundry_rabc.prereq.saying import standing
from laundry_rabc.prereq.upkeep import HygieneRound, PestVisit, TrolleyClean
from laundry_rabc.prereq.upkeep_reads import EventRow, PlanRow, VisitRow
from laundry_rabc.prereq.windows import EmptyWindow


@dataclass(frozen=True, slots=True)
class Tally:
    """A task of the cleaning plan over a period: how often it was due, and what became of it."""

    code: str
    what: str
    zone: str
    expected: int
    done: int
    late: int
    missed: int
    not_applicable: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The prerequisites from a day until another, both included, as the dossier tells them."""

    since: date
    until: date
    lots: tuple[Lot, ...]
    pumps: tuple[PumpRow, ...]
    empty: tuple[EmptyWindow, ...]
    calibrations: tuple[tuple[PumpEvent, str], ...]
    cleaning: tuple[Tally, ...]
    visits: tuple[VisitRow, ...]
    trolleys: int
    """How often a trolley or a bin was disinfected."""
    trolley_faults: int
    rounds: tuple[HygieneRound, ...]
    plans: tuple[PlanRow, ...]
    events: tuple[EventRow, ...]
    gaps: tuple[Gap, ...]


def for_period(session: Session, since: date, until: date) -> Evidence:
    """What was kept from a day until another, both included, and its gaps. The statements are as
    many for a week as for a year.
    """
    start, end = clock.midnight(since), clock.midnight(until + timedelta(days=1))
    cleaning = cleaning_reads.ending(session, since, min(until, clock.today()))
    rows = chemical_reads.pump_rows(session)
    empty = pumps.empty_windows(session, start, end)
    cleaned, faults = _trolleys(session, start, end)
    plans = upkeep_reads.plan_rows(session)
    return Evidence(
        since=since, until=until, lots=_lots_used(session, start, end), pumps=tuple(rows),
        empty=empty, calibrations=_calibrations(session, start, end), cleaning=tally(cleaning),
        visits=_visits(session, start, end), trolleys=cleaned, trolley_faults=faults,
        rounds=_rounds(session, start, end), plans=tuple(plans),
        events=tuple(upkeep_reads.events(session, since=start, until=end)),
        gaps=(
            *lacking.cleaning_gaps(cleaning), *lacking.empty_gaps(session, start, end),
            *lacking.pest_gaps(session, since, until), *lacking.upkeep_gaps(plans, until),
            *lacking.chemical_gaps(session, rows, end),
        ),
    )  # fmt: skip


def gaps(session: Session, since: date, until: date) -> tuple[Gap, ...]:
    """Only what is lacking over a period."""
    return for_period(session, since, until).gaps


def tally(found: list[Due]) -> tuple[Tally, ...]:
    """Each task with its counts; what is not due yet is not counted."""
    by_code: dict[str, list[Due]] = {}
    for one in found:
        by_code.setdefault(one.task.code, []).append(one)
    return tuple(
        Tally(
            code, rows[-1].task.what, rows[-1].task.zone,
            sum(one.state != "due" for one in rows),
            sum(one.state in {"done", "done_late"} for one in rows),
            sum(one.state == "done_late" for one in rows),
            sum(one.missed for one in rows),
            sum(one.state == "not_applicable" for one in rows),
        )
        for code, rows in sorted(by_code.items())
    )  # fmt: skip


def _lots_used(session: Session, start: datetime, end: datetime) -> tuple[Lot, ...]:
    """The lots that were in a pump at some moment of the period."""
    fills = session.exec(
        standing(PumpFill)
        .where(col(PumpFill.at) < end)
        .order_by(col(PumpFill.pump_id), col(PumpFill.at), col(PumpFill.id))
    ).all()
    used: set[int | None] = set()
    for n, one in enumerate(fills):
        following = fills[n + 1] if n + 1 < len(fills) else None
        ended = following.at if following and following.pump_id == one.pump_id else None
        if ended is None or ended > start:
            used.add(one.lot_id)
    return tuple(one for one in chemical_reads.lots(session) if one.lot.id in used)


def _calibrations(
    session: Session, start: datetime, end: datetime
) -> tuple[tuple[PumpEvent, str], ...]:
    query = (
        standing(PumpEvent)
        .join(Pump, col(Pump.id) == PumpEvent.pump_id)
        .add_columns(col(Pump.code))
        .where(
            col(PumpEvent.kind) == "calibration",
            col(PumpEvent.at) >= start,
            col(PumpEvent.at) < end,
        )
        .order_by(col(PumpEvent.at), col(PumpEvent.id))
        .limit(MOST)
    )
    return tuple((row[0], row[1]) for row in session.execute(query))


def _visits(session: Session, start: datetime, end: datetime) -> tuple[VisitRow, ...]:
    query = (
        select(PestVisit)
        .where(col(PestVisit.at) >= start, col(PestVisit.at) < end)
        .order_by(col(PestVisit.at), col(PestVisit.id))
        .limit(MOST)
    )
    return tuple(upkeep_reads.visit_rows(session, list(session.exec(query))))


def _trolleys(session: Session, start: datetime, end: datetime) -> tuple[int, int]:
    keys = standing(TrolleyClean).with_only_columns(col(TrolleyClean.id))
    query = (
        select(TrolleyClean.kind, func.count())
        .where(
            col(TrolleyClean.id).in_(keys), col(TrolleyClean.at) >= start,
            col(TrolleyClean.at) < end,
        )
        .group_by(col(TrolleyClean.kind))
    )  # fmt: skip
    found = dict(session.exec(query).all())
    cleaned = found.pop("cleaned", 0)
    return cleaned, sum(found.values())


def _rounds(session: Session, start: datetime, end: datetime) -> tuple[HygieneRound, ...]:
    query = (
        standing(HygieneRound)
        .where(col(HygieneRound.at) >= start, col(HygieneRound.at) < end)
        .order_by(col(HygieneRound.at), col(HygieneRound.id))
        .limit(MOST)
    )
    return tuple(session.exec(query))
