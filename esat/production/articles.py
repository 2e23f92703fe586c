"""What the workshops are asked for, by its code: named on order lines; it knows no price."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Field, Session, col, select

from esat.db import Row
from esat.folding import fold
from esat.production.orders import Wanted

SUGGESTED = 200
"""Most names that a form suggests: beyond, a list helps nobody."""


class Article(Row, table=True):
    """A service or a thing that is asked for. An empty workshop means all of them."""

    __tablename__ = "article"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(min_length=1, max_length=30, unique=True)
    label: str = Field(min_length=1, max_length=200)
    workshop: str = Field(default="", max_length=30, index=True)
    unit: str = Field(default="", max_length=20)
    archived_at: datetime | None = None


def of_workshop(
    session: Session, workshop: str, limit: int | None = SUGGESTED
) -> tuple[Article, ...]:
    """The live articles of a workshop and those of every workshop, by name."""
    query = (
        select(Article)
        .where(col(Article.workshop).in_((workshop, "")), col(Article.archived_at).is_(None))
        .order_by(col(Article.label), col(Article.id))
        .limit(limit)
    )
    return tuple(session.exec(query))


def recognised(session: Session, wanted: Wanted) -> Wanted:
    """The order with the code of each line that bears the name or the code of an article. A name
    that two articles bear is left as it was written.
    """
    if not wanted.lines:
        return wanted
    named: dict[str, set[str]] = {}
    for article in of_workshop(session, wanted.workshop, limit=None):
        for said in (article.label, article.code):
            named.setdefault(fold(said), set()).add(article.code)
    lines = []
    for line in wanted.lines:
        codes = named.get(fold(line.label), set())
        known = not line.service_code and len(codes) == 1
        lines.append(replace(line, service_code=next(iter(codes))) if known else line)
    return replace(wanted, lines=tuple(lines))
