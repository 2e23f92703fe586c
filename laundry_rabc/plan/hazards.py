"""Hazards and steps of the flow, in versions: each change waits for another person's approval."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from laundry_rabc.plan import words
from laundry_rabc.plan.drafting import person
from laundry_rabc.plan.forms import FlowIn, HazardIn, SeenIn
from laundry_rabc.plan.models import (
    ControlPoint,
    FlowStep,
    FlowVerification,
    Hazard,
    PlanDecision,
)
from laundry_rabc.plan.rules import CHOOSE

Kind = TypeVar("Kind", Hazard, FlowStep)
SUBJECTS: Final = {Hazard: "hazard", FlowStep: "flow"}
LEVELS: Final = ((15, "refused"), (8, "question"), (1, "ok"))
"""From which product of severity and likelihood a hazard is major, then to watch: how the matrix
is drawn, proposed, and no limit that judges anything."""


def meaning(severity: int, likelihood: int) -> str:
    """The colour of a square of the matrix."""
    return next(word for least, word in LEVELS if severity * likelihood >= least)


def hazards_at(session: Session, at: datetime) -> list[Hazard]:
    """Every hazard in force at a moment, by code."""
    return [one for one in _at(session, Hazard, at) if not one.withdrawn]


def flow_at(session: Session, at: datetime) -> list[FlowStep]:
    """The steps of the diagram in force at a moment, in their order."""
    found = [one for one in _at(session, FlowStep, at) if not one.withdrawn]
    return sorted(found, key=lambda one: (one.position, one.code))


def _at(session: Session, table: type[Kind], at: datetime) -> Sequence[Kind]:
    """The last version of each code that was in force: proposed on the first day, or approved."""
    decision = select(PlanDecision.version_id).where(
        PlanDecision.subject == SUBJECTS[table],
        PlanDecision.outcome == "approved",
        col(PlanDecision.at) <= at,
    )
    approved = col(table.id).in_(decision)
    first = col(table.created_by).is_(None) & (col(table.created_at) <= at)
    last = (
        select(func.max(table.version).label("version"), table.code)
        .where(approved | first)
        .group_by(table.code)
    )
    newest = last.subquery()
    query = select(table).join(
        newest, (newest.c.code == table.code) & (newest.c.version == table.version)
    )
    return session.exec(query.order_by(table.code)).all()


def versions(session: Session, table: type[Kind], code: str) -> Sequence[Kind]:
    """Every version of a hazard or a step, newest first. NotFound."""
    query = select(table).where(table.code == code).order_by(col(table.version).desc()).limit(100)
    found = session.exec(query).all()
    if not found:
        raise NotFound("not_found")
    return found


def draft_hazard(session: Session, code: str, given: HazardIn, *, by: Actor) -> Hazard:
    """Draft a version of a hazard, or a new one when `code` is empty. Invalid: `form_invalid`.
    NotFound; refuses `plan_unchanged`. Flushes.
    """
    points = given.points.upper().split()
    known = set(
        session.exec(select(ControlPoint.code).where(col(ControlPoint.code).in_(points))).all()
    )
    if missing := [one for one in points if one not in known]:
        faults = {"points": f"{missing[0]} n’est pas un point du plan. Vérifiez le code."}
        raise Invalid("form_invalid", faults)
    said = given.model_dump() | {"points": " ".join(points)}
    return _draft(session, Hazard, code or _next_code(session), said, by, may_be_new=not code)


def draft_step(session: Session, code: str, given: FlowIn, *, by: Actor) -> FlowStep:
    """Draft a version of a step of the flow. Invalid: `form_invalid`. NotFound; refuses
    `plan_unchanged`. Flushes.
    """
    if given.zone not in words.ZONES:
        raise Invalid("form_invalid", {"zone": CHOOSE})
    before = versions(session, FlowStep, code)[0]
    said = given.model_dump() | {"pictogram": before.pictogram}
    return _draft(session, FlowStep, code, said, by, may_be_new=False)


def verify_flow(session: Session, given: SeenIn, *, by: Actor) -> FlowVerification:
    """Note that the diagram was compared with the place. Invalid: `form_invalid`. Flushes."""
    if given.verified_on > clock.today():
        raise Invalid("form_invalid", {"verified_on": "Ce jour n’est pas encore venu."})
    same = given.same == "oui"
    if not same and not given.note:
        raise Invalid("form_invalid", {"note": "Dites ce qui diffère sur place."})
    row = FlowVerification(
        verified_on=given.verified_on, recorded_at=clock.now(), account_id=person(by),
        same=same, note=given.note,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _draft(
    session: Session, table: type[Kind], code: str, said: dict[str, Any], by: Actor,
    *, may_be_new: bool,
) -> Kind:  # fmt: skip
    if may_be_new:
        version = 1
    else:
        before = versions(session, table, code)[0]
        version = before.version + 1
        kept = {name: value for name, value in said.items() if name != "reason"}
        if before.status == "validated" and all(
            getattr(before, name) == value for name, value in kept.items()
        ):
            raise Refused("plan_unchanged")
    row = table(
        **said, code=code, version=version, status="validated", created_at=clock.now(),
        created_by=person(by),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _next_code(session: Session) -> str:
    """The number after the last one."""
    last = session.exec(select(func.max(Hazard.code)).where(col(Hazard.code).like("DAN-%"))).one()
    return f"DAN-{int((last or 'DAN-0')[4:]) + 1:02d}"


def fates(session: Session, subject: str, keys: Sequence[int]) -> dict[int, PlanDecision]:
    """What was decided of some versions."""
    query = select(PlanDecision).where(
        PlanDecision.subject == subject, col(PlanDecision.version_id).in_(keys)
    )
    return {one.version_id: one for one in session.exec(query)}


def verifications(session: Session) -> Sequence[FlowVerification]:
    """When the diagram was compared with the place, newest first."""
    query = select(FlowVerification).order_by(col(FlowVerification.id).desc()).limit(50)
    return session.exec(query).all()


def changed_since(session: Session, seen: FlowVerification) -> bool:
    """Whether a step was approved after the diagram was last compared with the place."""
    query = select(PlanDecision.id).where(
        PlanDecision.subject == "flow",
        PlanDecision.outcome == "approved",
        col(PlanDecision.at) > seen.recorded_at,
    )
    return session.exec(query.limit(1)).first() is not None
