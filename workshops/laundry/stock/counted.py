"""The articles of a client's circulating linen, by the name that packing counts them under."""

from collections import Counter

from sqlmodel import Session, col, select

from esat.folding import fold
from esat.production.articles import Article
from workshops.laundry.stock.models import Par, StockMove

LONGEST = 60
"""What a line of a parcel may be called."""


def of_client(session: Session, client_id: int) -> list[tuple[int, str]]:
    """The key and the name of each article that circulates for a client, by name; where two bear
    one name, each with its code.
    """
    return _named(_articles(session, client_id))


def by_word(session: Session, client_id: int) -> dict[str, int]:
    """The article that each word, folded, says of a client's linen: its name here, or its code."""
    found = _articles(session, client_id)
    codes = {fold(one.code): one.id or 0 for one in found}
    return codes | {fold(name): key for key, name in _named(found)}


def _named(found: list[Article]) -> list[tuple[int, str]]:
    short = Counter(fold(one.label[:LONGEST]) for one in found)
    return [(one.id or 0, _name(one, alone=short[fold(one.label[:LONGEST])] == 1)) for one in found]


def _articles(session: Session, client_id: int) -> list[Article]:
    circulates = (
        select(StockMove.article_id)
        .where(StockMove.client_id == client_id)
        .union(select(Par.article_id).where(Par.client_id == client_id))
    )
    query = select(Article).where(col(Article.id).in_(circulates))
    return sorted(session.exec(query), key=lambda one: (fold(one.label), one.code))


def _name(article: Article, *, alone: bool) -> str:
    if alone:
        return article.label[:LONGEST]
    end = f" ({article.code})"
    return article.label[: LONGEST - len(end)] + end
