"""A further version of a checkpoint is drafted: it demands nothing until another person approves.

draft ──▶ approved by another ──▶ in force at the later of the day wanted and the approval
      └─▶ refused by another, or replaced by a newer draft; both keep their rows
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final

from sqlmodel import Session, func, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from laundry_rabc.limits import Pair
from laundry_rabc.plan import compare, reads, rules, texts
from laundry_rabc.plan.forms import SAME, NewPointIn, VersionIn, WhyIn
from laundry_rabc.plan.models import ControlPoint, PointPair, PointVersion

_FIRST: Final = 1


def person(by: Actor) -> int:
    """The account of who acts. Refuses `plan_nobody`: the house itself changes no limit."""
    if by.account_id is None:
        raise Refused("plan_nobody")
    return by.account_id


def draft(session: Session, code: str, given: VersionIn, *, by: Actor) -> PointVersion:
    """Draft a further version of a checkpoint. Invalid: `form_invalid`. NotFound; refuses
    `plan_unchanged`, `plan_nobody`. Flushes.
    """
    point = the(session, code)
    _hold_together(session, given)
    row = _row(point, given, _next(session, point), by)
    before = reads.in_force(session, code, clock.now())
    pairs = rules.pairs_of(given.pairs) or ()
    if before is not None and _same(session, before, row, pairs):
        raise Refused("plan_unchanged")
    return _add(session, row, pairs)


def draft_new(session: Session, given: NewPointIn, *, by: Actor) -> PointVersion:
    """Draft a checkpoint that the plan does not have. Invalid: `form_invalid`. Flushes."""
    known = select(ControlPoint.id).where(ControlPoint.code == given.code)
    if session.exec(known).first() is not None:
        raise Invalid("form_invalid", {"code": "Ce code existe déjà. Choisissez-en un autre."})
    _hold_together(session, given)
    point = ControlPoint(code=given.code, created_at=clock.now(), created_by=person(by))
    session.add(point)
    session.flush()
    return _add(session, _row(point, given, _FIRST, by), rules.pairs_of(given.pairs) or ())


def draft_withdrawal(session: Session, code: str, given: WhyIn, *, by: Actor) -> PointVersion:
    """Draft the end of a checkpoint. NotFound; refuses `plan_not_in_force`, `limit_backdated`."""
    return _copy(session, code, given, by, withdrawn=True)


def draft_as_is(
    session: Session, codes: Sequence[str], given: WhyIn, *, by: Actor
) -> list[PointVersion]:
    """Draft proposals as the house's own limits, unchanged. Refuses `plan_nothing_chosen`,
    `plan_not_in_force`, `plan_already_validated`, `limit_backdated`. Flushes.
    """
    if not codes:
        raise Refused("plan_nothing_chosen")
    now = clock.now()
    for code in codes:
        found = reads.in_force(session, code, now)
        if found is not None and found.status == "validated":
            raise Refused("plan_already_validated", code=code)
    return [_copy(session, code, given, by) for code in dict.fromkeys(codes)]


def wanted(since: date | None) -> datetime:
    """The moment at which a version is wanted in force: now, or that midnight in Paris. Refuses
    `limit_backdated`.
    """
    now = clock.now()
    if since is None or since == clock.today():
        return now
    if since < clock.today():
        raise Refused("limit_backdated")
    return datetime.combine(since, time(0), clock.PARIS)


def the(session: Session, code: str) -> ControlPoint:
    """A checkpoint by its code. NotFound."""
    found = session.exec(select(ControlPoint).where(ControlPoint.code == code)).first()
    if found is None:
        raise NotFound("not_found")
    return found


def _next(session: Session, point: ControlPoint) -> int:
    query = select(func.max(PointVersion.version)).where(PointVersion.point_id == point.id)
    return (session.exec(query).one() or 0) + 1


def _hold_together(session: Session, given: VersionIn) -> None:
    found = rules.faults(given)
    if given.since is not None and given.since < clock.today():
        found["since"] = texts.TEXTS["limit_backdated"]
    if given.owner is not None:
        owner = session.get(Account, given.owner)
        if owner is None or owner.disabled_at is not None:
            found["owner"] = texts.TEXTS["plan_owner"]
    if found:
        raise Invalid("form_invalid", found)


def _row(point: ControlPoint, given: VersionIn, version: int, by: Actor) -> PointVersion:
    said: dict[str, Any] = {name: getattr(given, name) for name in SAME}
    if given.direction == "boolean":
        said["has_alert"] = given.misses > 1
    elif given.direction == "hold":
        said["has_alert"] = bool(given.margin_c or given.margin_minutes)
    return PointVersion(
        **said, point_id=point.id or 0, version=version, who=" ".join(given.who),
        owner_id=given.owner, status="validated", since=wanted(given.since), reason=given.reason,
        created_at=clock.now(), created_by=person(by),
    )  # fmt: skip


def _copy(
    session: Session, code: str, given: WhyIn, by: Actor, *, withdrawn: bool = False
) -> PointVersion:
    """The version in force once more, as the house's own, or at its end."""
    point = the(session, code)
    before = reads.in_force(session, code, clock.now())
    if before is None:
        raise Refused("plan_not_in_force", code=code)
    said = {name: getattr(before, name) for name in (*SAME, "who", "owner_id")}
    row = PointVersion(
        **said, point_id=point.id or 0, version=_next(session, point), status="validated",
        withdrawn=withdrawn, since=wanted(given.since), reason=given.reason,
        created_at=clock.now(), created_by=person(by),
    )  # fmt: skip
    return _add(session, row, reads.bands(session, before).pairs)


def _add(session: Session, row: PointVersion, pairs: Sequence[Pair]) -> PointVersion:
    session.add(row)
    session.flush()
    if row.direction in {"hold", "chemical"}:
        session.add_all(
            PointPair(version_id=row.id or 0, celsius=one.celsius, minutes=one.minutes)
            for one in pairs
        )
        session.flush()
    return row


def _same(session: Session, before: PointVersion, row: PointVersion, pairs: Sequence[Pair]) -> bool:
    """Whether nothing differs, so that a proposal is validated by its own act."""
    old = reads.bands(session, before).pairs
    new = tuple(pairs) if row.direction in {"hold", "chemical"} else ()
    found = compare.differences(before, row, pairs=(old, new))
    return not [one for one in found if one.label != "Statut"]
