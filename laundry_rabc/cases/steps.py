"""What is done about a case, step by step; a step is a further row and none is ever changed.

    action:         containment -> cause -> action -> verification -> release
    investigation:                 cause ------------------------------> release (conclusion)
    alert:          one note -----------------------------------------> release

Who read the failing value, and who acted, verify nothing; who read it releases nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, NotFound, Refused
from laundry_rabc.cases import again, holding
from laundry_rabc.cases.models import Case, CaseStep

TREAT: Final = "rabc.cases"
RELEASE: Final = "rabc.release"
WORKSHOP: Final = "laundry"
KINDS: Final = {
    "alert": "Alerte",
    "action": "Action",
    "investigation": "Recherche de cause",
}
STEPS: Final = {
    "containment": ("Contenir", "Ce qui a été mis à l’écart, et où.", "shield-lock"),
    "cause": ("Chercher la cause", "Pourquoi c’est arrivé.", "search"),
    "action": ("Corriger", "Ce qui a été fait.", "tools"),
    "verification": ("Vérifier", "Ce qui montre que c’est réglé.", "check-circle"),
    "release": ("Libérer", "Pourquoi le linge peut partir.", "unlock"),
    "note": ("Note", "Ce qu’il faut savoir.", "journal-text"),
}
ROADS: Final = {
    "action": ("containment", "cause", "action", "verification", "release"),
    "investigation": ("cause", "release"),
    "alert": ("release",),
}
MISSING: Final = {
    "containment": "needs_containment",
    "cause": "needs_cause",
    "action": "needs_action",
    "verification": "needs_verification",
}
MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Step:
    """What is written of a step. `at` when it happened, where that was earlier than now;
    `place_id` where containment put the linen.
    """

    kind: str
    text: str
    at: datetime | None = None
    place_id: int | None = None
    file_id: int | None = None


def one(session: Session, case_id: int) -> Case:
    """A case by its key. NotFound for none."""
    found = session.get(Case, case_id)
    if found is None:
        raise NotFound("not_found")
    return found


def of(session: Session, case: Case) -> list[CaseStep]:
    """The steps of a case in the order in which they were written."""
    query = select(CaseStep).where(CaseStep.case_id == case.id).order_by(col(CaseStep.id))
    return list(session.exec(query))


def take(session: Session, case: Case, step: Step, *, by: Actor) -> CaseStep:
    """Write a step; the last one of its road closes the case and lifts what it alone held.
    Refuses `case_closed`, `case_step_unknown`, `case_step_empty`, `case_step_early`,
    `needs_containment`, `needs_cause`, `needs_action`, `needs_verification`,
    `needs_conform_reading`, `needs_breach_decision`, `same_person`; forbids `not_allowed`. Flushes.
    """
    _may(case, step, by)
    done = of(session, case)
    now = clock.now()
    at = step.at or now
    _well_formed(case, step, at, now)
    _in_turn(case, step, {one.kind for one in done})
    result_id = None
    if case.kind == "action" and step.kind in {"verification", "release"}:
        again.decided(session, case)
        result_id = _by_another(session, case, step, done, by)
    made = CaseStep(
        case_id=case.id or 0, kind=step.kind, text=step.text.strip(), at=at, recorded_at=now,
        account_id=by.account_id, file_id=step.file_id, result_id=result_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    if step.place_id is not None:
        holding.put_at(session, case, step.place_id)
    if step.kind == "release":
        close(session, case, by=by, note=step.text.strip())
    return made


def close(session: Session, case: Case, *, by: Actor, note: str) -> None:
    """The case ends, and with it what it alone held. Flushes."""
    case.closed_at, case.closed_by = clock.now(), by.account_id
    session.flush()
    holding.let_go(session, case, by=by, at=case.closed_at, note=f"{case.ref} : {note}")


def _may(case: Case, step: Step, by: Actor) -> None:
    needed = RELEASE if case.kind == "action" and step.kind == "release" else TREAT
    if not by.is_system and not by.can(needed, workshop=WORKSHOP):
        raise Forbidden("not_allowed")


def _well_formed(case: Case, step: Step, at: datetime, now: datetime) -> None:
    if case.closed_at is not None:
        raise Refused("case_closed", case=case.ref)
    if step.kind not in (*ROADS[case.kind], "note"):
        raise Refused("case_step_unknown")
    if not step.text.strip() or len(step.text) > MOST:
        raise Refused("case_step_empty", most=MOST)
    if at > now or at < case.opened_at:
        raise Refused("case_step_early")


def _in_turn(case: Case, step: Step, done: set[str]) -> None:
    """Every step before this one on the road was written."""
    if step.kind == "note":
        return
    road = ROADS[case.kind]
    for kind in road[: road.index(step.kind)]:
        if kind not in done:
            raise Refused(MISSING[kind])


def _by_another(
    session: Session, case: Case, step: Step, done: list[CaseStep], by: Actor
) -> int | None:
    """The reading that a verification or a release rests on. Refuses `same_person`,
    `needs_conform_reading`.
    """
    kept_off = again.readers(session, case)
    if step.kind == "verification":
        kept_off |= {one.account_id for one in done if one.kind == "action"}
    if by.account_id is None or by.account_id in kept_off:
        raise Refused("same_person")
    return again.reading(session, case)
