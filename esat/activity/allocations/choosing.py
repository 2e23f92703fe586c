"""What is ticked on the page of posts before it is sent: people, a post, an order, hours; what a
scan or a search adds to it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Protocol

from sqlmodel import Session, col, or_, select

from esat.activity.allocations import order_tiles
from esat.activity.allocations.day_reads import Page
from esat.activity.allocations.order_tiles import OrderTile
from esat.folding import fold
from esat.production import codes, subjects
from esat.production.models import Lot
from esat.web.keys import LARGEST
from esat.workers import memberships
from esat.workers.models import Group, Worker
from esat.workers.posts import posts
from esat.workers.posts.authorising import REFUSALS

MOST: Final = 40
"""People named in an address; more than any group has."""
FOUND: Final = 8


class Words(Protocol):
    """What a form or an address says: a name may come several times."""

    def get(self, name: str, default: str, /) -> str: ...
    def getlist(self, name: str, /) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the page ticks; `unknown` is what was scanned and stands for nothing here."""

    workers: frozenset[int] = frozenset()
    place: str = ""
    order: int | None = None
    lot: int | None = None
    lot_label: str = ""
    when: str = "now"
    from_time: str = ""
    to_time: str = ""
    name: str = ""
    order_words: str = ""
    unknown: str = ""

    def everybody(self, people: Iterable[int]) -> "Chosen":
        return replace(self, workers=self.workers | frozenset(people))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody of another group, by his first name alone."""

    id: int
    name: str
    group: str


def read(session: Session, group: Group, words: Words) -> Chosen:
    """What an address or a form ticks; what is no number ticks nothing."""
    chosen = Chosen(
        frozenset(_keys(words.getlist("worker")[:MOST])),
        words.get("place", ""),
        next(iter(_keys([words.get("order", "")])), None),
        *_lot(session, group, next(iter(_keys([words.get("lot", "")])), None)),
        words.get("when", "now"),
        words.get("from", "")[:5],
        words.get("to", "")[:5],
        words.get("name", "").strip()[:60],
        words.get("order_words", "").strip()[:60],
    )
    text = words.get("scan", "").strip()[:80]
    return _scanned(session, group, chosen, text) if text else chosen


def people(session: Session, view: Page, chosen: Chosen) -> list[Elsewhere]:
    """Those of other groups whose first name begins so, there that day; names only."""
    wanted, shown, day = fold(chosen.name), {one.id for one in view.people}, view.day
    if not wanted:
        return []
    starts, left = col(Worker.contract_starts), col(Worker.left_on)
    query = (
        select(Worker, Group.name)
        .join(Group, col(Group.id) == memberships.group_on(day))
        .where(
            Group.id != view.group.id,
            or_(starts.is_(None), starts <= day),
            or_(left.is_(None), left >= day),
        )
    )
    found = [
        Elsewhere(worker.id or 0, worker.display_name, name)
        for worker, name in session.exec(query)
        if fold(worker.first_name).startswith(wanted) and worker.id not in shown
    ]
    return sorted(found, key=lambda one: (fold(one.name), one.id))[:FOUND]


def orders(session: Session, group: Group, chosen: Chosen) -> list[OrderTile]:
    return order_tiles.tiles(session, group.workshop, chosen.order_words, chosen.order)


def allowed(
    view: Page, chosen: Chosen, said: Mapping[str, Any] | None
) -> tuple[tuple[str, date | None], ...] | None:
    """Who may be at the post that was just refused; None when no post was."""
    if said is None or said.get("reason") not in REFUSALS.values():
        return None
    return next((one.names for one in view.posts if f"post:{one.post.id}" == chosen.place), ())


def _scanned(session: Session, group: Group, chosen: Chosen, text: str) -> Chosen:
    """A badge ticks its wearer, an order, a lot or a post itself."""
    subject = subjects.by_code(session, codes.repair(text))
    if (
        subject is not None
        and subject.kind == "badge"
        and subject.worker_id
        and not subject.revoked
    ):
        return replace(chosen, workers=chosen.workers | {subject.worker_id})
    if subject is not None and subject.kind == "lot" and not subject.revoked:
        lot, label = _lot(session, group, subject.lot_id)
        if lot is not None:
            return replace(chosen, lot=lot, lot_label=label)
    order = order_tiles.by_code(session, text, group.workshop)
    if order is not None:
        return replace(chosen, order=order.id)
    for post in posts.offered(session, group.workshop):
        if fold(text) in {fold(post.code), fold(post.label)}:
            return replace(chosen, place=f"post:{post.id}")
    return replace(chosen, unknown=text)


def _lot(session: Session, group: Group, key: int | None) -> tuple[int | None, str]:
    """A lot of the group's workshop, and how it is called."""
    lot = None if key is None else session.get(Lot, key)
    if lot is None or group.workshop not in {"", lot.workshop}:
        return None, ""
    return lot.id, f"{lot.label} {lot.ref}".strip()


def _keys(texts: Iterable[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and 0 < int(text[:12]) <= LARGEST]
