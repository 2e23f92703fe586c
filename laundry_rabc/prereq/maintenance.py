"""The maintenance of machines: what is planned, what happened, and what ends a qualification."""

from collections.abc import Callable
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints
from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, Refused
from esat.web.forms import NoControl
from laundry_rabc.prereq import rights
from laundry_rabc.prereq.cleaning import PlannedIn, check_second, first_day, next_facts
from laundry_rabc.prereq.pumps import known_machine
from laundry_rabc.prereq.saying import Short, When, amended, moment, stamp, standing
from laundry_rabc.prereq.upkeep import UpkeepEvent, UpkeepPlan

KINDS: Final = {
    "preventive": "Entretien prévu", "breakdown": "Panne", "repair": "Réparation",
    "part": "Pièce changée",
}  # fmt: skip
OnVoiding = Callable[[Session, UpkeepEvent, Actor], None]
_on_voiding: list[OnVoiding] = []


class UpkeepIn(PlannedIn):
    """A preventive act on a machine."""

    machine: Annotated[int, Field(ge=1, le=2**31 - 1)]


class EventIn(When):
    """What happened to a machine; `until` is when a broken one ran again."""

    machine: Annotated[int, Field(ge=1, le=2**31 - 1)]
    kind: Literal["preventive", "breakdown", "repair", "part"]
    plan_code: Annotated[str, StringConstraints(max_length=20), NoControl] = ""
    what: Annotated[str, StringConstraints(min_length=1, max_length=300), NoControl]
    done_by: Short = ""
    until: Annotated[str, StringConstraints(max_length=40), NoControl] = ""
    voids: bool = False


def on_voiding(callback: OnVoiding) -> None:
    """Be told of each event that ends the qualification of a machine, in its transaction:
    `callback(session, event, by)`; a correction (`amends_id`) that still does is told again.
    """
    if callback not in _on_voiding:
        _on_voiding.append(callback)


def newest(session: Session, code: str) -> UpkeepPlan | None:
    """The last version of a preventive act."""
    query = select(UpkeepPlan).where(UpkeepPlan.code == code)
    return session.exec(query.order_by(col(UpkeepPlan.version).desc()).limit(1)).first()


def plan(session: Session, given: UpkeepIn, *, by: Actor, code: str = "") -> UpkeepPlan:
    """A preventive act, or with `code` its next version, to be validated. Invalid as
    `cleaning.first_day`, or for an unknown machine. Flushes.
    """
    rights.require(by, rights.PLAN)
    known_machine(session, given.machine)
    before = newest(session, code) if code else None
    since = first_day(given.since, given.reason, changes=before is not None)
    row = UpkeepPlan(
        code=before.code if before else _next_code(session),
        version=before.version + 1 if before else 1, since=since, machine_id=given.machine,
        created_at=clock.now(), created_by=by.account_id,
        **given.model_dump(exclude={"since", "machine"}),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def follow(
    session: Session, code: str, *, by: Actor, withdraw: bool = False, reason: str = ""
) -> UpkeepPlan:
    """The next version of a preventive act, as `cleaning.follow`. Flushes."""
    rights.require(by, rights.PLAN if withdraw else rights.APPROVE)
    last = newest(session, code)
    if last is None or last.withdrawn or (last.status == "validated" and not withdraw):
        raise Refused("task_settled")
    check_second(last.created_by, by, withdraw=withdraw, reason=reason)
    facts = last.model_dump(exclude={"id", "version", "reason", "created_at", "created_by"})
    facts |= next_facts(last.since, withdraw=withdraw)
    row = UpkeepPlan(
        **facts, version=last.version + 1, reason=reason.strip()[:200], created_at=clock.now(),
        created_by=by.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def happened(
    session: Session, given: EventIn, *, by: Actor, file_id: int | None = None
) -> UpkeepEvent:
    """Keep what happened to a machine. Invalid for an unknown machine, an end before its start, a
    preventive act that is not of its plan; refuses `already_corrected`. Flushes; those who listen
    are told when it ends a qualification.
    """
    known_machine(session, given.machine)
    first = None if given.amends is None else amended(session, UpkeepEvent, given.amends)
    said = stamp(session, given, by=by, first=first)
    until = moment(given.until, given.which, clock.now(), "until")
    until = first.until if until is None and first is not None else until
    if until is not None and until < said.at:
        raise Invalid("form_invalid", {"until": "La fin est avant le début."})
    if given.plan_code:
        of_plan = newest(session, given.plan_code)
        if of_plan is None or of_plan.machine_id != given.machine:
            raise Invalid("form_invalid", {"plan_code": "Ce n’est pas prévu pour cette machine."})
    row = UpkeepEvent(
        machine_id=given.machine, kind=given.kind, plan_code=given.plan_code, what=given.what,
        done_by=given.done_by, until=until, voids=given.voids,
        file_id=file_id or (first.file_id if first else None), amends_id=given.amends,
        void=given.takes_back, **said.columns,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if row.voids and not row.void:
        for callback in _on_voiding:
            callback(session, row, by)
    return row


def broken(session: Session, machine_id: int) -> UpkeepEvent | None:
    """The breakdown of a machine that nobody said is over."""
    query = standing(UpkeepEvent).where(
        UpkeepEvent.machine_id == machine_id,
        UpkeepEvent.kind == "breakdown",
        col(UpkeepEvent.until).is_(None),
    )
    return session.exec(query.order_by(col(UpkeepEvent.at).desc()).limit(1)).first()


def _next_code(session: Session) -> str:
    key = col(UpkeepPlan.id)
    count = session.exec(select(func.count(key)).where(UpkeepPlan.version == 1)).one()
    return f"ENT-{count + 1:02d}"
