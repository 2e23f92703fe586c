"""Whether a worker may be at a post on a day: the newest row that has begun counts; never why."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session, col, or_, select

from esat import registry
from esat.folding import fold
from esat.workers import memberships
from esat.workers.models import Group, Worker
from esat.workers.posts.models import WorkAuthorisation, WorkPost

NOT_ALLOWED: Final = "post_not_allowed"
EXPIRED: Final = "authorisation_expired"
MISSING: Final = "authorisation_missing"


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts for a worker at a post on a day; `until` of the row that says it."""

    state: str
    """`open` (nothing said, nothing needed), `allowed`, `not_allowed`, `expired` or `missing`."""
    until: date | None = None

    @property
    def refusal(self) -> str | None:
        """The code of the refusal, or None when he may."""
        return REFUSALS.get(self.state)


REFUSALS: Final = {"not_allowed": NOT_ALLOWED, "expired": EXPIRED, "missing": MISSING}


def judged(post: WorkPost, row: WorkAuthorisation | None, day: date) -> Standing:
    """What the newest row that has begun means for the post that day."""
    ended = row is not None and row.until is not None and row.until < day
    if row is not None and row.allowed:
        return Standing("expired" if ended else "allowed", row.until)
    if row is not None and not ended:
        return Standing("not_allowed", row.until)
    return Standing("missing" if post.guarded else "open")


def closures(
    session: Session, day: date, worker_ids: Collection[int] | None = None
) -> dict[tuple[int, int], Standing]:
    """The posts that another module keeps somebody from that day; it never says why."""
    found: dict[tuple[int, int], Standing] = {}
    for module in registry.current().modules:
        for ask in module.post_closures:
            for key, state in ask(session, worker_ids, day).items():
                found[key] = Standing(state)
    return found


def the_worse(own: Standing, other: Standing | None) -> Standing:
    """What counts of the house's own word and of another module's."""
    return own if other is None or own.refusal else other


def newest(
    session: Session, day: date, worker_ids: Iterable[int] | None = None, post_id: int | None = None
) -> dict[tuple[int, int], WorkAuthorisation]:
    """The row that counts that day, for each worker and post that has one."""
    query = (
        select(WorkAuthorisation)
        .where(col(WorkAuthorisation.since) <= day)
        .order_by(col(WorkAuthorisation.since), col(WorkAuthorisation.id))
    )
    if worker_ids is not None:
        query = query.where(col(WorkAuthorisation.worker_id).in_(set(worker_ids)))
    if post_id is not None:
        query = query.where(WorkAuthorisation.post_id == post_id)
    return {(row.worker_id, row.post_id): row for row in session.exec(query)}


def standings(
    session: Session, worker_ids: Iterable[int], posts: Iterable[WorkPost], day: date
) -> dict[tuple[int, int], Standing]:
    """What counts for each of these workers at each of these posts."""
    people = tuple(worker_ids)
    rows, closed = newest(session, day, people), closures(session, day, people)
    return {
        (worker, post.id or 0): the_worse(
            judged(post, rows.get((worker, post.id or 0)), day), closed.get((worker, post.id or 0))
        )
        for worker in people
        for post in posts
    }


def refusal(session: Session, worker_id: int, post_id: int, day: date) -> str | None:
    """Why not, as a code, or None: `post_not_allowed`, `authorisation_expired`,
    `authorisation_missing`. A post that does not exist refuses nothing here.
    """
    post = session.get(WorkPost, post_id)
    if post is None:
        return None
    return standings(session, (worker_id,), (post,), day)[worker_id, post_id].refusal


def refusals(session: Session, worker_ids: Iterable[int], day: date) -> dict[tuple[int, int], str]:
    """Every (worker, post) that is refused that day, with its code; living posts only."""
    posts = session.exec(select(WorkPost).where(col(WorkPost.archived_at).is_(None))).all()
    found = standings(session, worker_ids, posts, day)
    return {key: stands.refusal for key, stands in found.items() if stands.refusal is not None}


def authorised(session: Session, post_id: int, day: date) -> list[int]:
    """The workers who may be at the post that day, by first name: for a guarded post those with
    an authorisation; for another, also those of its workshop of whom nothing else is said.
    """
    post = session.get(WorkPost, post_id)
    if post is None:
        return []
    rows, closed = newest(session, day, post_id=post_id), closures(session, day)
    starts, left = col(Worker.contract_starts), col(Worker.left_on)
    query = (
        select(Worker, Group.workshop)
        .join(Group, col(Group.id) == memberships.group_on(day), isouter=True)
        .where(or_(starts.is_(None), starts <= day), or_(left.is_(None), left >= day))
    )
    found = []
    for worker, workshop in session.exec(query):
        key = worker.id or 0
        own = judged(post, rows.get((key, post_id)), day)
        state = the_worse(own, closed.get((key, post_id))).state
        if state == "allowed" or (state == "open" and post.workshop in {workshop, ""}):
            found.append((fold(worker.display_name), key))
    return [key for _, key in sorted(found)]
