"""What pages show of posts and authorisations: SELECTs only, first names and initials."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, func, or_, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import Actor
from esat.folding import fold
from esat.workers import leading, memberships
from esat.workers.models import Group, Worker
from esat.workers.posts import authorising, posts, rights
from esat.workers.posts.authorising import Standing
from esat.workers.posts.models import WorkAuthorisation, WorkPost
from esat.workers.rules.keeping import BOOK

NOTICE: Final = "authorised_notice_days"
WORDS: Final = {
    "allowed": ("Autorisé", "ok"),
    "not_allowed": ("Non autorisé", "refused"),
    "expired": ("Expirée", "refused"),
    "missing": ("À autoriser", "unknown"),
    "open": ("Libre", "plain"),
}
"""`open`: nothing is said, and the post asks for nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A worker and how he stands at each post of the table."""

    worker_id: int
    name: str
    group: str
    stands: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """An authorisation that ends soon, or has ended and was not renewed."""

    worker_id: int
    name: str
    group: str
    post: WorkPost
    until: date
    expired: bool


@dataclass(frozen=True, slots=True)
class Past:
    """One row that was written: what, and by whom."""

    row: WorkAuthorisation
    post: WorkPost
    who: str


def matrix(
    session: Session, by: Actor, workshop: str, day: date
) -> tuple[list[WorkPost], list[Line]]:
    """The posts of a workshop and the workers whom `by` may see there, by first name."""
    found = posts.offered(session, workshop)
    people = _people(session, by, workshop, day)
    stands = authorising.standings(session, [worker.id or 0 for worker, _ in people], found, day)
    lines = [
        Line(
            worker.id or 0,
            worker.display_name,
            group,
            tuple(stands[worker.id or 0, post.id or 0] for post in found),
        )
        for worker, group in people
    ]
    return found, lines


def ending(session: Session, by: Actor, day: date) -> list[Ending]:
    """What ends within the notice, or has ended, of the people and the workshops of `by`."""
    row, last = WorkAuthorisation, day + timedelta(days=notice_days(session, day))
    later = row.__table__.alias("later")
    follows = (later.c.worker_id == row.worker_id) & (later.c.post_id == row.post_id)
    newer = or_(later.c.since > row.since, (later.c.since == row.since) & (later.c.id > row.id))
    query = (
        select(row, WorkPost, Worker, Group)
        .join(WorkPost, col(WorkPost.id) == row.post_id)
        .join(Worker, col(Worker.id) == row.worker_id)
        .join(Group, col(Group.id) == memberships.group_on(day), isouter=True)
        .where(
            col(row.allowed), col(row.until) <= last, col(WorkPost.archived_at).is_(None),
            or_(col(Worker.left_on).is_(None), col(Worker.left_on) >= day),
            ~select(later.c.id).where(follows, newer).exists(),
        )
        .order_by(col(row.until), col(row.id))
    )  # fmt: skip
    return [
        Ending(
            worker.id or 0, worker.display_name, group.name if group else "", post, said.until,
            said.until < day,
        )
        for said, post, worker, group in session.exec(query)
        if said.until is not None and _sees(by, group) and _of(by, post)
    ]  # fmt: skip


def ending_count(session: Session, by: Actor, at: datetime) -> int:
    return len(ending(session, by, clock.local(at).date()))


def notice_days(session: Session, day: date) -> int:
    """How many days before its end an authorisation is announced."""
    value = BOOK.value(session, NOTICE, day)
    return int(value) if value is not None else 0


def history(session: Session, worker_id: int) -> list[Past]:
    """All that was written of a worker's authorisations, the newest first."""
    row = WorkAuthorisation
    query = (
        select(row, WorkPost, Account.display_name)
        .join(WorkPost, col(WorkPost.id) == row.post_id)
        .join(Account, col(Account.id) == row.recorded_by, isouter=True)
        .where(row.worker_id == worker_id)
        .order_by(col(row.id).desc())
    )
    return [Past(said, post, who or "Système") for said, post, who in session.exec(query)]


def of_worker(
    session: Session, worker_id: int, workshop: str, day: date, *, every: bool = False
) -> list[tuple[WorkPost, Standing]]:
    """How a worker stands at the posts of a workshop, and at any other of which something is
    said; with `every`, at all of them.
    """
    said = {post_id for _, post_id in authorising.newest(session, day, (worker_id,))}
    shown = [
        post
        for post in posts.offered(session, "")
        if every or post.workshop in {workshop, ""} or post.id in said
    ]
    found = authorising.standings(session, (worker_id,), shown, day)
    return [(post, found[worker_id, post.id or 0]) for post in shown]


@dataclass(frozen=True, slots=True)
class Written:
    """What is written of a post: what counts today, and what is to begin later."""

    now: WorkAuthorisation | None
    later: WorkAuthorisation | None

    @property
    def last(self) -> WorkAuthorisation | None:
        return self.later or self.now


def rows(session: Session, worker_id: int, day: date) -> dict[int, Written]:
    """What is written of a worker, by post."""
    query = (
        select(WorkAuthorisation)
        .where(WorkAuthorisation.worker_id == worker_id)
        .order_by(col(WorkAuthorisation.since), col(WorkAuthorisation.id))
    )
    found: dict[int, Written] = {}
    for row in session.exec(query):
        before = found.get(row.post_id, Written(None, None))
        begun = row.since <= day
        found[row.post_id] = Written(row, None) if begun else Written(before.now, row)
    return found


def post_count(session: Session, by: Actor, _at: datetime) -> int:
    """How many living posts the workshops of `by` have."""
    query = select(func.count()).select_from(WorkPost).where(col(WorkPost.archived_at).is_(None))
    if by.workshops is not None:
        query = query.where(col(WorkPost.workshop).in_({*by.workshops, ""}))
    return session.exec(query).one()


def _people(session: Session, by: Actor, workshop: str, day: date) -> list[tuple[Worker, str]]:
    starts, left = col(Worker.contract_starts), col(Worker.left_on)
    query: Any = (
        select(Worker, Group)
        .join(Group, col(Group.id) == memberships.group_on(day))
        .where(
            Group.workshop == workshop,
            or_(starts.is_(None), starts <= day),
            or_(left.is_(None), left >= day),
        )
    )
    found = [(worker, group.name) for worker, group in session.exec(query) if _sees(by, group)]
    return sorted(found, key=lambda pair: (fold(pair[0].display_name), pair[0].id or 0))


def _sees(by: Actor, group: Group | None) -> bool:
    if group is None:
        return by.workshops is None and by.groups is None
    return leading.may(by, rights.SEE, group)


def _of(by: Actor, post: WorkPost) -> bool:
    return by.workshops is None or post.workshop in {*by.workshops, ""}
