"""The posts of a workshop: proposed on the first day, kept by its head, archived, never deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from esat.errors import NotFound
from esat.workers.activities import PRODUCTION
from esat.workers.posts.models import WorkPost
from esat.workers.posts.proposals import PROPOSALS


def install(session: Session, at: datetime) -> None:
    """Propose the posts that the house has no row of."""
    known = set(session.exec(select(WorkPost.code)))
    rows: list[dict[str, Any]] = [
        {
            "code": one.code, "workshop": one.workshop, "label": one.label,
            "pictogram": one.pictogram, "activity": PRODUCTION, "demanding": one.demanding,
            "guarded": one.guarded, "position": position, "created_at": at,
        }
        for position, one in enumerate(PROPOSALS)
        if one.code not in known
    ]  # fmt: skip
    if rows:
        session.connection().execute(insert(WorkPost), rows)


def offered(session: Session, workshop: str) -> list[WorkPost]:
    """The living posts of a workshop, and those of every workshop, in their order; with an empty
    `workshop`, all of them.
    """
    query = select(WorkPost).where(col(WorkPost.archived_at).is_(None))
    if workshop:
        query = query.where(col(WorkPost.workshop).in_({workshop, ""}))
    return list(session.exec(query.order_by(col(WorkPost.position), col(WorkPost.id))))


def the(session: Session, post_id: int) -> WorkPost:
    """NotFound: `post_unknown`."""
    found = session.get(WorkPost, post_id)
    if found is None:
        raise NotFound("post_unknown")
    return found


def archived(session: Session) -> list[WorkPost]:
    """The posts that are offered no more."""
    query = select(WorkPost).where(col(WorkPost.archived_at).is_not(None))
    return list(session.exec(query.order_by(col(WorkPost.position), col(WorkPost.id))))
