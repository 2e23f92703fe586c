"""Audits as their pages show them: planned, held, what was asked and found. SELECTs only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlmodel import Session, col, select

from esat import clock
from laundry_rabc.papers import action_reads, audits, people, rules, states, versions
from laundry_rabc.papers.audit_models import Audit, AuditAnswer, AuditStep, Finding
from laundry_rabc.papers.models import PaperRule

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Row:
    """An audit with how it stands: planned for, held or given up on `day`."""

    audit: Audit
    code: str
    day: date
    auditor: str
    owner: str
    on: date
    conclusion: str = ""

    @property
    def late(self) -> bool:
        return self.code == "planned" and self.day < self.on

    @property
    def label(self) -> str:
        words = {"planned": "Prévu", "held": "Tenu", "given_up": "Abandonné"}
        return "En retard" if self.late else words[self.code]

    @property
    def meaning(self) -> str:
        if self.late:
            return "refused"
        return {"planned": "question", "held": "ok", "given_up": "plain"}[self.code]

    @property
    def kind(self) -> str:
        return audits.KIND_LABELS[self.audit.kind]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as it stands, its former wordings, its actions; open while one is missing."""

    finding: Finding
    root_id: int
    former: tuple[Finding, ...]
    actions: tuple[action_reads.Row, ...]

    @property
    def open(self) -> bool:
        if self.finding.grade not in audits.TO_CORRECT:
            return False
        return not self.actions or any(one.state.code != "verified" for one in self.actions)

    @property
    def grade(self) -> str:
        return audits.GRADE_LABELS[self.finding.grade]

    @property
    def label(self) -> str:
        if self.finding.grade not in audits.TO_CORRECT:
            return self.grade
        return f"{self.grade} · {'ouverte' if self.open else 'levée'}"

    @property
    def meaning(self) -> str:
        if not self.open:
            return "ok"
        late = any(one.late for one in self.actions) or not self.actions
        return "refused" if late else "question"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of an audit and its answers, the last one first."""

    rule: PaperRule
    answers: tuple[AuditAnswer, ...]

    @property
    def last(self) -> AuditAnswer | None:
        return self.answers[0] if self.answers else None


@dataclass(frozen=True, slots=True)
class Covered:
    """When a heading was last seen in an internal audit that was held; None: not for so long."""

    rule: PaperRule
    day: date | None


def listed(session: Session, before: int | None = None) -> list[Row]:
    """Audits, the last written first; those older than one when asked so."""
    query = select(Audit).order_by(col(Audit.id).desc()).limit(PAGE)
    if before is not None:
        query = query.where(col(Audit.id) < before)
    return _rows(session, query, None)


def every(session: Session, on: date) -> list[Row]:
    """Every audit known at the end of a day."""
    return _rows(session, select(Audit).order_by(col(Audit.planned_on), col(Audit.id)), on)


def one(session: Session, audit: Audit) -> Row:
    return _rows(session, select(Audit).where(Audit.id == audit.id), None)[0]


def steps(session: Session, audit_id: int) -> list[tuple[AuditStep, str]]:
    """What happened to it with who wrote it, the newest first."""
    query = select(AuditStep).where(AuditStep.audit_id == audit_id)
    found = list(session.exec(query.order_by(col(AuditStep.id).desc())))
    names = people.names(session, [step.account_id for step in found])
    return [(step, names.get(step.account_id, "")) for step in found]


def questions(session: Session, audit: Audit) -> list[Question]:
    """The questions of an internal audit, those of today and those answered, with the answers."""
    query = (
        select(AuditAnswer, PaperRule)
        .join(PaperRule, col(PaperRule.id) == AuditAnswer.rule_id)
        .where(AuditAnswer.audit_id == audit.id)
        .order_by(col(AuditAnswer.id).desc())
    )
    given: dict[str, list[AuditAnswer]] = defaultdict(list)
    asked: dict[str, PaperRule] = {
        one.code: one for one in rules.in_force(session, "question", clock.today())
    }
    seen: dict[str, PaperRule] = {}
    for answer, rule in session.exec(query):
        given[rule.code].append(answer)
        seen.setdefault(rule.code, rule)
    return [Question(rule, tuple(given[code])) for code, rule in (asked | seen).items()]


def findings(
    session: Session, audit_ids: Iterable[int] | None = None, on: date | None = None
) -> list[FindingRow]:
    """Findings as they stand, those that weigh most first."""
    query = select(Finding).order_by(col(Finding.id))
    if audit_ids is not None:
        query = query.where(col(Finding.audit_id).in_(list(audit_ids)))
    if on is not None:
        query = query.where(col(Finding.recorded_at) < versions.end_of(on))
    by_root: dict[int, list[Finding]] = defaultdict(list)
    for finding in session.exec(query):
        by_root[finding.root_id or finding.id or 0].append(finding)
    done = _actions(session, by_root, on)
    rows = [
        FindingRow(each[-1], root, tuple(each[:-1]), tuple(done.get(root, ())))
        for root, each in by_root.items()
    ]
    weight = [grade for grade, _ in audits.GRADES]
    return sorted(rows, key=lambda row: (weight.index(row.finding.grade), row.root_id))


def coverage(session: Session, on: date) -> list[Covered]:
    """Each heading in force with the day it was last seen, within the delay of internal audits."""
    every_months = rules.delay(session, "internal_audit", on).value
    query = (
        select(AuditAnswer, PaperRule.code, col(AuditStep.on_day))
        .join(PaperRule, col(PaperRule.id) == AuditAnswer.rule_id)
        .join(AuditStep, col(AuditStep.audit_id) == AuditAnswer.audit_id)
        .where(AuditStep.kind == "held", col(AuditStep.recorded_at) < versions.end_of(on))
        .where(col(AuditStep.on_day) > states.months_after(on, -every_months))
        .order_by(col(AuditAnswer.id))
    )
    answers: dict[tuple[int, str], tuple[str, date]] = {}
    for answer, code, day in session.exec(query):
        answers[answer.audit_id, code] = answer.outcome, day
    last: dict[str, date] = {}
    for (_, code), (outcome, day) in answers.items():
        if outcome != "not_seen":
            last[code] = max(day, last.get(code, day))
    return [
        Covered(one, last.get(one.code)) for one in rules.in_force(session, "question", on)
    ]  # fmt: skip


def _actions(
    session: Session, roots: Iterable[int], on: date | None
) -> dict[int, list[action_reads.Row]]:
    if on is None:
        return action_reads.of_findings(session, roots)
    found: dict[int, list[action_reads.Row]] = defaultdict(list)
    for row in action_reads.every(session, on):
        if row.action.finding_id is not None:
            found[row.action.finding_id].append(row)
    return found


def _rows(session: Session, query: Any, on: date | None) -> list[Row]:
    found = list(session.exec(query))
    wanted = select(AuditStep).where(col(AuditStep.audit_id).in_([one.id for one in found]))
    if on is not None:
        found = [one for one in found if one.recorded_at < versions.end_of(on)]
        wanted = wanted.where(col(AuditStep.recorded_at) < versions.end_of(on))
    last: dict[int, AuditStep] = {}
    for step in session.exec(wanted.order_by(col(AuditStep.id))) if found else ():
        last[step.audit_id] = step
    names = people.names(session, [it for one in found for it in (one.auditor_id, one.owner_id)])
    return [_row(one, last.get(one.id or 0), names, on or clock.today()) for one in found]


def _row(audit: Audit, step: AuditStep | None, names: dict[int | None, str], on: date) -> Row:
    code = "planned" if step is None or step.kind == "moved" else step.kind
    day = audit.planned_on if step is None else step.on_day
    owner = names[audit.owner_id] if audit.owner_id is not None else ""
    auditor = audit.auditor_name or names[audit.auditor_id]
    note = step.note if step is not None and code != "planned" else ""
    return Row(audit, code, day, auditor, owner, on, note)
