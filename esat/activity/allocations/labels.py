"""The words of what people are at: posts, orders, groups, authors, each by one statement."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as choose

from esat.accounts.models import Account
from esat.production import tables
from esat.workers.activities import BY_CODE
from esat.workers.models import Group, Worker
from esat.workers.posts.models import WorkPost

_order, _client = tables.order, tables.client


@dataclass(frozen=True, slots=True)
class Words:
    """Labels by key."""

    posts: dict[int, WorkPost] = field(default_factory=dict)
    orders: dict[int, str] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)
    authors: dict[int, str] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)

    def work(self, activity: str, post_id: int | None) -> str:
        """« Repassage », or the activity where there is no post."""
        post = self.posts.get(post_id or 0)
        known = BY_CODE.get(activity)
        return post.label if post else known.label if known else "Pas encore dit"

    def order(self, order_id: int | None) -> str:
        """« S26-00012, Mairie de Riom »; empty without an order."""
        return self.orders.get(order_id or 0, "")

    def author(self, account_id: int | None) -> str:
        return self.authors.get(account_id or 0, "Système")

    def group(self, group_id: int | None) -> str:
        found = self.groups.get(group_id or 0)
        return found.name if found else ""


def words(
    session: Session,
    *,
    order_ids: Iterable[int | None] = (),
    author_ids: Iterable[int | None] = (),
    worker_ids: Iterable[int] = (),
) -> Words:
    """All posts and groups, and the orders, authors and workers that are named."""
    return Words(
        {post.id or 0: post for post in session.exec(choose(WorkPost))},
        orders(session, order_ids),
        {group.id or 0: group for group in session.exec(choose(Group))},
        _authors(session, author_ids),
        _people(session, worker_ids),
    )


def orders(session: Session, keys: Iterable[int | None]) -> dict[int, str]:
    """The number and the client of each order."""
    asked = {key for key in keys if key is not None}
    if not asked:
        return {}
    query = (
        select(_order.c.id, _order.c.ref, _client.c.name)
        .join(_client, _client.c.id == _order.c.client_id)
        .where(_order.c.id.in_(asked))
    )
    return {key: f"{ref}, {name}" for key, ref, name in session.connection().execute(query)}


def _authors(session: Session, keys: Iterable[int | None]) -> dict[int, str]:
    asked = {key for key in keys if key is not None}
    if not asked:
        return {}
    query = choose(Account.id, Account.display_name).where(col(Account.id).in_(asked))
    return {key or 0: name for key, name in session.exec(query)}


def _people(session: Session, keys: Iterable[int]) -> dict[int, str]:
    asked = set(keys)
    if not asked:
        return {}
    query = choose(Worker).where(col(Worker.id).in_(asked))
    return {one.id or 0: one.display_name for one in session.exec(query)}
