"""The posts of the workshop that are closed to who is authorised no more for a post here.

Only a withdrawn or expired authorisation closes; where none was ever given nothing is said. The
workshop is told that it is closed, never why.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import insert
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.workers.posts import posts as work_posts
from esat.workers.posts.models import WorkPost
from laundry_rabc.people import authorising, posts, rights
from laundry_rabc.people.authorising import State
from laundry_rabc.people.models import PostAuthorisation, PostDemand

PROPOSALS: Final = {
    "sorting": ("linge-reception", "linge-tri"),
    "washing": ("linge-lavage",),
    "clean": ("linge-sechage", "linge-repassage"),
    "calender": ("linge-calandre",),
    "packing": ("linge-pliage", "linge-expedition"),
}
"""The posts of the workshop by the authorisation that they ask for, to be confirmed."""
STATES: Final = {State.NONE: "not_allowed", State.EXPIRED: "expired"}


def install(session: Session, at: datetime) -> None:
    """The posts, then what each closes, where the house has said nothing of it."""
    posts.install(session, at)
    known = set(session.exec(select(PostDemand.post_code)))
    keys = {code: key for key, code in session.exec(select(WorkPost.id, WorkPost.code))}
    rows: list[dict[str, Any]] = [
        {
            "post_code": code, "work_post_id": keys[one], "closes": True,
            "since": clock.local(at).date(), "created_at": at,
        }
        for code, works in PROPOSALS.items()
        for one in works
        if code not in known and one in keys
    ]  # fmt: skip
    if rows:
        session.connection().execute(insert(PostDemand), rows)


def demands(session: Session, day: date) -> dict[str, frozenset[int]]:
    """The posts of the workshop that each post here closes on a day."""
    query = select(PostDemand).where(col(PostDemand.since) <= day).order_by(col(PostDemand.id))
    newest = {(row.post_code, row.work_post_id): row.closes for row in session.exec(query)}
    found: dict[str, frozenset[int]] = {}
    for (code, post), closes in newest.items():
        if closes:
            found[code] = found.get(code, frozenset()) | {post}
    return found


def closed(
    session: Session, worker_ids: Collection[int] | None, day: date
) -> dict[tuple[int, int], str]:
    """Who is kept from which post of the workshop that day: `expired` or `not_allowed`."""
    asked = demands(session, day)
    standing = {one.code for one in posts.in_force(session, clock.midnight(day))} & set(asked)
    query = (
        select(PostAuthorisation)
        .where(
            col(PostAuthorisation.worker_id).is_not(None),
            col(PostAuthorisation.post_code).in_(standing),
            col(PostAuthorisation.since) <= day,
        )
        .order_by(col(PostAuthorisation.id))
    )
    if worker_ids is not None:
        query = query.where(col(PostAuthorisation.worker_id).in_(worker_ids))
    newest = {(row.worker_id or 0, row.post_code): row for row in session.exec(query)}
    found: dict[tuple[int, int], str] = {}
    for (worker, code), row in newest.items():
        state = STATES.get(authorising.stands(row, day, 0).state)
        if state is not None:
            found |= {(worker, post): state for post in asked[code]}
    return found


def places(session: Session) -> list[WorkPost]:
    """The posts of the laundry that may be closed."""
    offered = work_posts.offered(session, rights.WORKSHOP)
    return [one for one in offered if one.workshop == rights.WORKSHOP]


def say(session: Session, code: str, chosen: Collection[int], *, by: Actor) -> int:
    """Which posts of the workshop a post here closes, from today on; gives how many changed.

    NotFound for a post that is none; Forbidden `not_allowed`. Flushes.
    """
    rights.require(by, rights.KEEP)
    now = clock.now()
    posts.the(session, code, now)
    before = demands(session, clock.today()).get(code, frozenset())
    wanted = {one.id or 0 for one in places(session)}
    changed = (before ^ set(chosen)) & wanted
    for post in sorted(changed):
        session.add(
            PostDemand(
                post_code=code, work_post_id=post, closes=post in chosen, since=clock.today(),
                created_at=now, created_by=by.account_id,
            )
        )  # fmt: skip
    session.flush()
    return len(changed)
