"""Audits: planned, led by somebody who does not own the process, held, with what was found."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.production import numbers
from esat.web.forms import Blank, FormShape, NoControl
from laundry_rabc.papers import kept, people, rights, rules
from laundry_rabc.papers.audit_models import Audit, AuditAnswer, AuditStep, Finding
from laundry_rabc.papers.kept import Sent
from laundry_rabc.papers.models import PaperRule

SERIES: Final = "AU"
FINDINGS: Final = "CO"
INTERNAL: Final = "internal"
KINDS: Final = (
    ("internal", "Audit interne"), ("mock", "Audit blanc"),
    ("initial", "Audit initial de certification"), ("surveillance", "Audit de surveillance"),
    ("renewal", "Audit de renouvellement"), ("client", "Audit d’un client"),
)  # fmt: skip
KIND_LABELS: Final = dict(KINDS)
OUTCOMES: Final = (
    ("conform", "Conforme", "Vu, avec une preuve", "check-circle"),
    ("gap", "Écart", "Écrivez aussi le constat", "exclamation-triangle"),
    ("not_seen", "Pas vu", "Dites pourquoi", "eye-slash"),
)
OUTCOME_LABELS: Final = {code: label for code, label, _, _ in OUTCOMES}
GRADES: Final = (
    ("major", "Non-conformité majeure"), ("minor", "Non-conformité mineure"),
    ("observation", "Observation"), ("strength", "Point fort"),
)  # fmt: skip
GRADE_LABELS: Final = dict(GRADES)
TO_CORRECT: Final = frozenset({"major", "minor"})
"""What a finding is that an action must follow."""
STEP_LABELS: Final = {"held": "Tenu", "moved": "Reporté", "given_up": "Abandonné"}


class AuditIn(FormShape):
    """An audit to come, or one from outside that was just announced."""

    kind: Literal["internal", "mock", "initial", "surveillance", "renewal", "client"]
    process: Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]
    scope: Annotated[str, StringConstraints(max_length=1000), NoControl] = ""
    auditor: Annotated[int | None, Blank] = None
    auditor_name: Annotated[str, StringConstraints(max_length=120), NoControl] = ""
    owner: Annotated[int | None, Blank] = None
    planned_on: date


class AnswerIn(FormShape):
    """What was seen of one question; nothing is filled in beforehand."""

    rule: Annotated[int, Field(ge=1, le=2**31 - 1)]
    outcome: Literal["conform", "gap", "not_seen"]
    evidence: Annotated[str, StringConstraints(min_length=1, max_length=1000), NoControl]


class StepIn(FormShape):
    """That the audit was held, put off or given up."""

    kind: Literal["held", "moved", "given_up"]
    on_day: date
    note: Annotated[str, StringConstraints(min_length=1, max_length=2000), NoControl]


class FindingIn(FormShape):
    """What was found; `root` and a reason when it corrects what was written."""

    grade: Literal["major", "minor", "observation", "strength"]
    clause: Annotated[str, StringConstraints(max_length=60), NoControl] = ""
    words: Annotated[str, StringConstraints(min_length=1, max_length=1000), NoControl]
    evidence: Annotated[str, StringConstraints(min_length=1, max_length=1000), NoControl]
    root: Annotated[int | None, Field(ge=1, le=2**31 - 1), Blank] = None
    reason: Annotated[str, StringConstraints(max_length=300), NoControl] = ""


def the(session: Session, audit_id: int) -> Audit:
    """One audit. NotFound otherwise."""
    found = session.get(Audit, audit_id)
    if found is None:
        raise NotFound("not_found")
    return found


def plan(session: Session, given: AuditIn, *, by: Actor) -> Audit:
    """Plan an audit. Invalid, for an internal one, without an auditor and an owner, and when they
    are the same person: nobody audits his own process. Flushes.
    """
    rights.require(by, rights.WRITE)
    rules.install(session, clock.now())  # a house older than this room has no question yet
    errors = _wrong(session, given)
    if not clock.today().year - 2 <= given.planned_on.year <= clock.today().year + 5:
        errors["planned_on"] = "Vérifiez l’année."
    if errors:
        raise Invalid("form_invalid", errors)
    internal = given.kind == INTERNAL
    now = clock.now()
    made = Audit(
        ref=numbers.take(session, SERIES, now), kind=given.kind, process=given.process,
        scope=given.scope, auditor_id=given.auditor if internal else None,
        auditor_name="" if internal else given.auditor_name, owner_id=given.owner,
        planned_on=given.planned_on, recorded_at=now, account_id=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _wrong(session: Session, given: AuditIn) -> dict[str, str]:
    errors = {}
    if given.owner is not None and not people.may_own(session, given.owner):
        errors["owner"] = "Choisissez dans la liste."
    if given.kind != INTERNAL:
        if not given.auditor_name:
            errors["auditor_name"] = "Écrivez l’organisme et la personne."
        return errors
    if not people.may_own(session, given.auditor):
        errors["auditor"] = "Choisissez la personne qui mène l’audit."
    if given.owner is None:
        errors["owner"] = "Choisissez qui tient ce processus."
    elif given.owner == given.auditor:
        errors["auditor"] = "Nul n’audite son propre processus : choisissez une autre personne."
    return errors


def lead(audit: Audit, *, by: Actor) -> None:
    """Whether one leads it: the auditor named, or for one from outside who keeps the file.
    Forbidden otherwise.
    """
    if audit.kind != INTERNAL:
        rights.require(by, rights.WRITE)
        return
    rights.require(by, rights.APPROVE)
    if by.account_id is None or by.account_id != audit.auditor_id:
        raise Forbidden("audit_not_yours")


def answer(session: Session, audit: Audit, given: AnswerIn, *, by: Actor) -> None:
    """What was seen of a question; said again, the last one counts and the first one stays.
    Refuses `audit_passed`.
    """
    lead(audit, by=by)
    _open(session, audit)
    rule = session.get(PaperRule, given.rule)
    if rule is None or rule.kind != "question":
        raise NotFound("not_found")
    session.add(
        AuditAnswer(
            audit_id=audit.id or 0, rule_id=given.rule, outcome=given.outcome,
            evidence=given.evidence, recorded_at=clock.now(), account_id=by.account_id,
        )
    )  # fmt: skip
    session.flush()


def step(session: Session, audit: Audit, given: StepIn, sent: Sent | None, *, by: Actor) -> None:
    """Hold it, put it off, give it up. Refuses `audit_passed`, and `audit_unanswered` for an
    internal one whose questions are not all answered. Invalid for a day that does not suit.
    """
    if given.kind == "held":
        lead(audit, by=by)
    else:
        rights.require(by, rights.WRITE)
    _open(session, audit)
    today = clock.today()
    if given.kind == "moved" and given.on_day < today:
        raise Invalid("form_invalid", {"on_day": "Choisissez un jour à venir."})
    if given.kind != "moved" and not audit.planned_on.year - 1 <= given.on_day.year:
        raise Invalid("form_invalid", {"on_day": "Vérifiez l’année."})
    if given.kind != "moved" and given.on_day > today:
        raise Invalid("form_invalid", {"on_day": "Ce jour n’est pas encore venu."})
    if given.kind == "held" and audit.kind == INTERNAL and unanswered(session, audit):
        raise Refused("audit_unanswered")
    file_id = kept.one(session, sent, by=by)
    session.add(
        AuditStep(
            audit_id=audit.id or 0, kind=given.kind, on_day=given.on_day, note=given.note,
            file_id=file_id, recorded_at=clock.now(), account_id=by.account_id,
        )
    )  # fmt: skip
    session.flush()


def unanswered(session: Session, audit: Audit) -> list[PaperRule]:
    """The questions of today that have no answer in this audit."""
    query = (
        select(PaperRule.code)
        .join(AuditAnswer, col(AuditAnswer.rule_id) == PaperRule.id)
        .where(AuditAnswer.audit_id == audit.id)
    )
    done = set(session.exec(query))
    return [
        one for one in rules.in_force(session, "question", clock.today()) if one.code not in done
    ]


def find(
    session: Session, audit: Audit, given: FindingIn, sent: Sent | None, *, by: Actor
) -> Finding:
    """Write a finding, or correct one by a further row with its reason. NotFound for the finding
    of another audit. Flushes.
    """
    lead(audit, by=by)
    now = clock.now()
    ref = ""
    if given.root is not None:
        first = session.get(Finding, given.root)
        if first is None or first.audit_id != audit.id or first.root_id is not None:
            raise NotFound("not_found")
        if not given.reason:
            raise Invalid("form_invalid", {"reason": "Dites pourquoi le constat change."})
        ref = first.ref
    file_id = kept.one(session, sent, by=by)
    made = Finding(
        root_id=given.root, ref=ref or numbers.take(session, FINDINGS, now),
        audit_id=audit.id or 0, grade=given.grade, clause=given.clause, words=given.words,
        evidence=given.evidence, file_id=file_id, reason=given.reason if given.root else "",
        recorded_at=now, account_id=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _open(session: Session, audit: Audit) -> None:
    query = select(AuditStep.id).where(
        AuditStep.audit_id == audit.id, col(AuditStep.kind).in_(("held", "given_up"))
    )
    if session.exec(query).first() is not None:
        raise Refused("audit_passed")
