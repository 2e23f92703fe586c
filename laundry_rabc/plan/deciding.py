"""What another person than its author decides of a version: of a checkpoint, a hazard, a step."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.errors import NotFound, Refused
from laundry_rabc.plan import rights
from laundry_rabc.plan.drafting import person
from laundry_rabc.plan.models import FlowStep, Hazard, PlanDecision, PointApproval, PointVersion

Version = PointVersion | Hazard | FlowStep


@dataclass(frozen=True, slots=True)
class Target:
    """A version that waits: of which kind, and its key."""

    subject: str
    version_id: int


def decide(
    session: Session, targets: list[Target], *, approved: bool, note: str, by: Actor
) -> None:
    """Approve or refuse versions, all or none. Refuses `plan_nothing_chosen`, `plan_same_person`,
    `plan_decided`, `plan_replaced`, `plan_refused_why`, `plan_nobody`; Forbidden. Flushes.
    """
    rights.require(by, rights.APPROVE)
    if not targets:
        raise Refused("plan_nothing_chosen")
    if not approved and not note:
        raise Refused("plan_refused_why")
    for target in targets:
        _decide(session, target, approved=approved, note=note, by=by)


def _decide(session: Session, target: Target, *, approved: bool, note: str, by: Actor) -> None:
    now, row = clock.now(), _row(session, target)
    account = person(by)
    _open(session, target, row)
    if row.created_by is None or row.created_by == account:
        raise Refused("plan_same_person")
    session.add(
        PlanDecision(
            subject=target.subject, version_id=target.version_id, at=now, by_id=account,
            outcome="approved" if approved else "refused", note=note,
        )
    )  # fmt: skip
    if approved and isinstance(row, PointVersion):
        effective = max(row.since, now, _last_effective(session, row))
        session.add(
            PointApproval(
                version_id=target.version_id, at=now, by_id=account, effective_at=effective,
                note=note,
            )
        )  # fmt: skip
    session.flush()


def _row(session: Session, target: Target) -> Version:
    found: Version | None = None
    if target.subject == "point":
        found = session.get(PointVersion, target.version_id)
    elif target.subject == "hazard":
        found = session.get(Hazard, target.version_id)
    elif target.subject == "flow":
        found = session.get(FlowStep, target.version_id)
    if found is None:
        raise NotFound("not_found")
    return found


def _open(session: Session, target: Target, row: Version) -> None:
    """Only the last version waits, and only until it is decided."""
    decided = select(PlanDecision.id).where(
        PlanDecision.subject == target.subject, PlanDecision.version_id == target.version_id
    )
    if session.exec(decided).first() is not None or _in_force(session, row):
        raise Refused("plan_decided")
    if isinstance(row, PointVersion):
        last = select(func.max(PointVersion.version)).where(PointVersion.point_id == row.point_id)
    elif isinstance(row, Hazard):
        last = select(func.max(Hazard.version)).where(Hazard.code == row.code)
    else:
        last = select(func.max(FlowStep.version)).where(FlowStep.code == row.code)
    if session.exec(last).one() != row.version:
        raise Refused("plan_replaced")


def _in_force(session: Session, row: Version) -> bool:
    """What the first day proposed is in force without a decision."""
    if isinstance(row, PointVersion):
        return session.get(PointApproval, row.id) is not None
    return row.created_by is None


def _last_effective(session: Session, row: PointVersion) -> datetime:
    """A newer version never starts before an older one that was approved for later."""
    query = (
        select(func.max(PointApproval.effective_at))
        .join(PointVersion, col(PointVersion.id) == col(PointApproval.version_id))
        .where(PointVersion.point_id == row.point_id)
    )
    return session.exec(query).one() or row.since
