"""The tiles of a kiosk: people of its workshop, by group, each with his own picture. It tells
nothing of what anybody said: the tile of who has come is the same as another's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, or_, select

from esat import clock
from esat.activity.kiosk import pictograms, portraits
from esat.folding import fold
from esat.workers import memberships
from esat.workers.models import Group, Worker

MOST: Final = 9
"""Tiles on a screen."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A person as the kiosk shows him; `portrait` only where he agreed, else his pictogram, else
    his initials: never a blank portrait.
    """

    worker_id: int
    name: str
    pictogram: str
    pictogram_name: str
    portrait: bool
    initials: str


@dataclass(frozen=True, slots=True)
class Screen:
    """At most nine people: a group, or a part of it."""

    key: str
    title: str
    tiles: tuple[Tile, ...]
    next_key: str = ""


def screens(session: Session, workshop: str) -> tuple[Screen, ...]:
    """The people of a workshop: one screen when they are nine or fewer, else one for each group
    (or more). The order is that of the first names, the same every day.
    """
    people = _people(session, workshop)
    keys = [worker.id or 0 for _, worker in people]
    faces = portraits.shown(session, keys, place="kiosk")
    by_group: dict[int, tuple[Group, list[Tile]]] = {}
    for group, worker in people:
        tiles = by_group.setdefault(group.id or 0, (group, []))[1]
        tiles.append(_tile(worker, portrait=worker.id in faces))
    if len(people) <= MOST:
        every = sorted((t for _, tiles in by_group.values() for t in tiles), key=_order)
        return (Screen("tous", "", tuple(every)),) if every else ()
    return tuple(screen for group, tiles in by_group.values() for screen in _of_group(group, tiles))


def _of_group(group: Group, tiles: Sequence[Tile]) -> list[Screen]:
    row = tuple(sorted(tiles, key=_order))
    parts = [row[at : at + MOST] for at in range(0, len(row), MOST)]
    keys = [f"groupe-{group.id}" + (f"-{n + 1}" if n else "") for n in range(len(parts))]
    return [
        Screen(key, group.name, part, keys[(n + 1) % len(keys)] if len(keys) > 1 else "")
        for n, (key, part) in enumerate(zip(keys, parts, strict=True))
    ]


def _people(session: Session, workshop: str) -> list[tuple[Group, Worker]]:
    today = clock.today()
    starts, left = col(Worker.contract_starts), col(Worker.left_on)
    query = (
        select(Group, Worker)
        .join(Worker, memberships.group_on(today) == Group.id)
        .where(
            Group.workshop == workshop,
            col(Group.archived_at).is_(None),
            or_(starts.is_(None), starts <= today),
            or_(left.is_(None), left >= today),
        )
        .order_by(col(Group.name), col(Group.id))
    )
    return list(session.exec(query))


def _tile(worker: Worker, *, portrait: bool) -> Tile:
    known = worker.pictogram if worker.pictogram in pictograms.CHOICES else ""
    return Tile(
        worker_id=worker.id or 0,
        name=worker.display_name,
        pictogram=known,
        pictogram_name=pictograms.CHOICES.get(known, ""),
        portrait=portrait,
        initials=worker.first_name[:1].upper() + worker.initial,
    )


def _order(tile: Tile) -> tuple[str, int]:
    return fold(tile.name), tile.worker_id
