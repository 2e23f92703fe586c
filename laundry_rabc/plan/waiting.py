"""What waits for another person: the last version of anything in the plan, not decided yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from laundry_rabc.plan import compare, listing, reads, words
from laundry_rabc.plan.compare import Difference
from laundry_rabc.plan.models import (
    ControlPoint,
    FlowStep,
    Hazard,
    PlanDecision,
    PointApproval,
    PointVersion,
)

MOST: Final = 200
Kind = TypeVar("Kind", Hazard, FlowStep)
HAZARD = (
    ("label", "Danger"), ("family", "Famille"), ("examples", "Exemples"), ("step", "Étape"),
    ("severity", "Gravité"), ("likelihood", "Fréquence"), ("measure", "Mesure de maîtrise"),
    ("points", "Points"), ("source", "Source"), ("withdrawn", "Retiré"),
)  # fmt: skip
STEP = (
    ("label", "Étape"), ("zone", "Zone"), ("position", "Place"), ("what", "Ce qui se fait"),
    ("recorded", "Ce qui est noté"), ("withdrawn", "Retirée"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """`ref` names it in a form; `since` is when it is wanted in force, for a checkpoint."""

    ref: str
    code: str
    label: str
    author_id: int | None
    reason: str
    created_at: datetime
    since: datetime | None
    lines: list[Difference]
    limits: str = ""


def all_of(session: Session, now: datetime) -> list[Waiting]:
    """Every version that waits, the oldest first."""
    found = [*_points(session, now), *_of(session, Hazard), *_of(session, FlowStep)]
    return sorted(found, key=lambda one: (one.created_at, one.code))


def count(session: Session) -> int:
    """How many wait."""
    queries = (_open_points(), _open(Hazard), _open(FlowStep))
    return sum(session.exec(select(func.count()).select_from(one.subquery())).one()
               for one in queries)  # fmt: skip


def _open_points() -> SelectOfScalar[PointVersion]:
    later = aliased(PointVersion)
    newer = select(later.id).where(
        later.point_id == col(PointVersion.point_id), later.version > col(PointVersion.version)
    )
    decided = select(PlanDecision.version_id).where(PlanDecision.subject == "point")
    return select(PointVersion).where(
        ~newer.exists(),
        col(PointVersion.id).not_in(decided),
        col(PointVersion.id).not_in(select(PointApproval.version_id)),
    )


def _open(table: type[Kind]) -> SelectOfScalar[Kind]:
    later = aliased(table)
    newer = select(later.id).where(later.code == table.code, later.version > table.version)
    subject = "hazard" if table is Hazard else "flow"
    decided = select(PlanDecision.version_id).where(PlanDecision.subject == subject)
    return select(table).where(
        ~newer.exists(), col(table.id).not_in(decided), col(table.created_by).is_not(None)
    )


def _points(session: Session, now: datetime) -> list[Waiting]:
    rows = session.exec(_open_points().limit(MOST)).all()
    if not rows:
        return []
    keys = [one.point_id for one in rows]
    codes = {
        key or 0: code
        for key, code in session.exec(
            select(ControlPoint.id, ControlPoint.code).where(col(ControlPoint.id).in_(keys))
        )
    }
    current = {one.point_id: one for one in reads.plan_at(session, now).values()}
    both = [*rows, *current.values()]
    pairs = reads.pairs_of(session, {one.id or 0 for one in both})
    named = listing.names(session, {one.owner_id for one in both})
    found = []
    for row in rows:
        mine, before = pairs.get(row.id or 0, ()), current.get(row.point_id)
        lines = [] if before is None else compare.differences(
            before, row, pairs=(pairs.get(before.id or 0, ()), mine), owners=named
        )  # fmt: skip
        found.append(
            Waiting(
                f"point:{row.id}", codes[row.point_id], row.label, row.created_by, row.reason,
                row.created_at, row.since, lines, words.limits_text(row, mine).sentence,
            )
        )  # fmt: skip
    return found


def _of(session: Session, table: type[Kind]) -> list[Waiting]:
    rows = session.exec(_open(table).limit(MOST)).all()
    subject, fields = ("hazard", HAZARD) if table is Hazard else ("flow", STEP)
    old = _before(session, table, subject, rows)
    return [
        Waiting(
            f"{subject}:{row.id}", row.code, row.label, row.created_by, row.reason, row.created_at,
            None, _changes(old.get(row.code), row, fields),
        )
        for row in rows
    ]  # fmt: skip


def _before(
    session: Session, table: type[Kind], subject: str, rows: Sequence[Kind]
) -> dict[str, Kind]:
    """The version of each that was proposed or approved last."""
    codes, waits = [one.code for one in rows], [one.id for one in rows]
    if not codes:
        return {}
    approved = select(PlanDecision.version_id).where(
        PlanDecision.subject == subject, PlanDecision.outcome == "approved"
    )
    query = (
        select(table)
        .where(
            col(table.code).in_(codes),
            col(table.id).not_in(waits),
            col(table.id).in_(approved) | col(table.created_by).is_(None),
        )
        .order_by(col(table.version))
    )
    return {one.code: one for one in session.exec(query)}


def _changes(
    before: Hazard | FlowStep | None, after: Hazard | FlowStep, fields: Sequence[tuple[str, str]]
) -> list[Difference]:
    return [
        Difference(label, "" if before is None else _word(name, before), _word(name, after))
        for name, label in fields
        if before is None or getattr(before, name) != getattr(after, name)
    ]


def _word(name: str, row: Hazard | FlowStep) -> str:
    value = getattr(row, name)
    if isinstance(value, bool):
        return "oui" if value else "non"
    return words.ZONES.get(str(value), str(value)) if name == "zone" else str(value)
