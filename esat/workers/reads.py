"""What pages show of groups, workers and half-days: SELECTs only, first names and initials."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import Actor
from esat.folding import fold
from esat.workers import statuses
from esat.workers.models import Group, HalfDay, Supervision, Worker


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group, who leads it, and how far today's sheets are."""

    id: int
    code: str
    name: str
    workshop: str
    people: int
    leaders: str
    morning: int
    afternoon: int


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A worker as everybody sees him."""

    id: int
    name: str
    group: str
    pictogram: str
    left_on: date | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One worker on a sheet; `status` is empty while nothing is said of him."""

    worker_id: int
    name: str
    pictogram: str
    status: str
    from_time: time | None
    to_time: time | None
    recorded_at: datetime | None
    recorded_by: str


@dataclass(frozen=True, slots=True)
class SheetView:
    """A half-day of a group."""

    group: Group
    day: date
    half: str
    rows: tuple[SheetRow, ...]

    @property
    def recorded(self) -> int:
        return sum(1 for row in self.rows if row.status)

    @property
    def last(self) -> SheetRow | None:
        """The row written last, to say who and when."""
        said = [row for row in self.rows if row.recorded_at is not None]
        return max(said, key=lambda row: (row.recorded_at, row.worker_id), default=None)


def groups_of(session: Session, account_id: int) -> frozenset[int]:
    """The groups that this account leads today, replacements included."""
    return frozenset(
        session.exec(
            select(Supervision.group_id).where(
                Supervision.account_id == account_id, _leads(clock.today())
            )
        )
    )


def groups(session: Session, by: Actor, day: date) -> tuple[GroupRow, ...]:
    """The living groups that `by` may see, with the state of that day's sheets."""
    query = select(Group).where(col(Group.archived_at).is_(None)).order_by(col(Group.name))
    if by.groups is not None:
        query = query.where(col(Group.id).in_(by.groups))
    if by.workshops is not None:
        query = query.where(col(Group.workshop).in_({*by.workshops, ""}))
    people, leaders = _counts(session, day), _leaders(session, day)
    done = _done(session, day)
    return tuple(
        GroupRow(
            id=group.id or 0,
            code=group.code,
            name=group.name,
            workshop=group.workshop,
            people=people.get(group.id, 0),
            leaders=", ".join(leaders.get(group.id, ())),
            morning=done.get((group.id, "morning"), 0),
            afternoon=done.get((group.id, "afternoon"), 0),
        )
        for group in session.exec(query)
    )


def sheet(session: Session, group: Group, day: date, half: str) -> SheetView:
    """The people of the group that day, and those already recorded with it, in one query."""
    said = and_(
        col(HalfDay.worker_id) == Worker.id, col(HalfDay.day) == day, col(HalfDay.half) == half
    )
    of_the_group = (col(Worker.group_id) == group.id) & _there(day)
    query = (
        select(Worker, HalfDay, Account.display_name)
        .join(HalfDay, said, isouter=True)
        .join(Account, col(Account.id) == HalfDay.recorded_by, isouter=True)
        .where(or_(of_the_group, col(HalfDay.group_id) == group.id))
    )
    rows = sorted((_sheet_row(*found) for found in session.exec(query)), key=_by_name)
    return SheetView(group, day, half, tuple(rows))


def workers(
    session: Session, by: Actor, *, group_id: int | None = None, gone: bool = False
) -> tuple[WorkerRow, ...]:
    """The workers of the groups that `by` may see, by first name."""
    today = clock.today()
    left = col(Worker.left_on).is_not(None) & (col(Worker.left_on) < today)
    query = (
        select(Worker, Group.name)
        .join(Group, col(Group.id) == Worker.group_id, isouter=True)
        .where(left if gone else ~left | col(Worker.left_on).is_(None))
    )
    if by.groups is not None:
        query = query.where(col(Worker.group_id).in_(by.groups))
    if by.workshops is not None:
        query = query.where(col(Group.workshop).in_({*by.workshops, ""}))
    if group_id is not None:
        query = query.where(Worker.group_id == group_id)
    found = [
        WorkerRow(worker.id or 0, worker.display_name, name or "", worker.pictogram, worker.left_on)
        for worker, name in session.exec(query)
    ]
    return tuple(sorted(found, key=lambda row: (fold(row.name), row.id)))


EXPORT_HEADERS = (
    "jour", "demi_journee", "groupe", "matricule", "travailleur", "presence", "de", "a", "minutes",
)  # fmt: skip


def export_rows(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """Half-days in order; whether somebody was there, never why not."""
    query = (
        select(HalfDay, Worker, Group.name)
        .join(Worker, col(Worker.id) == HalfDay.worker_id)
        .join(Group, col(Group.id) == HalfDay.group_id)
        .order_by(col(HalfDay.day), col(HalfDay.half).desc(), col(Group.name), col(Worker.id))
    )
    if since is not None:
        query = query.where(col(HalfDay.day) >= since)
    if until is not None:
        query = query.where(col(HalfDay.day) <= until)
    for row, worker, group in session.exec(query):
        start, end = (f"{at:%H:%M}" if at else "" for at in (row.from_time, row.to_time))
        yield (
            row.day, statuses.HALVES[row.half], group, worker.payroll_id or "",
            worker.display_name, statuses.LABELS[row.status], start, end, row.minutes,
        )  # fmt: skip


def _by_name(row: SheetRow) -> tuple[str, int]:
    """Éric stands between Denis and Fatou, on both databases."""
    return fold(row.name), row.worker_id


def _there(day: date) -> ColumnElement[bool]:
    """Under contract that day."""
    starts, left = col(Worker.contract_starts), col(Worker.left_on)
    return or_(starts.is_(None), starts <= day) & or_(left.is_(None), left >= day)


def _leads(day: date) -> ColumnElement[bool]:
    until = col(Supervision.until)
    return (col(Supervision.since) <= day) & or_(until.is_(None), until >= day)


def _counts(session: Session, day: date) -> dict[int | None, int]:
    query = select(Worker.group_id, func.count()).where(_there(day)).group_by(col(Worker.group_id))
    return dict(session.exec(query).all())


def _leaders(session: Session, day: date) -> dict[int | None, list[str]]:
    query = (
        select(Supervision.group_id, Account.display_name)
        .join(Account, col(Account.id) == Supervision.account_id)
        .where(_leads(day))
        .order_by(col(Supervision.since), col(Supervision.id))
    )
    found: dict[int | None, list[str]] = {}
    for group_id, name in session.exec(query):
        found.setdefault(group_id, []).append(name)
    return found


def _done(session: Session, day: date) -> dict[tuple[int | None, str], int]:
    query = (
        select(HalfDay.group_id, HalfDay.half, func.count())
        .where(HalfDay.day == day)
        .group_by(col(HalfDay.group_id), col(HalfDay.half))
    )
    return {(group_id, half): count for group_id, half, count in session.exec(query)}


def _sheet_row(worker: Worker, row: HalfDay | None, recorded_by: str | None) -> SheetRow:
    return SheetRow(
        worker_id=worker.id or 0,
        name=worker.display_name,
        pictogram=worker.pictogram,
        status=row.status if row else "",
        from_time=row.from_time if row else None,
        to_time=row.to_time if row else None,
        recorded_at=row.recorded_at if row else None,
        recorded_by=recorded_by or ("" if row is None else "Système"),
    )
