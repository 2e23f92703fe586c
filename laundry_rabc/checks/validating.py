"""*Validé par*: another fact than *fait par*, of another person. Exceptions are looked at alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.production.models import Resource
from esat.workers.models import Worker
from laundry_rabc.limits import Verdict
from laundry_rabc.plan.models import ControlPoint, PointVersion
from laundry_rabc.results.models import Result, Validation

AT_ONCE: Final = 100
PLAIN: Final = (Verdict.CONFORM, Verdict.NOT_APPLICABLE)
"""What one tap validates together; the rest is looked at one by one."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reading that nobody validated yet."""

    result: Result
    code: str
    version: PointVersion
    machine: str
    who: str
    own: bool
    """Whether the one who looks did it: somebody else validates it."""

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.result.verdict)

    @property
    def plain(self) -> bool:
        """Whether it may be validated with others, by one tap."""
        return self.verdict in PLAIN


def waiting(session: Session, by: Actor, limit: int = AT_ONCE) -> list[Waiting]:
    """The last word of each reading made by hand without a validation, the oldest first."""
    query = _unvalidated(
        select(  # type: ignore[call-overload]
               Result, ControlPoint.code, PointVersion, Resource.label, Worker,
               Account.display_name)
        .join(PointVersion, col(PointVersion.id) == Result.point_version_id)
        .join(ControlPoint, col(ControlPoint.id) == PointVersion.point_id)
        .join(Resource, col(Resource.id) == Result.machine_id, isouter=True)
        .join(Worker, col(Worker.id) == Result.worker_id, isouter=True)
        .join(Account, col(Account.id) == Result.account_id, isouter=True)
    )  # fmt: skip
    found = session.exec(query.order_by(col(Result.taken_at), col(Result.id)).limit(limit))
    return [
        Waiting(
            result, code, version, machine or "",
            worker.display_name if worker is not None else (account or ""), is_own(result, by),
        )
        for result, code, version, machine, worker, account in found
    ]  # fmt: skip


def count_waiting(session: Session, but_of: Actor | None = None) -> int:
    """How many readings wait for a validation; those that an actor did are not his to validate."""
    query = _unvalidated(select(func.count()).select_from(Result))
    if but_of is not None:
        account, worker = but_of.account_id or 0, but_of.worker_id or 0
        own = or_(
            col(Result.worker_id).is_not(None) & (col(Result.worker_id) == worker),
            col(Result.worker_id).is_(None) & (func.coalesce(Result.account_id, -1) == account),
        )
        query = query.where(~own)
    return int(session.exec(query).one())


def is_own(result: Result, by: Actor) -> bool:
    """Whether the actor did it: as its worker, or as the account that made it himself."""
    if result.worker_id is not None:
        return result.worker_id == by.worker_id
    return result.account_id is not None and result.account_id == by.account_id


def validate(session: Session, result_ids: Sequence[int], *, by: Actor) -> int:
    """Validate readings; those already validated stay as they are. Answers how many. Refuses
    `validate_own`, `validate_alone` for what is out of limits among others, `validate_amended`,
    `validate_nobody` for a tablet without a person. NotFound for no such reading. Flushes.
    """
    if by.account_id is None:
        raise Refused("validate_nobody")
    found = session.exec(select(Result).where(col(Result.id).in_(result_ids))).all()
    if len(found) != len(set(result_ids)):
        raise NotFound("not_found")
    amended = select(Result.id).where(col(Result.amends_id).in_(result_ids))
    if session.exec(amended).first() is not None:
        raise Refused("validate_amended")
    if any(is_own(one, by) for one in found):
        raise Refused("validate_own")
    if len(found) > 1 and any(Verdict(one.verdict) not in PLAIN for one in found):
        raise Refused("validate_alone")
    known = set(
        session.exec(select(Validation.result_id).where(col(Validation.result_id).in_(result_ids)))
    )
    fresh = [one.id or 0 for one in found if one.id not in known]
    now = clock.now()
    session.add_all(Validation(result_id=key, account_id=by.account_id, at=now) for key in fresh)
    session.flush()
    return len(fresh)


def _unvalidated(query: Any) -> Any:
    later = aliased(Result)
    return (
        query.join(Validation, col(Validation.result_id) == Result.id, isouter=True)
        .join(later, col(later.amends_id) == Result.id, isouter=True)
        .where(
            col(Validation.result_id).is_(None), col(later.id).is_(None), Result.source == "hand"
        )
    )  # fmt: skip
