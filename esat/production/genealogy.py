"""Where a lot or an item comes from and where it went; certain links and possible ones apart.

A link is *certain* when the whole of the one is in the other or it was counted; *possible* when
things of several origins were mixed and one can no longer tell which went where.

    bag --> linen --> wash load --> dryer load --> parcel
                          ^-- linen of another client, whose parcels are possible ones of the bag
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlmodel import Session

from esat.production.models import ItemLink, LotItem, LotLink

Node = tuple[Literal["item", "lot"], int]
_member, _links, _parts = LotItem.__table__, LotLink.__table__, ItemLink.__table__


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the family tree."""

    source: Node
    target: Node
    certain: bool


@dataclass(frozen=True, slots=True)
class Family:
    """All that was reached from some nodes, and by which links; `certain` ones need no mixing."""

    starts: frozenset[Node]
    links: tuple[Link, ...]

    @property
    def nodes(self) -> frozenset[Node]:
        ends = {end for link in self.links for end in (link.source, link.target)}
        return frozenset(ends | self.starts)

    @property
    def certain(self) -> frozenset[Node]:
        """What is reached by certain links alone."""
        reached, again = set(self.starts), True
        while again:
            again = False
            for link in self.links:
                pair = {link.source, link.target}
                if link.certain and len(pair & reached) == 1:
                    reached |= pair
                    again = True
        return frozenset(reached)


def downstream(session: Session, *starts: Node) -> Family:
    """Everything that holds something of these nodes."""
    return _walk(session, starts, forward=True)


def upstream(session: Session, *starts: Node) -> Family:
    """Everything that something of these nodes comes from."""
    return _walk(session, starts, forward=False)


def _walk(session: Session, starts: Iterable[Node], *, forward: bool) -> Family:
    seen, links, frontier = set(starts), set[Link](), set(starts)
    while frontier:
        found = _step(session, frontier, forward=forward)
        links |= found
        ends = {link.target if forward else link.source for link in found}
        frontier = ends - seen
        seen |= ends
    ordered = sorted(links, key=lambda link: (link.source, link.target))
    return Family(frozenset(starts), tuple(ordered))


def _step(session: Session, nodes: Iterable[Node], *, forward: bool) -> set[Link]:
    items = [key for kind, key in nodes if kind == "item"]
    lots = [key for kind, key in nodes if kind == "lot"]
    near, far = ("parent_id", "child_id") if forward else ("child_id", "parent_id")
    links = set[Link]()
    links |= _pairs(session, _links, near, far, lots, "lot", forward=forward)
    links |= _pairs(session, _parts, near, far, items, "item", forward=forward)
    links |= _memberships(session, items, lots, forward=forward)
    links |= _outcomes(session, items, lots, forward=forward)
    return links


def _pairs(
    session: Session,
    table: object,
    near: str,
    far: str,
    keys: list[int],
    kind: Literal["item", "lot"],
    *,
    forward: bool,
) -> set[Link]:
    if not keys:
        return set()
    c = table.c  # type: ignore[attr-defined]
    rows = session.connection().execute(select(c[near], c[far], c.certain).where(c[near].in_(keys)))
    found = set()
    for near_key, far_key, certain in rows:
        one, other = (kind, near_key), (kind, far_key)
        pair = (one, other) if forward else (other, one)
        found.add(Link(*pair, bool(certain)))
    return found


def _memberships(
    session: Session, items: list[int], lots: list[int], *, forward: bool
) -> set[Link]:
    """An item travels in lots: forward from the item to its lots, backward from a lot to its items.

    Inside one lot items stay themselves, so the link is certain.
    """
    keys, column = (items, _member.c.item_id) if forward else (lots, _member.c.lot_id)
    if not keys:
        return set()
    rows = session.connection().execute(
        select(_member.c.item_id, _member.c.lot_id).where(column.in_(keys)).distinct()
    )
    return {Link(("item", row[0]), ("lot", row[1]), certain=True) for row in rows}


def _outcomes(session: Session, items: list[int], lots: list[int], *, forward: bool) -> set[Link]:
    """What was made of a lot's members once they had travelled in it (a parcel of its linen):
    forward from the lot, backward from what was made. As certain as the link from the member.
    """
    keys, column = (lots, _member.c.lot_id) if forward else (items, _parts.c.child_id)
    if not keys:
        return set()
    rows = session.connection().execute(
        select(_member.c.lot_id, _parts.c.child_id, _parts.c.certain)
        .join(_parts, _parts.c.parent_id == _member.c.item_id)
        .where(column.in_(keys), _parts.c.at >= _member.c.joined_at)
        .distinct()
    )
    return {Link(("lot", row[0]), ("item", row[1]), bool(row[2])) for row in rows}
