"""Lines as they stand: put among the others, cut, taken back; what each said before is kept."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from itertools import combinations

from sqlmodel import Session, col, select

from esat.activity.allocations import moments, moving
from esat.activity.allocations.cutting import Stretch
from esat.activity.allocations.models import Allocation, AllocationChange, Overlap
from esat.actors import Actor
from esat.workers.activities import BY_CODE
from esat.workers.models import Worker
from esat.workers.rules.keeping import BOOK


def held(session: Session, worker_ids: Collection[int]) -> list[Worker]:
    """The workers, kept from being moved by somebody else until this is done, in a fixed order."""
    query = select(Worker).where(col(Worker.id).in_(worker_ids)).order_by(col(Worker.id))
    return list(session.exec(query.with_for_update()))


def standing(
    session: Session, worker_ids: Collection[int], day: date
) -> dict[int, list[Allocation]]:
    """The lines of that day that nobody took back, by worker, from the first to the last."""
    query = (
        select(Allocation)
        .where(
            col(Allocation.worker_id).in_(worker_ids),
            Allocation.day == day,
            col(Allocation.voided_at).is_(None),
        )
        .order_by(col(Allocation.starts_at), col(Allocation.id))
    )
    found: dict[int, list[Allocation]] = {worker: [] for worker in worker_ids}
    for line in session.exec(query):
        found[line.worker_id].append(line)
    return found


def put(
    session: Session, line: Allocation, others: list[Allocation], *, by: Actor, at: datetime
) -> None:
    """Put a new or changed line among the others of its worker and day: what was said last counts
    in a group, another group takes from the moment it surely had him; the rest is contested.
    """
    session.add(line)
    session.flush()
    for other in [one for one in others if one is not line]:
        if line.voided_at is None and BY_CODE[line.activity].inside:
            _settle(session, line, other, others, by=by, at=at)
    if line not in others:
        others.append(line)
    contest(session, others, by=by, at=at)


def shape(
    session: Session,
    line: Allocation,
    parts: Sequence[Stretch],
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> list[Allocation]:
    """Make a line stand for these parts of its day alone; answers the lines added for a second."""
    if list(parts) == [moments.said(line).stretch]:
        return []
    remember(session, line, by=by, at=at, reason=reason)
    if not parts:
        line.voided_at = at
        return []
    more = [_copy(line, part) for part in parts[1:]]
    _stand(line, parts[0])
    session.add_all([line, *more])
    session.flush()
    return more


def remember(
    session: Session, line: Allocation, *, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Keep what a line says, before it says something else."""
    session.add(
        AllocationChange(
            allocation_id=line.id or 0,
            at=at,
            account_id=by.account_id,
            reason=reason,
            former_starts_at=line.starts_at,
            former_ends_at=line.ends_at,
            former_activity=line.activity,
            former_post_id=line.post_id,
            former_order_id=line.order_id,
            former_recorded_at=line.recorded_at,
            former_recorded_by=line.recorded_by,
        )
    )


def contest(session: Session, lines: list[Allocation], *, by: Actor, at: datetime) -> None:
    """Open a question wherever two groups say the same minutes; close those that are no more."""
    living = [x for x in lines if x.voided_at is None and BY_CODE[x.activity].inside]
    over = {}
    for one, other in combinations(sorted(living, key=lambda line: line.id or 0), 2):
        both = moving.contested(moments.said(one), moments.said(other))
        if both:
            over[one.id or 0, other.id or 0] = (one, both)
    for question in _open(session, [line.id or 0 for line in lines]):
        found = over.pop((question.first_id, question.second_id), None)
        if found is None:
            question.settled_at, question.settled_by = at, by.account_id
        else:
            _bound(question, found[1])
    for (first, second), (line, both) in over.items():
        made = Overlap(
            worker_id=line.worker_id, day=line.day, first_id=first, second_id=second,
            starts_at=at, ends_at=at, found_at=at,
        )  # fmt: skip
        _bound(made, both)
        session.add(made)
    session.flush()


def _settle(
    session: Session,
    line: Allocation,
    other: Allocation,
    others: list[Allocation],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """One of two lines gives way, if it must."""
    if other.voided_at is not None or not BY_CODE[other.activity].inside:
        return
    pair = sorted((line, other), key=lambda one: moments.said(one).rank)
    grace = 0
    if line.group_id != other.group_id:
        grace = BOOK.number(session, "move_grace_minutes", line.day)
    parts = moving.left(moments.said(pair[0]), moments.said(pair[1]), grace)
    others += shape(session, pair[0], parts, by=by, at=at)


def _open(session: Session, keys: list[int]) -> list[Overlap]:
    ours = col(Overlap.first_id).in_(keys) | col(Overlap.second_id).in_(keys)
    query = select(Overlap).where(ours, col(Overlap.settled_at).is_(None))
    return list(session.exec(query))


def _bound(question: Overlap, both: Stretch) -> None:
    question.starts_at = moments.moment_of(both[0], question.day)
    question.ends_at = moments.moment_of(both[1], question.day)


def _stand(line: Allocation, part: Stretch) -> None:
    line.ends_at = None  # never before its start, whichever is set first
    line.starts_at = moments.moment_of(part[0], line.day)
    line.ends_at = moments.end_of(part[1], line.day)


def _copy(line: Allocation, part: Stretch) -> Allocation:
    return Allocation(
        **line.model_dump(exclude={"id", "starts_at", "ends_at"}),
        starts_at=moments.moment_of(part[0], line.day),
        ends_at=moments.end_of(part[1], line.day),
    )
