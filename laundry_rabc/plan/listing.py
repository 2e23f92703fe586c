"""What the pages of the plan show: the table, a point's history, what waits. SELECTs only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from sqlmodel import Session, col, select

from esat.accounts.models import Account, AccountRole
from laundry_rabc.limits import Pair
from laundry_rabc.plan import compare, reads, rights, words
from laundry_rabc.plan.compare import Difference
from laundry_rabc.plan.models import (
    ControlPoint,
    PlanDecision,
    PointApproval,
    PointVersion,
)
from laundry_rabc.plan.words import Levels

MOST: Final = 200
OWNERS: Final = ("qualite", "responsable_atelier", "moniteur", "direction")


@dataclass(frozen=True, slots=True)
class Line:
    """A checkpoint in the table."""

    code: str
    version: PointVersion
    levels: Levels


@dataclass(frozen=True, slots=True)
class Past:
    """A version in a point's history, and what became of it."""

    version: PointVersion
    levels: Levels
    author: str
    approver: str
    effective_at: datetime | None
    decision: PlanDecision | None
    state: str
    changed: list[Difference]


def differences(session: Session, before: PointVersion, after: PointVersion) -> list[Difference]:
    """Two versions of a checkpoint, field by field."""
    pairs = reads.pairs_of(session, {before.id or 0, after.id or 0})
    return _changed(before, after, pairs, names(session, {before.owner_id, after.owner_id}))


class Change(NamedTuple):
    """What became of a checkpoint between two moments: added, removed or changed."""

    code: str
    what: str
    fields: list[Difference]


def table(session: Session, at: datetime) -> list[Line]:
    """The plan at a moment."""
    found = reads.plan_at(session, at)
    pairs = reads.pairs_of(session, [one.id or 0 for one in found.values()])
    return [
        Line(code, one, words.limits_text(one, pairs.get(one.id or 0, ())))
        for code, one in found.items()
    ]


def names(session: Session, keys: set[int | None]) -> dict[int, str]:
    """The names of accounts."""
    wanted = [one for one in keys if one is not None]
    query = select(Account.id, Account.display_name).where(col(Account.id).in_(wanted))
    return {key or 0: name for key, name in session.exec(query)}


def history(session: Session, point: ControlPoint, now: datetime) -> list[Past]:
    """Every version of a checkpoint, newest first, each with what it changed."""
    query = (
        select(PointVersion, PointApproval, PlanDecision)
        .join(PointApproval, col(PointApproval.version_id) == col(PointVersion.id), isouter=True)
        .join(
            PlanDecision,
            (col(PlanDecision.version_id) == col(PointVersion.id))
            & (col(PlanDecision.subject) == "point"),
            isouter=True,
        )
        .where(PointVersion.point_id == point.id)
        .order_by(col(PointVersion.version))
        .limit(MOST)
    )
    rows = session.exec(query).all()
    pairs = reads.pairs_of(session, [one.id or 0 for one, _, _ in rows])
    keys = {one.created_by for one, _, _ in rows} | {one.owner_id for one, _, _ in rows}
    keys |= {decision.by_id for _, _, decision in rows if decision is not None}
    named = names(session, keys)
    current = reads.in_force(session, point.code, now)
    found: list[Past] = []
    before: PointVersion | None = None
    for version, approval, decision in rows:
        found.append(
            Past(
                version, words.limits_text(version, pairs.get(version.id or 0, ())),
                named.get(version.created_by or 0, ""),
                "" if decision is None else named.get(decision.by_id, ""),
                None if approval is None else approval.effective_at, decision,
                _state(version, approval, decision, current, rows[-1][0], now),
                _changed(before, version, pairs, named),
            )
        )  # fmt: skip
        before = before if approval is None else version
    return found[::-1]


def _state(
    version: PointVersion,
    approval: PointApproval | None,
    decision: PlanDecision | None,
    current: PointVersion | None,
    last: PointVersion,
    now: datetime,
) -> str:
    if current is not None and current.id == version.id:
        return "in_force"
    if approval is not None:
        later = "withdrawn" if version.withdrawn else "past"
        return "coming" if approval.effective_at > now else later
    if decision is not None:
        return "refused"
    return "waiting" if version.id == last.id else "replaced"


def _changed(
    before: PointVersion | None,
    after: PointVersion,
    pairs: Mapping[int, tuple[Pair, ...]],
    named: Mapping[int, str],
) -> list[Difference]:
    if before is None:
        return []
    both = (pairs.get(before.id or 0, ()), pairs.get(after.id or 0, ()))
    return compare.differences(before, after, pairs=both, owners=named)


def between(session: Session, first: datetime, second: datetime) -> list[Change]:
    """The plan at a moment against the plan at another: code, what happened, differences."""
    old, new = reads.plan_at(session, first), reads.plan_at(session, second)
    both = [*old.values(), *new.values()]
    pairs = reads.pairs_of(session, {one.id or 0 for one in both})
    named = names(session, {one.owner_id for one in both})
    found: list[Change] = []
    for code in sorted({*old, *new}):
        before, after = old.get(code), new.get(code)
        if before is None or after is None:
            found.append(Change(code, "added" if before is None else "removed", []))
        elif before.id != after.id:
            found.append(Change(code, "changed", _changed(before, after, pairs, named)))
    return found


def owners(session: Session) -> list[tuple[int, str]]:
    """Who may answer for a checkpoint: the accounts of the laundry, and those of the house."""
    query = (
        select(Account.id, Account.display_name)
        .join(AccountRole, col(AccountRole.account_id) == Account.id)
        .where(
            col(AccountRole.role).in_(OWNERS),
            col(AccountRole.workshop).is_(None) | (AccountRole.workshop == rights.WORKSHOP),
            col(Account.disabled_at).is_(None),
        )
        .distinct()
        .order_by(col(Account.display_name))
        .limit(MOST)
    )
    return [(key or 0, name) for key, name in session.exec(query)]


def proposed_count(session: Session, at: datetime) -> int:
    """How many checkpoints in force are proposals that nobody validated."""
    return sum(one.status == "proposed" for one in reads.plan_at(session, at).values())
