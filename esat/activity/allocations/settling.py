"""Two groups said the same minutes of somebody: one choice settles it, once."""

from datetime import datetime

from sqlmodel import Session

from esat import clock
from esat.activity.allocations import kept, moments
from esat.activity.allocations.cutting import without
from esat.activity.allocations.models import Allocation, Overlap
from esat.activity.allocations.refusals import may_record
from esat.actors import Actor
from esat.errors import Forbidden, NotFound, Refused
from esat.workers import locks
from esat.workers.models import Group


def settle(
    session: Session,
    overlap_id: int,
    kept_id: int,
    *,
    by: Actor,
    at: datetime | None = None,
) -> Overlap:
    """Keep one line for the contested minutes and cut the other; what it said is kept.

    NotFound: `overlap_unknown`. Forbidden: `not_your_group` (neither of the two groups is mine).
    Refused: `overlap_settled`, `period_locked`.
    """
    at = at or clock.now()
    question = session.get(Overlap, overlap_id, with_for_update=True)
    if question is None or kept_id not in {question.first_id, question.second_id}:
        raise NotFound("overlap_unknown")
    lines = [_line(session, key) for key in (question.first_id, question.second_id)]
    if not any(may_record(by, _group(session, line)) for line in lines):
        raise Forbidden("not_your_group")
    if question.settled_at is not None:
        raise Refused("overlap_settled")
    locks.refuse(session, (question.worker_id,), question.day, by)
    kept.held(session, (question.worker_id,))
    question.settled_at, question.settled_by, question.kept_id = at, by.account_id, kept_id
    session.flush()
    loser = lines[0] if lines[1].id == kept_id else lines[1]
    contested = (
        moments.minute_of(question.starts_at, question.day),
        moments.minute_of(question.ends_at, question.day),
    )
    parts = without(moments.said(loser).stretch, contested)
    kept.shape(session, loser, parts, by=by, at=at, reason="Choix entre deux groupes")
    standing = kept.standing(session, (question.worker_id,), question.day)
    kept.contest(session, standing[question.worker_id], by=by, at=at)
    return question


def _line(session: Session, key: int) -> Allocation:
    line = session.get(Allocation, key)
    if line is None:
        raise NotFound("overlap_unknown")
    return line


def _group(session: Session, line: Allocation) -> Group:
    group = session.get(Group, line.group_id)
    if group is None:
        raise NotFound("group_unknown")
    return group
