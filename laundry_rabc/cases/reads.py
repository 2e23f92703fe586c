"""Cases as they are shown and counted: open ones with their age, one with all of it, a period's.
SELECTs only.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import case as when
from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.production import tables
from esat.production.models import Hold, Item, Lot, LotItem, Order, Resource
from laundry_rabc.cases import again, steps
from laundry_rabc.cases.models import Case, CaseStep, CaseSubject
from laundry_rabc.cases.steps import KINDS, STEPS
from laundry_rabc.limits import WHY, Verdict
from laundry_rabc.plan.models import ControlPoint, PointVersion
from laundry_rabc.policies import keeping as policies
from laundry_rabc.results.models import Result
from workshops.laundry.stages import MACHINE

SHOWN: Final = 100
HEADERS: Final = (
    "cas", "nature", "origine", "titre", "ouvert_le", "saisi_le", "ferme_le", "age_jours",
    "contenir", "cause", "corriger", "verifier", "liberer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list: its age in days (until it was closed), and whether that is too much."""

    case: Case
    kind: str
    age: int
    old: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A thing of a case, where it stands and where it was put."""

    item_id: int
    label: str
    code: str
    client: str
    stage: str
    at_home: bool
    held: bool
    lot: str
    place: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A result as a case shows it."""

    result: Result
    shown: str
    verdict: str
    why: str
    who: str


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was written, by whom."""

    step: CaseStep
    label: str
    pictogram: str
    who: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A case with all that is known of it."""

    row: Row
    code: str
    version: PointVersion | None
    first: tuple[Reading, ...]
    later: tuple[Reading, ...]
    held: tuple[Held, ...]
    done: tuple[Done, ...]
    next: str
    lots: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases are open of each kind, and how old the oldest is, in days."""

    by_kind: dict[str, int]
    old: int
    oldest: int

    @property
    def open(self) -> int:
        return sum(self.by_kind.values())


def listed(session: Session, at: datetime, *, still_open: bool, kind: str = "") -> list[Row]:
    """The open cases, actions first and the oldest first; or the last closed."""
    query = select(Case)
    if kind:
        query = query.where(Case.kind == kind)
    if still_open:
        rank = when({"action": 0, "investigation": 1}, value=Case.kind, else_=2)
        query = query.where(col(Case.closed_at).is_(None)).order_by(
            rank, col(Case.opened_at), col(Case.id)
        )
    else:
        query = query.where(col(Case.closed_at).is_not(None)).order_by(
            col(Case.closed_at).desc(), col(Case.id).desc()
        )
    return _rows(session, session.exec(query.limit(SHOWN)).all(), at)


def for_period(session: Session, since: datetime, until: datetime) -> list[Row]:
    """The cases that were open at some moment of a period, the oldest first."""
    query = (
        select(Case)
        .where(
            Case.opened_at < until, col(Case.closed_at).is_(None) | (col(Case.closed_at) >= since)
        )
        .order_by(col(Case.opened_at), col(Case.id))
    )
    return _rows(session, session.exec(query).all(), until)


def counts(session: Session, at: datetime) -> Counts:
    """What is open now, by one statement and the delays."""
    query = select(Case.kind, Case.opened_at).where(col(Case.closed_at).is_(None))
    found = session.exec(query).all()
    delays = _delays(session, at)
    ages = [(kind, (at - opened).days) for kind, opened in found]
    return Counts(
        {kind: sum(1 for one, _ in ages if one == kind) for kind in KINDS},
        sum(1 for kind, age in ages if age >= delays[f"old_{kind}"]),
        max((age for _, age in ages), default=0),
    )


def count_open(session: Session, by: Actor, at: datetime) -> int:
    """How many cases are open."""
    del by, at
    return session.exec(
        select(func.count()).select_from(Case).where(col(Case.closed_at).is_(None))
    ).one()


def whole(session: Session, case_id: int, at: datetime) -> Whole:
    """One case with all of it. NotFound for none."""
    found = steps.one(session, case_id)
    done = steps.of(session, found)
    first = again.chain(session, found.result_id)
    later = [one for one in again.later(session, found) if one.id not in {r.id for r in first}]
    version = session.get(PointVersion, first[0].point_version_id) if first else None
    point = None if found.point_id is None else session.get(ControlPoint, found.point_id)
    names = _names(
        session, [*(one.account_id for one in (*first, *later)), *(one.account_id for one in done)]
    )
    written = {one.kind for one in done}
    return Whole(
        row=_rows(session, [found], at)[0],
        code="" if point is None else point.code,
        version=version,
        first=tuple(_reading(one, names) for one in first),
        later=tuple(_reading(one, names) for one in later),
        held=tuple(held(session, found)),
        done=tuple(
            Done(one, STEPS[one.kind][0], STEPS[one.kind][2], names.get(one.account_id or 0, ""))
            for one in done
        ),
        next=next((one for one in steps.ROADS[found.kind] if one not in written), ""),
        lots=_lots(session, found),
    )


def held(session: Session, case: Case) -> list[Held]:
    """The things of a case: where each stands now, in house or gone, by three statements."""
    query = (
        select(CaseSubject, Item, Order, Hold)
        .join(Item, col(Item.id) == col(CaseSubject.item_id))
        .join(Order, col(Order.id) == col(Item.order_id))
        .outerjoin(Hold, col(Hold.id) == col(CaseSubject.hold_id))
        .where(CaseSubject.case_id == case.id)
        .order_by(col(Item.id))
    )
    rows = session.exec(query).all()
    keys = [item.id or 0 for _, item, _, _ in rows]
    codes, clients = _codes(session, keys), _clients(session, {o.client_id for _, _, o, _ in rows})
    inside = _travel(session, keys)
    places = _places(session, {h.place_id for _, _, _, h in rows if h is not None})
    return [
        Held(
            item_id=item.id or 0, label=item.label, code=codes.get(item.id or 0, ""),
            client=clients.get(order.client_id, ""), stage=_stage(item),
            at_home=item.closed_at is None,
            held=hold is not None and hold.lifted_at is None,
            lot=inside.get(item.id or 0, ""),
            place="" if hold is None else places.get(hold.place_id or 0, ""),
        )
        for _, item, order, hold in rows
    ]  # fmt: skip


def export_rows(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """The cases opened in a period (days of Paris, both included), each with its steps."""
    query = select(Case).order_by(col(Case.opened_at), col(Case.id))
    if since is not None:
        query = query.where(col(Case.opened_at) >= _midnight(since))
    if until is not None:
        query = query.where(col(Case.opened_at) < _midnight(until + timedelta(days=1)))
    for row in _rows(session, session.exec(query).all(), clock.now()):
        said: dict[str, str] = {}
        for step in steps.of(session, row.case):
            said[step.kind] = " / ".join([*filter(None, [said.get(step.kind)]), step.text])
        one = row.case
        yield (
            one.ref, row.kind, one.origin, one.title, one.opened_at, one.recorded_at,
            one.closed_at, row.age, *(said.get(kind, "") for kind in steps.ROADS["action"]),
        )  # fmt: skip


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.PARIS)


def _rows(session: Session, found: Sequence[Case], at: datetime) -> list[Row]:
    delays = _delays(session, at) if found else {}
    return [_row(one, at, delays) for one in found]


def _delays(session: Session, at: datetime) -> dict[str, Decimal]:
    """How many days each kind of case may stay open: rules of the house, dated."""
    return {f"old_{kind}": policies.value(session, f"old_{kind}", at) for kind in KINDS}


def _row(one: Case, at: datetime, delays: dict[str, Decimal]) -> Row:
    age = max(((one.closed_at or at) - one.opened_at).days, 0)
    old = one.closed_at is None and age >= delays[f"old_{one.kind}"]
    return Row(one, KINDS[one.kind], age, old)


def _reading(one: Result, names: dict[int, str]) -> Reading:
    verdict = Verdict(one.verdict)
    return Reading(one, shown(one), verdict.label, WHY[one.why], names.get(one.account_id or 0, ""))


def shown(one: Result) -> str:
    """The value as a person reads it, with its sign, unit and surface."""
    if one.yes is not None:
        return "oui" if one.yes else "non"
    if one.qualifier == "tntc":
        return "indénombrable"
    if one.value is None:
        return ""
    value = format(one.value.normalize(), "f").replace(".", ",")
    surface = f" / {format(one.surface_cm2.normalize(), 'f')} cm²" if one.surface_cm2 else ""
    return f"{one.qualifier} {value} {one.unit}{surface}".strip()


def _stage(item: Item) -> str:
    return MACHINE.stage(item.stage).label if MACHINE.knows(item.stage) else item.stage


def _codes(session: Session, keys: list[int]) -> dict[int, str]:
    code, item = tables.barcode, tables.item
    worn: Any = (code.c.item_id == item.c.id) | (
        item.c.resource_id.is_not(None) & (code.c.resource_id == item.c.resource_id)
    )
    query = (
        select(item.c.id, code.c.code)
        .select_from(item.join(code, worn))
        .where(item.c.id.in_(keys), code.c.origin == "ours", code.c.revoked_at.is_(None))
    )
    return {row.id: row.code for row in session.connection().execute(query)}


def _clients(session: Session, keys: Collection[int]) -> dict[int, str]:
    client = tables.client
    query = select(client.c.id, client.c.name).where(client.c.id.in_(sorted(keys)))
    return {row.id: row.name for row in session.connection().execute(query)}


def _travel(session: Session, keys: list[int]) -> dict[int, str]:
    query = (
        select(LotItem.item_id, Lot.ref)
        .join(Lot, col(Lot.id) == col(LotItem.lot_id))
        .where(col(LotItem.item_id).in_(keys), col(LotItem.left_at).is_(None))
    )
    return dict(session.exec(query).all())


def _places(session: Session, keys: Collection[int | None]) -> dict[int, str]:
    wanted = sorted(key for key in keys if key is not None)
    query = select(Resource.id, Resource.label).where(col(Resource.id).in_(wanted))
    return {key: label for key, label in session.exec(query) if key is not None}


def _lots(session: Session, case: Case) -> tuple[tuple[str, str], ...]:
    code, mine, lot = tables.barcode, CaseSubject.__table__, tables.lot
    query = (
        select(lot.c.ref, code.c.code)
        .select_from(
            mine.join(lot, lot.c.id == mine.c.lot_id).join(code, code.c.lot_id == lot.c.id)
        )
        .where(mine.c.case_id == case.id, code.c.origin == "ours", code.c.revoked_at.is_(None))
    )
    return tuple((row.ref, row.code) for row in session.connection().execute(query))


def _names(session: Session, keys: Collection[int | None]) -> dict[int, str]:
    account = tables.account
    wanted = sorted({key for key in keys if key is not None})
    query = select(account.c.id, account.c.display_name).where(account.c.id.in_(wanted))
    return {row.id: row.display_name for row in session.connection().execute(query)}


def open_places(session: Session) -> list[tuple[str, str]]:
    """The places of the laundry where linen may be put: code and name."""
    code = tables.barcode
    query = (
        select(code.c.code, tables.resource.c.label)
        .join(tables.resource, tables.resource.c.id == code.c.resource_id)
        .where(
            code.c.kind == "X", code.c.origin == "ours", code.c.revoked_at.is_(None),
            tables.resource.c.retired_at.is_(None), tables.resource.c.workshop == "laundry",
        )
        .order_by(tables.resource.c.label)
        .limit(SHOWN)
    )  # fmt: skip
    return [(row.code, row.label) for row in session.connection().execute(query)]
