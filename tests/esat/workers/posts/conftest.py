"""The posts of the first day, and the keys of some."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlmodel import Session, select

from esat.workers.posts import posts
from esat.workers.posts.models import WorkPost

PostOf = Callable[[str], int]


@pytest.fixture
def post_of(session: Session, now: datetime) -> PostOf:
    """`post_of("linge-calandre")`: its key."""
    posts.install(session, now)

    def key(code: str) -> int:
        return session.exec(select(WorkPost.id).where(WorkPost.code == code)).one() or 0

    return key
