"""What the page of a half-day sheet shows: who is expected, what is said, what was said before.

SELECTs only; first names and initials; whether somebody is away that day, never why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session, and_, col, or_, select

from esat.accounts.models import Account
from esat.folding import fold
from esat.workers import locks, memberships, statuses
from esat.workers.absences.reads import away
from esat.workers.half_day_checks import kept_plan, span_of
from esat.workers.models import Group, HalfDay, HalfDayChange, Worker
from esat.workers.reads import under_contract
from esat.workers.statuses import AWAY
from esat.workers.timetables import plans
from esat.workers.timetables import reads as timetables
from esat.workers.timetables.plans import DayPlan, Span


@dataclass(frozen=True, slots=True)
class Former:
    """What a half-day said before it was corrected, who had said it, and when."""

    status: str
    span: Span | None
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One worker on a sheet; `status` is empty while nothing is said of him. `plan` is what is
    expected of him, `usual` what he would work on a public holiday.
    """

    worker_id: int
    name: str
    pictogram: str
    plan: Span | None
    usual: Span | None
    away: bool
    moved_to: str
    half_day: HalfDay | None
    recorded_by: str
    closed: bool
    former: tuple[Former, ...] = ()

    @property
    def status(self) -> str:
        return self.half_day.status if self.half_day else ""

    @property
    def span(self) -> Span | None:
        """When he was there."""
        return span_of(self.half_day) if self.half_day else None

    @property
    def expected(self) -> bool:
        """Planned, and not known to be away: what « tout le monde est là » ticks."""
        return self.plan is not None and not self.away

    @property
    def recorded_at(self) -> datetime | None:
        return self.half_day.recorded_at if self.half_day else None


@dataclass(frozen=True, slots=True)
class SheetView:
    """A half-day of a group."""

    group: Group
    day: date
    half: str
    holiday: str
    rows: tuple[SheetRow, ...]

    @property
    def sunday(self) -> bool:
        return self.day.weekday() == plans.SUNDAY

    @property
    def recorded(self) -> int:
        return sum(1 for row in self.rows if row.status)

    @property
    def expected(self) -> int:
        return sum(1 for row in self.rows if row.expected)

    @property
    def closed(self) -> bool:
        """Whether the month of somebody here is closed."""
        return any(row.closed for row in self.rows)

    @property
    def to_tick(self) -> bool:
        """Whether « tout le monde est là » would tick somebody."""
        return self.left > 0

    def open(self, may_record: bool, may_correct: bool) -> list[SheetRow]:  # noqa: FBT001
        """The rows that this reader may write: a closed month is the office's."""
        return [row for row in self.rows if (may_correct if row.closed else may_record)]

    def quick(self, row: SheetRow) -> dict[str, list[time]]:
        """Times that are often the right ones, for one tap."""
        usual = self.group_span
        return statuses.quick_times(row.plan, row.usual or usual)

    @property
    def group_span(self) -> Span:
        """The usual hours of the group."""
        group = self.group
        if self.half == plans.MORNING:
            return Span(group.morning_from, group.morning_to)
        return Span(group.afternoon_from, group.afternoon_to)

    @property
    def left(self) -> int:
        """How many are expected of whom nothing is said."""
        return sum(1 for row in self.rows if row.expected and not row.status)

    @property
    def last(self) -> SheetRow | None:
        """The row written last, to say who and when."""
        said = [row for row in self.rows if row.recorded_at is not None]
        return max(said, key=lambda row: (row.recorded_at, row.worker_id), default=None)


def sheet(session: Session, group: Group, day: date, half: str) -> SheetView:
    """The people of the group that day, and those already recorded with it."""
    said = and_(
        col(HalfDay.worker_id) == Worker.id, col(HalfDay.day) == day, col(HalfDay.half) == half
    )
    its = memberships.group_on(day)
    of_the_group = (its == group.id) & under_contract(day)
    query = (
        select(Worker, HalfDay, Account.display_name, Group)
        .join(HalfDay, said, isouter=True)
        .join(Account, col(Account.id) == HalfDay.recorded_by, isouter=True)
        .join(Group, col(Group.id) == its, isouter=True)
        .where(or_(of_the_group, col(HalfDay.group_id) == group.id))
    )
    found = list(session.exec(query))
    ids = [worker.id or 0 for worker, *_ in found]
    former = _former(session, [row.id or 0 for _, row, *_ in found if row])
    known, closed = away(session, ids, day), locks.locked(session, ids, day)
    planned = timetables.planned(session, ids, day)
    rows = []
    for worker, row, by, its_group in found:
        key = worker.id or 0
        plan = planned[key].half(half)
        rows.append(
            SheetRow(
                worker_id=key,
                name=worker.display_name,
                pictogram=worker.pictogram,
                plan=_plan(planned[key], half, row),
                usual=plan,
                away=(key, half) in known,
                moved_to=_elsewhere(its_group, group),
                half_day=row,
                closed=key in closed,
                recorded_by=by or ("Système" if row else ""),
                former=former.get(row.id or 0, ()) if row else (),
            )
        )
    rows.sort(key=lambda row: (fold(row.name), row.worker_id))
    return SheetView(group, day, half, plans.holiday(day), tuple(rows))


def _elsewhere(its: Group | None, group: Group) -> str:
    """The group of that day of who is on the sheet of another."""
    if its is None:
        return "aucun groupe"
    return "" if its.id == group.id else its.name


def _plan(planned: DayPlan, half: str, row: HalfDay | None) -> Span | None:
    """What is expected of him; of what is recorded, what was expected then."""
    if row is not None:
        return kept_plan(row)
    return planned.half(half) if planned.expects(half) else None


def _former(session: Session, half_days: Sequence[int]) -> dict[int, tuple[Former, ...]]:
    """What each of them said before, the newest first."""
    if not half_days:
        return {}
    query = (
        select(HalfDayChange, HalfDay, Account.display_name)
        .join(HalfDay, col(HalfDay.id) == HalfDayChange.half_day_id)
        .join(Account, col(Account.id) == HalfDayChange.former_recorded_by, isouter=True)
        .where(col(HalfDayChange.half_day_id).in_(half_days))
        .order_by(col(HalfDayChange.id).desc())
    )
    found: dict[int, tuple[Former, ...]] = {}
    for change, row, name in session.exec(query):
        said = Former(
            change.former_status,
            _former_span(change, row),
            name or "Système",
            change.former_recorded_at,
            change.reason,
        )
        found[row.id or 0] = (*found.get(row.id or 0, ()), said)
    return found


def _former_span(change: HalfDayChange, row: HalfDay) -> Span | None:
    start, end = change.former_from or row.planned_from, change.former_to or row.planned_to
    if change.former_status in AWAY or start is None or end is None:
        return None
    return Span(start, end)
