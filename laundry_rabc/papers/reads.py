"""What the audit dossier takes of this room for a period, with what is missing. SELECTs only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from esat import clock
from laundry_rabc.papers import (
    action_reads,
    audit_reads,
    audits,
    document_reads,
    people,
    rules,
    states,
    team_reads,
    versions,
)
from laundry_rabc.papers.document_reads import Row as DocumentRow
from laundry_rabc.papers.team_models import Certificate, CertificateEvent, Meeting, TeamEntry


@dataclass(frozen=True, slots=True)
class Line:
    """A document in force at the end of the period."""

    code: str
    kind: str
    title: str
    number: int
    author: str
    approver: str
    approved_on: date | None
    effective_on: date
    review_on: date
    review_late: bool
    read: int
    unread: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What an auditor would find missing: a code for programs, a sentence for people."""

    code: str
    words: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Papers:
    """The file of a period: as it stood on its last day, or today when that is still to come."""

    on: date
    documents: tuple[Line, ...]
    audits: tuple[audit_reads.Row, ...]
    findings: tuple[audit_reads.FindingRow, ...]
    actions: tuple[action_reads.Row, ...]
    meetings: tuple[Meeting, ...]
    team: tuple[TeamEntry, ...]
    certificate: Certificate | None
    events: tuple[CertificateEvent, ...]
    gaps: tuple[Gap, ...]


def for_period(session: Session, since: date, until: date) -> Papers:
    """Documents in force, audits and meetings of the period, findings and actions that were open
    in it or came of it, the team, the certificate, and the gaps on its last day.
    """
    on = min(until, clock.today())
    rows = _in_force(session, on)
    every = audit_reads.every(session, on)
    found = audit_reads.findings(session, on=on)
    todo = action_reads.every(session, on)
    mine = tuple(one for one in every if since <= one.day <= until)
    ids = {one.audit.id for one in mine}
    minutes = [one.row for one in team_reads.meetings(session, on=on)]
    return Papers(
        on=on,
        documents=tuple(lines(session, rows)),
        audits=mine,
        findings=tuple(one for one in found if one.open or one.finding.audit_id in ids),
        actions=tuple(one for one in todo if _concerns(one, since)),
        meetings=tuple(one for one in minutes if since <= one.held_on <= until),
        team=tuple(team_reads.members(session, on)),
        certificate=team_reads.certificate(session, on),
        events=tuple(one for one in team_reads.events(session, on) if since <= one.on_day <= until),
        gaps=tuple(_gaps(session, on, rows, every, found, todo)),
    )


def lines(session: Session, rows: list[DocumentRow]) -> Iterator[Line]:
    """Rows of documents with the names of their author and their approver."""
    approvals = {row.version.row.id: row.version.approval for row in rows}
    wanted = [row.version.row.created_by for row in rows]
    wanted += [act.account_id for act in approvals.values() if act is not None]
    names = people.names(session, wanted)
    for row in rows:
        one, act = row.version.row, approvals[row.version.row.id]
        yield Line(
            row.version.document.code, row.kind, one.title, one.number, names[one.created_by],
            names[act.account_id] if act else "",
            clock.local(act.at).date() if act else None, one.effective_on,
            row.version.review_on, row.version.review_late, row.read, row.unread,
        )  # fmt: skip


def in_force(session: Session, on: date) -> list[DocumentRow]:
    """The versions in force on a day, with how many have read them."""
    return _in_force(session, on)


def _in_force(session: Session, on: date) -> list[DocumentRow]:
    current = [one for one in versions.every(session, on) if one.state == states.IN_FORCE]
    return document_reads.rows_of(session, current, people.concerned(session), until=on)


def _concerns(row: action_reads.Row, since: date) -> bool:
    if row.state.code != "verified":
        return True
    return clock.local(row.action.recorded_at).date() >= since or row.state.due_on >= since


def _gaps(
    session: Session,
    on: date,
    rows: list[DocumentRow],
    every: list[audit_reads.Row],
    found: list[audit_reads.FindingRow],
    todo: list[action_reads.Row],
) -> Iterator[Gap]:
    yield from _of_documents(session, on, rows)
    yield from _of_audits(session, on, every, found)
    yield from _of_actions(todo)
    yield from _of_team(session, on)
    for rule in rules.in_force(session, "delay", on):
        if rule.status == "proposed":
            yield Gap("rule_unvalidated", f"Délai jamais validé : {rule.label}", rule.code)


def _of_actions(todo: list[action_reads.Row]) -> Iterator[Gap]:
    for row in todo:
        if row.late:
            yield Gap("action_late", f"Action en retard : {row.action.words}", row.action.ref)
        elif row.state.code == "done":
            yield Gap("action_unverified", f"Action non vérifiée : {row.action.words}",
                      row.action.ref)  # fmt: skip


def _of_team(session: Session, on: date) -> Iterator[Gap]:
    if not team_reads.members(session, on):
        yield Gap("no_team", "Aucune équipe RABC n’est nommée.")
    if team_reads.certificate(session, on) is None:
        yield Gap("no_certificate", "Aucun certificat en cours de validité.")
    if (due := team_reads.review_due(session, on)).late:
        yield Gap("review_late", _overdue("Revue de direction", due))


def _of_documents(session: Session, on: date, rows: list[DocumentRow]) -> Iterator[Gap]:
    if not any(row.version.document.kind == "policy" for row in rows):
        yield Gap("no_policy", "Aucune politique en vigueur.")
    days = rules.delay(session, "document_read", on).value
    for row in rows:
        one = row.version
        name = f"{one.document.code} v{one.row.number}"
        if one.review_late:
            words = f"{name} : à relire depuis le {one.review_on:%d/%m/%Y}"
            yield Gap("document_review_late", words, one.document.code)
        starts = one.starts
        if row.unread and starts is not None and starts + timedelta(days=days) < on:
            words = f"{name} : non lu par {row.unread} personne{'s' if row.unread > 1 else ''}"
            yield Gap("document_unread", words, one.document.code)


def _of_audits(
    session: Session, on: date, every: list[audit_reads.Row], found: list[audit_reads.FindingRow]
) -> Iterator[Gap]:
    if (due := audit_due(session, on, every)).late:
        yield Gap("audit_late", _overdue("Audit interne", due))
    for one in audit_reads.coverage(session, on):
        if one.day is None:
            yield Gap("audit_uncovered", f"Non vu en audit interne : {one.rule.clause}",
                      one.rule.code)  # fmt: skip
    for row in every:
        if row.late:
            yield Gap("audit_planned_late", f"{row.kind} prévu le {row.day:%d/%m/%Y}, non tenu",
                      row.audit.ref)  # fmt: skip
    for finding in found:
        if finding.open and not finding.actions:
            yield Gap("finding_without_action", f"{finding.grade} sans action : "
                      f"{finding.finding.words}", finding.finding.ref)  # fmt: skip


def audit_due(
    session: Session, on: date, every: list[audit_reads.Row] | None = None
) -> team_reads.Due:
    """The next internal audit."""
    known = audit_reads.every(session, on) if every is None else every
    held = [one.day for one in known if one.audit.kind == audits.INTERNAL and one.code == "held"]
    return team_reads.due_after(session, "internal_audit", max(held, default=None), on)


def _overdue(what: str, due: team_reads.Due) -> str:
    if due.due is None:
        return f"{what} : aucun enregistré"
    return f"{what} : attendu pour le {due.due:%d/%m/%Y}"
