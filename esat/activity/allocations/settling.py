"""Two groups said the same minutes of somebody: one choice settles it, once."""

from datetime import datetime

from sqlmodel import Session, col, select

from esat import clock
from esat.activity.allocations import kept, moments
from esat.activity.allocations.cutting import Stretch, shared, without
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
    """Keep what one group says of the contested minutes and cut what the other says, for all that
    these two contest of that worker and day; what was said is kept.

    NotFound: `overlap_unknown`. Forbidden: `not_your_group` (neither of the two groups is mine).
    Refused: `overlap_settled`, `period_locked`.
    """
    at = at or clock.now()
    question = session.get(Overlap, overlap_id)
    if question is None or kept_id not in {question.first_id, question.second_id}:
        raise NotFound("overlap_unknown")
    kept.held(session, (question.worker_id,))
    session.refresh(question)
    lines = [_line(session, key) for key in (question.first_id, question.second_id)]
    if not any(_mine(session, line, by) for line in lines):
        raise Forbidden("not_your_group")
    if question.settled_at is not None:
        raise Refused("overlap_settled")
    locks.refuse(session, (question.worker_id,), question.day, by)
    mine = next(line.group_id for line in lines if line.id == kept_id)
    both = frozenset(line.group_id for line in lines)
    for one in _open(session, question):
        _settle(session, one, mine, both, by=by, at=at)
    standing = kept.standing(session, (question.worker_id,), question.day)
    kept.contest(session, standing[question.worker_id], by=by, at=at)
    return question


def _mine(session: Session, line: Allocation, by: Actor) -> bool:
    return may_record(by, _group(session, line))


def _open(session: Session, question: Overlap) -> list[Overlap]:
    """What is contested of that worker and day."""
    query = (
        select(Overlap)
        .where(
            Overlap.worker_id == question.worker_id,
            Overlap.day == question.day,
            col(Overlap.settled_at).is_(None),
        )
        .order_by(col(Overlap.id))
    )
    return list(session.exec(query))


def _settle(
    session: Session, one: Overlap, mine: int, both: frozenset[int], *, by: Actor, at: datetime
) -> None:
    """Settle one pair of lines, if it is between these two groups."""
    lines = [_line(session, key) for key in (one.first_id, one.second_id)]
    if {line.group_id for line in lines} != both:
        return
    winner, loser = sorted(lines, key=lambda line: line.group_id != mine)
    one.settled_at, one.settled_by, one.kept_id = at, by.account_id, winner.id
    session.flush()
    contested = (
        moments.minute_of(one.starts_at, one.day),
        moments.minute_of(one.ends_at, one.day),
    )
    if loser.voided_at is None:
        parts = _less(moments.said(loser).stretch, contested)
        kept.shape(session, loser, parts, by=by, at=at, reason="Choix entre deux groupes")


def _less(stretch: Stretch, contested: Stretch) -> list[Stretch]:
    return without(stretch, contested) if shared(stretch, contested) else [stretch]


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
