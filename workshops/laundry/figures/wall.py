"""The laundry's wall board: what waits, turns, dries, is held, and leaves today. SELECTs only.

Nobody's name enters it: no free text, no label of a garment, no name of an individual client.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlmodel import Session

from esat import clock, registry
from esat.declarations import Wall, Workshop
from esat.production import made
from esat.production.made import MadeSoFar
from workshops.laundry.figures import wall_query
from workshops.laundry.figures.words import span
from workshops.laundry.finishing import waits
from workshops.laundry.finishing.waits import Bounds, Standing
from workshops.laundry.plant import limits

KINDS: Final = {"dirty": wall_query.DIRTY, "dry": wall_query.DRY, "wet": ()}
"""The kinds of waiting of the board, and the stages of its piles that wait so."""


@dataclass(frozen=True, slots=True)
class Pile:
    """What stands at one stage: how many things, how heavy, and since when the oldest does."""

    label: str
    things: int
    kg: Decimal
    since: str
    meaning: str
    word: str


@dataclass(frozen=True, slots=True)
class Turning:
    """A machine that runs: how long it still will, or by how much it is late."""

    machine: str
    programme: str
    kg: Decimal | None
    ends_at: datetime | None
    left: str
    late: bool


@dataclass(frozen=True, slots=True)
class Wet:
    """A load out of the machine and not dry yet."""

    name: str
    waits: str
    meaning: str
    word: str


@dataclass(frozen=True, slots=True)
class Held:
    """Why things are held, and how many."""

    label: str
    things: int
    since: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """An order that leaves today or should have left: how much of it is ready. What is whole only
    waits to be fetched: it is not late.
    """

    name: str
    ready: int
    things: int
    late: bool
    made: tuple[MadeSoFar, ...] = ()

    @property
    def whole(self) -> bool:
        return self.things > 0 and self.ready == self.things


@dataclass(frozen=True, slots=True)
class Sums:
    dirty: int
    turning: int
    wet: int
    held: int
    to_pack: int
    leaving: int


def context(session: Session, workshop: Workshop, now: datetime) -> dict[str, Any]:
    """What the board shows at a moment."""
    its = _bounds(session, now)
    piles = _piles(session, workshop, now, its)
    dirty = [piles[stage] for stage in wall_query.DIRTY if stage in piles]
    dry = [piles[stage] for stage in wall_query.DRY if stage in piles]
    cycles = _turning(session, now)
    (wet, loads), held = _wet(session, now, its), _held(session, now)
    leaving, orders = _leaving(session, now)
    sums = Sums(
        sum(p.things for p in dirty), len(cycles), loads, sum(h.things for h in held),
        sum(p.things for p in dry), orders,
    )  # fmt: skip
    return {"dirty": dirty, "turning": cycles, "wet": wet, "held": held[: wall_query.SHOWN],
            "to_pack": dry, "leaving": leaving, "sums": sums, "most": wall_query.SHOWN}  # fmt: skip


WALL = Wall("laundry/figures/_wall.html", context)


def _bounds(session: Session, now: datetime) -> dict[str, Bounds]:
    """The limits of waiting in force; as columns, since the board asks them again and again."""
    found = {code: Decimal(limits.BY_CODE[code].value) for code in wall_query.LIMIT_CODES}
    day = {"day": clock.local(now).date()}
    found.update({row[0]: row[1] for row in session.connection().execute(wall_query.LIMITS, day)})
    return {code: waits.bounds(waits.KINDS[code], found) for code in KINDS}


def minutes_left(started_at: datetime, minutes: int, now: datetime) -> int:
    """Whole minutes until a programme ends; negative when it should have ended. Moments are
    compared as moments: a changed clock changes nothing.
    """
    return (started_at + timedelta(minutes=minutes) - now) // timedelta(minutes=1)


def said(standing: Standing) -> tuple[str, str]:
    """The colour of a waiting and its words, as on the pages; nothing while there is time."""
    if standing.level == "ok":
        return "plain", ""
    return standing.meaning, standing.words[:1].upper() + standing.words[1:]


def _minutes(since: datetime, now: datetime) -> int:
    return max(0, (now - since) // timedelta(minutes=1))


def _piles(
    session: Session, workshop: Workshop, now: datetime, its: dict[str, Bounds]
) -> dict[str, Pile]:
    kind_of = {stage: kind for kind, stages in KINDS.items() for stage in stages}
    found = {}
    for row in session.connection().execute(wall_query.PILES):
        kind = kind_of[row.stage]
        meaning, word = said(waits.judge(kind, row.since, now, its[kind]))
        found[row.stage] = Pile(
            workshop.road.stage(row.stage).label, row.things, row.kg or Decimal(0),
            span(_minutes(row.since, now)), meaning, word,
        )  # fmt: skip
    return found


def _turning(session: Session, now: datetime) -> list[Turning]:
    found = []
    for row in session.connection().execute(wall_query.TURNING):
        if row.minutes is None:
            left, late, ends = f"depuis {span(_minutes(row.started_at, now))}", False, None
        else:
            rest = minutes_left(row.started_at, row.minutes, now)
            late, ends = rest < 0, row.started_at + timedelta(minutes=row.minutes)
            left = f"en retard de {span(-rest)}" if late else f"encore {span(rest)}"
        found.append(
            (rest_of(row, now), Turning(row.machine, row.programme or "", row.kg, ends, left, late))
        )
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def rest_of(row: Any, now: datetime) -> int:
    """What orders the machines: the one that ends first stands first, those unknown last."""
    if row.minutes is None:
        return 1_000_000
    return minutes_left(row.started_at, row.minutes, now)


def _wet(session: Session, now: datetime, its: dict[str, Bounds]) -> tuple[list[Wet], int]:
    """The loads that are wet for the longest time, and how many there are."""
    found = []
    rows = session.connection().execute(wall_query.WET).all()
    for row in rows:
        meaning, word = said(waits.judge("wet", row.since, now, its["wet"]))
        found.append(Wet(row.ref, span(_minutes(row.since, now)), meaning, word))
    return found, rows[0].loads if rows else 0


def _held(session: Session, now: datetime) -> list[Held]:
    known = registry.current().hold_reasons
    return [
        Held(
            known[row.reason].label if row.reason in known else row.reason, row.things,
            span(_minutes(row.since, now)),
        )
        for row in session.connection().execute(wall_query.HELD)
    ]  # fmt: skip


def _leaving(session: Session, now: datetime) -> tuple[list[Leaving], int]:
    """The first orders of today, and how many there are."""
    today: date = clock.local(now).date()
    rows = session.connection().execute(wall_query.LEAVING, {"today": today}).all()
    told = made.of_orders(session, [row.id for row in rows])
    found = [
        Leaving(
            row.name if row.kind == "organisation" else f"Commande {row.ref}",
            row.ready or 0, row.things,
            row.due_on < today and not (row.things and row.ready == row.things),
            told.get(row.id, ()),
        )
        for row in rows
    ]  # fmt: skip
    return found, rows[0].orders if rows else 0
