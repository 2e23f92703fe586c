"""Cases as they are shown and counted: open ones with their age, one with all of it, a period's.
SELECTs only.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import case as when
from sqlmodel import Session, col, func, select

from esat.actors import Actor
from esat.production import tables
from esat.web.filters import number
from laundry_rabc.cases import again, steps, things
from laundry_rabc.cases.models import Case, CaseStep
from laundry_rabc.cases.steps import KINDS, STEPS
from laundry_rabc.cases.things import Held
from laundry_rabc.limits import WHY, Verdict
from laundry_rabc.plan.models import ControlPoint, PointVersion
from laundry_rabc.policies import keeping as policies
from laundry_rabc.results.models import Result, ResultHold

SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list: its age in days (until it was closed), and whether that is too much."""

    case: Case
    kind: str
    age: int
    old: bool


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
    return rows_of(session, session.exec(query.limit(SHOWN)).all(), at)


def for_period(session: Session, since: datetime, until: datetime) -> list[Row]:
    """The cases that were open at some moment of a period, the oldest first."""
    query = (
        select(Case)
        .where(
            Case.opened_at < until, col(Case.closed_at).is_(None) | (col(Case.closed_at) >= since)
        )
        .order_by(col(Case.opened_at), col(Case.id))
    )
    return rows_of(session, session.exec(query).all(), until)


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
    pairs = _pairs(session, [one.id or 0 for one in (*first, *later)])
    return Whole(
        row=rows_of(session, [found], at)[0],
        code="" if point is None else point.code,
        version=version,
        first=tuple(_reading(one, names, pairs) for one in first),
        later=tuple(_reading(one, names, pairs) for one in later),
        held=tuple(things.held(session, found)),
        done=tuple(
            Done(one, STEPS[one.kind][0], STEPS[one.kind][2], names.get(one.account_id or 0, ""))
            for one in done
        ),
        next=next((one for one in steps.ROADS[found.kind] if one not in written), ""),
        lots=things.lots_of(session, found),
    )


def rows_of(session: Session, found: Sequence[Case], at: datetime) -> list[Row]:
    delays = _delays(session, at) if found else {}
    return [_row(one, at, delays) for one in found]


def _delays(session: Session, at: datetime) -> dict[str, Decimal]:
    """How many days each kind of case may stay open: rules of the house, dated."""
    return {f"old_{kind}": policies.value(session, f"old_{kind}", at) for kind in KINDS}


def _row(one: Case, at: datetime, delays: dict[str, Decimal]) -> Row:
    age = max(((one.closed_at or at) - one.opened_at).days, 0)
    old = one.closed_at is None and age >= delays[f"old_{one.kind}"]
    return Row(one, KINDS[one.kind], age, old)


def _reading(one: Result, names: dict[int, str], pairs: dict[int, str]) -> Reading:
    verdict = Verdict(one.verdict)
    value = pairs.get(one.id or 0) or shown(one)
    return Reading(one, value, verdict.label, WHY[one.why], names.get(one.account_id or 0, ""))


def _pairs(session: Session, keys: Sequence[int]) -> dict[int, str]:
    """How long each wash held which temperature: « 71 °C pendant 3 min »."""
    query = (
        select(ResultHold)
        .where(col(ResultHold.result_id).in_(keys))
        .order_by(col(ResultHold.result_id), col(ResultHold.celsius))
    )
    found: dict[int, list[str]] = {}
    for one in session.exec(query):
        celsius, minutes = number(one.celsius), number(one.minutes)
        words = f"{celsius}\u00a0°C pendant {minutes}\u00a0min"
        found.setdefault(one.result_id, []).append(words)
    return {key: ", ".join(words) for key, words in found.items()}


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


def _names(session: Session, keys: Collection[int | None]) -> dict[int, str]:
    account = tables.account
    wanted = sorted({key for key in keys if key is not None})
    query = select(account.c.id, account.c.display_name).where(account.c.id.in_(wanted))
    return {row.id: row.display_name for row in session.connection().execute(query)}
