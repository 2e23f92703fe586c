"""The laundry's wall board: what waits, turns, dries, is held, and leaves today. SELECTs only.

Nobody's name enters it: no free text, no label of a garment, no name of an individual client.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Select, bindparam, case, func, select
from sqlmodel import Session

from esat import clock, registry
from esat.declarations import Wall, Workshop
from esat.production import tables
from workshops.laundry.figures.words import span
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.plant import limits
from workshops.laundry.plant.models import Limit, Machine, Programme
from workshops.laundry.washing.models import Cycle

SHOWN: Final = 4
DIRTY: Final = ("received", "sorted", "loaded", "to_rewash")
DRY: Final = ("dried", "finished")
LIMITS: Final = (
    "waiting_alert", "waiting_limit", "wet_notice", "wet_alert", "wet_limit", "packed_alert",
    "packed_limit",
)  # fmt: skip
HOURS: Final = {"waiting_alert", "waiting_limit", "packed_alert", "packed_limit"}
_item, _order, _client, _hold = tables.item, tables.order, tables.client, tables.hold
_lot, _resource, _member = tables.lot, tables.resource, tables.lot_item
_kept, _cycle = LaundryItem.__table__, Cycle.__table__
_machine, _programme = Machine.__table__, Programme.__table__


@dataclass(frozen=True, slots=True)
class Pile:
    """What stands at one stage: how many things, how heavy, and since when the oldest does."""

    label: str
    things: int
    kg: Decimal
    since: str
    meaning: str


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
    most = _limits(session, now)
    piles = _piles(session, workshop, now, most)
    dirty = [piles[stage] for stage in DIRTY if stage in piles]
    dry = [piles[stage] for stage in DRY if stage in piles]
    cycles = _turning(session, now)
    wet, held, leaving = _wet(session, now, most), _held(session, now), _leaving(session, now)
    sums = Sums(
        sum(p.things for p in dirty), len(cycles), len(wet), sum(h.things for h in held),
        sum(p.things for p in dry), len(leaving),
    )  # fmt: skip
    return {"dirty": dirty, "turning": cycles, "wet": wet[:SHOWN], "held": held[:SHOWN],
            "to_pack": dry, "leaving": leaving[:SHOWN], "sums": sums, "most": SHOWN}  # fmt: skip


WALL = Wall("laundry/figures/_wall.html", context)


def _limits(session: Session, now: datetime) -> dict[str, int]:
    """The limits of waiting, in minutes; as columns, since the board asks them again and again."""
    found = {code: Decimal(limits.BY_CODE[code].value) for code in LIMITS}
    day = {"day": clock.local(now).date()}
    found.update({row[0]: row[1] for row in session.connection().execute(_LIMITS, day)})
    return {code: int(value) * (60 if code in HOURS else 1) for code, value in found.items()}


def minutes_left(started_at: datetime, minutes: int, now: datetime) -> int:
    """Whole minutes until a programme ends; negative when it should have ended. Moments are
    compared as moments: a changed clock changes nothing.
    """
    return (started_at + timedelta(minutes=minutes) - now) // timedelta(minutes=1)


def level(minutes: int, most: dict[str, int], *codes: str) -> str:
    """`plain`, `question` or `refused`, as a waiting passes its limits (the last one refuses)."""
    passed = [minutes >= most[code] for code in codes]
    if passed[-1]:
        return "refused"
    return "question" if any(passed) else "plain"


def _minutes(since: datetime, now: datetime) -> int:
    return max(0, (now - since) // timedelta(minutes=1))


def _piles(
    session: Session, workshop: Workshop, now: datetime, most: dict[str, int]
) -> dict[str, Pile]:
    found = {}
    for row in session.connection().execute(_PILES):
        waits = _minutes(row.since, now)
        codes = ("waiting_alert", "waiting_limit")
        if row.stage in DRY:
            codes = ("packed_alert", "packed_limit")
        found[row.stage] = Pile(
            workshop.road.stage(row.stage).label, row.things, row.kg or Decimal(0), span(waits),
            level(waits, most, *codes),
        )  # fmt: skip
    return found


def _turning(session: Session, now: datetime) -> list[Turning]:
    found = []
    for row in session.connection().execute(_TURNING):
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


def _wet(session: Session, now: datetime, most: dict[str, int]) -> list[Wet]:
    found = []
    for row in session.connection().execute(_WET):
        waits = _minutes(row.since, now)
        meaning = level(waits, most, "wet_notice", "wet_alert", "wet_limit")
        word = ""
        if waits >= most["wet_limit"]:
            word = "À relaver"
        elif waits >= most["wet_alert"]:
            word = "À sécher maintenant"
        elif waits >= most["wet_notice"]:
            word = "À sécher bientôt"
        found.append(Wet(row.ref, span(waits), meaning, word))
    return found


def _held(session: Session, now: datetime) -> list[Held]:
    known = registry.current().hold_reasons
    return [
        Held(
            known[row.reason].label if row.reason in known else row.reason, row.things,
            span(_minutes(row.since, now)),
        )
        for row in session.connection().execute(_HELD)
    ]  # fmt: skip


def _leaving(session: Session, now: datetime) -> list[Leaving]:
    today: date = clock.local(now).date()
    rows = session.connection().execute(_LEAVING, {"today": today})
    return [
        Leaving(
            row.name if row.kind == "organisation" else f"Commande {row.ref}",
            row.ready or 0, row.things,
            row.due_on < today and not (row.things and row.ready == row.things),
        )
        for row in rows
    ]  # fmt: skip


_OURS = (_item.c.workshop == "laundry", _item.c.closed_at.is_(None))


def _piles_query() -> Select[Any]:
    weight = case((_item.c.unit == "kg", _item.c.quantity), else_=_kept.c.kg)
    return (
        select(
            _item.c.stage, func.count().label("things"), func.sum(weight).label("kg"),
            func.min(_item.c.stage_since).label("since"),
        )
        .select_from(_item.outerjoin(_kept, _kept.c.item_id == _item.c.id))
        .where(*_OURS, _item.c.stage.in_((*DIRTY, *DRY)))
        .group_by(_item.c.stage)
    )  # fmt: skip


def _turning_query() -> Select[Any]:
    return (
        select(
            _machine.c.label.label("machine"), _programme.c.label.label("programme"),
            _programme.c.minutes, _cycle.c.started_at, _cycle.c.kg,
        )
        .select_from(
            _cycle.join(_machine, _machine.c.id == _cycle.c.machine_version_id).outerjoin(
                _programme, _programme.c.id == _cycle.c.programme_id
            )
        )
        .where(_cycle.c.ended_at.is_(None))
    )  # fmt: skip


def _wet_query() -> Select[Any]:
    """Loads that are washed and in no machine, oldest first; what travels alone by its order."""
    drying = select(_cycle.c.lot_id).where(
        _cycle.c.ended_at.is_(None), _cycle.c.lot_id.is_not(None)
    )
    loads = select(_lot.c.ref, _lot.c.stage_since.label("since")).where(
        _lot.c.workshop == "laundry", _lot.c.closed_at.is_(None), _lot.c.stage == "washed",
        _lot.c.id.not_in(drying),
    )  # fmt: skip
    travels = select(_member.c.item_id).where(_member.c.left_at.is_(None))
    alone = (
        select(_order.c.ref, func.min(_item.c.stage_since).label("since"))
        .select_from(_item.join(_order, _order.c.id == _item.c.order_id))
        .where(*_OURS, _item.c.stage == "washed", _item.c.id.not_in(travels))
        .group_by(_order.c.ref)
    )
    both = loads.union_all(alone).subquery("wet")
    return select(both.c.ref, both.c.since).order_by(both.c.since)


def _held_query() -> Select[Any]:
    whose = func.coalesce(_item.c.workshop, _lot.c.workshop, _resource.c.workshop)
    return (
        select(
            _hold.c.reason, func.count().label("things"), func.min(_hold.c.placed_at).label("since")
        )
        .select_from(
            _hold.outerjoin(_item, _item.c.id == _hold.c.item_id)
            .outerjoin(_lot, _lot.c.id == _hold.c.lot_id)
            .outerjoin(_resource, _resource.c.id == _hold.c.resource_id)
        )
        .where(_hold.c.lifted_at.is_(None), whose == "laundry")
        .group_by(_hold.c.reason)
        .order_by(func.count().desc(), _hold.c.reason)
    )


def _leaving_query() -> Select[Any]:
    ready = case((_item.c.stage.in_(("packed", "handed_over")), 1), else_=0)
    uncounted = ("emptied", "composed", "discarded")
    return (
        select(
            _order.c.ref, _order.c.due_on, _client.c.name, _client.c.kind,
            func.count(_item.c.id).label("things"), func.sum(ready).label("ready"),
        )
        .select_from(
            _order.join(_client, _client.c.id == _order.c.client_id).outerjoin(
                _item, (_item.c.order_id == _order.c.id) & _item.c.stage.not_in(uncounted)
            )
        )
        .where(
            _order.c.workshop == "laundry", _order.c.closed_at.is_(None),
            _order.c.cancelled_at.is_(None), _order.c.due_on <= bindparam("today"),
        )
        .group_by(_order.c.id, _order.c.ref, _order.c.due_on, _client.c.name, _client.c.kind)
        .order_by(
            case((func.coalesce(func.sum(ready), 0) < func.count(_item.c.id), 0), else_=1),
            _order.c.due_on, _order.c.id,
        )
    )  # fmt: skip


_limit = Limit.__table__
_LIMITS = (
    select(_limit.c.code, _limit.c.value)
    .where(_limit.c.code.in_(LIMITS), _limit.c.since <= bindparam("day"))
    .order_by(_limit.c.since, _limit.c.version)
)
_PILES, _TURNING, _WET = _piles_query(), _turning_query(), _wet_query()
_HELD, _LEAVING = _held_query(), _leaving_query()
