"""What the page of a group's posts shows: its people, where each is, the posts, the questions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, or_, select

from esat import clock
from esat.activity.allocations import kept, labels, moments, rotation
from esat.activity.allocations.labels import Words
from esat.activity.allocations.models import Allocation
from esat.activity.allocations.rotation import Hint
from esat.folding import fold
from esat.production import tables
from esat.workers import memberships, statuses
from esat.workers.absences import reads as absences
from esat.workers.models import Group, HalfDay, Worker
from esat.workers.posts import authorising, posts
from esat.workers.posts.authorising import Standing
from esat.workers.posts.models import WorkPost
from esat.workers.timetables.plans import HALVES

AWAY, THERE, UNSAID = "away", "there", "unsaid"
AFTERNOON: Final = 14 * 60
"""What « now » means on a day that is over."""
RANKS: Final = {THERE: 0, UNSAID: 1, AWAY: 2}


@dataclass(frozen=True, slots=True)
class Person:
    """A tile: who, whether he is there, where he is now, and the posts that are not his today.

    `until` says, by post, the last day of what allows him there: the tablet compares by itself.
    """

    id: int
    name: str
    state: str
    badge: str = ""
    now: Allocation | None = None
    where: str = ""
    home: str = ""
    refused: dict[int, str] = field(default_factory=dict)
    until: dict[int, date] = field(default_factory=dict)
    hint: Hint | None = None

    @property
    def last_days(self) -> dict[int, str]:
        """The same dates as a tablet compares them."""
        return {post: day.isoformat() for post, day in self.until.items()}


@dataclass(frozen=True, slots=True)
class Post:
    """A tile of a post, with the names of those who may be there where it is not for everybody."""

    post: WorkPost
    names: tuple[tuple[str, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The posts of a group on a day."""

    group: Group
    day: date
    people: tuple[Person, ...]
    posts: tuple[Post, ...]
    lines: int

    @property
    def there(self) -> list[int]:
        """Those who are not noted absent: what « Tous » ticks."""
        return [one.id for one in self.people if one.state != AWAY]


def page(session: Session, group: Group, day: date, more: Collection[int] = ()) -> Page:
    """The group's people that day, those lent to it, and `more` from elsewhere, present first."""
    found = _workers(session, group, day, more)
    workers, keys = [one for one, _ in found], [one.id or 0 for one, _ in found]
    lines = kept.standing(session, keys, day)
    offered = posts.offered(session, group.workshop)
    said = labels.words(
        session, order_ids=[line.order_id for them in lines.values() for line in them]
    )
    facts = _Facts(
        _states(session, keys, day),
        _badges(session, keys),
        authorising.standings(session, keys, offered, day),
        rotation.hints(session, keys, day),
        said,
        {one.id or 0: its for one, its in found},
    )
    moment = clock.now() if day == clock.today() else moments.moment_of(AFTERNOON, day)
    people = [_person(one, group, lines[one.id or 0], moment, facts) for one in workers]
    people.sort(key=lambda one: (RANKS[one.state], fold(one.name), one.id))
    count = sum(len(them) for them in lines.values())
    return Page(group, day, tuple(people), _posts(session, offered, day, set(keys)), count)


def current(lines: Iterable[Allocation], moment: datetime) -> Allocation | None:
    """The line in which somebody is at that moment; the last to have begun."""
    begun = [
        line
        for line in lines
        if line.starts_at <= moment and (line.ends_at is None or line.ends_at > moment)
    ]
    return max(begun, key=lambda line: (line.starts_at, line.id or 0), default=None)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of all of them, each by one statement."""

    states: dict[int, str]
    badges: dict[int, str]
    stands: dict[tuple[int, int], Standing]
    hints: dict[int, Hint]
    said: Words
    groups: dict[int, int | None]


def _person(
    one: Worker, group: Group, lines: list[Allocation], moment: datetime, facts: _Facts
) -> Person:
    key = one.id or 0
    now = current(lines, moment)
    mine = {post: stands for (worker, post), stands in facts.stands.items() if worker == key}
    return Person(
        key,
        one.display_name,
        facts.states.get(key, UNSAID),
        facts.badges.get(key, ""),
        now,
        _where(now, group, facts.said),
        "" if facts.groups[key] == group.id else facts.said.group(facts.groups[key]),
        {post: state.refusal for post, state in mine.items() if state.refusal},
        {post: s.until for post, s in mine.items() if s.state == "allowed" and s.until},
        facts.hints.get(key),
    )


def _where(now: Allocation | None, group: Group, said: Words) -> str:
    if now is None:
        return ""
    order = said.order(now.order_id).split(",", maxsplit=1)[0]
    other = said.group(now.group_id) if now.group_id != group.id else ""
    words = [said.work(now.activity, now.post_id), order, other]
    return ", ".join(word for word in words if word)


def _workers(
    session: Session, group: Group, day: date, more: Collection[int]
) -> list[tuple[Worker, int | None]]:
    """Each with the key of his group that day."""
    lent = select(Allocation.worker_id).where(
        Allocation.group_id == group.id, Allocation.day == day, col(Allocation.voided_at).is_(None)
    )
    starts, left = col(Worker.contract_starts), col(Worker.left_on)
    its = memberships.group_on(day)
    query = select(Worker, its).where(
        or_(its == group.id, col(Worker.id).in_(lent), col(Worker.id).in_(more)),
        or_(starts.is_(None), starts <= day),
        or_(left.is_(None), left >= day),
    )
    return list(session.exec(query))


def _states(session: Session, keys: Collection[int], day: date) -> dict[int, str]:
    """There, away all day as far as is said or planned, or nothing said."""
    query = select(HalfDay.worker_id, HalfDay.status).where(
        col(HalfDay.worker_id).in_(keys), HalfDay.day == day
    )
    planned = absences.away(session, keys, day)
    found: dict[int, str] = {
        worker: AWAY for worker in keys if all((worker, half) in planned for half in HALVES)
    }
    for worker, status in session.exec(query):
        if status not in statuses.AWAY:
            found[worker] = THERE
        else:
            found.setdefault(worker, AWAY)
    return found


def _badges(session: Session, keys: Collection[int]) -> dict[int, str]:
    code = tables.barcode
    query = code.select().where(
        code.c.worker_id.in_(keys), code.c.kind == "H", code.c.revoked_at.is_(None)
    )
    return {row.worker_id: row.code for row in session.connection().execute(query)}


def _posts(
    session: Session, offered: list[WorkPost], day: date, shown: set[int]
) -> tuple[Post, ...]:
    """The posts; for one that asks for an authorisation, all who have it, and for any other of
    which something is said, those of the page who may.
    """
    rows = authorising.newest(session, day)
    restricted = {post for _, post in (*rows, *authorising.closures(session, day))}
    allowed = {
        post.id or 0: [
            worker
            for worker in authorising.authorised(session, post.id or 0, day)
            if post.guarded or worker in shown
        ]
        for post in offered
        if post.guarded or post.id in restricted
    }
    names = labels.words(
        session, worker_ids=[worker for them in allowed.values() for worker in them]
    ).people
    found = []
    for post in offered:
        key = post.id or 0
        them = allowed.get(key, [])
        until = [rows[one, key].until if (one, key) in rows else None for one in them]
        found.append(Post(post, tuple(zip([names[one] for one in them], until, strict=True))))
    return tuple(found)
