from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from esat import clock
from laundry_rabc.papers import actions, audits, documents, reads, rules, team, tiles
from laundry_rabc.papers.actions import ActionIn, DoneIn, NoteIn
from laundry_rabc.papers.audits import AnswerIn, AuditIn, FindingIn, StepIn
from laundry_rabc.papers.documents import DocumentIn
from laundry_rabc.papers.team import CertificateIn, MeetingIn, MemberIn
from tests.laundry_rabc.papers.folk import Folk

TODAY = date(2026, 11, 23)
YEAR = date(2026, 1, 1)


def codes(papers: reads.Papers) -> set[str]:
    return {gap.code for gap in papers.gaps}


@pytest.fixture
def kept(session: Session, now: datetime, those: Folk) -> int:
    """A file in order: a policy, an audit with a finding, a review, a team, a certificate; answers
    the key of the action.
    """
    given = {"code": "POL-01", "kind": "policy", "title": "Politique", "summary": "x", "body": "x",
             "readers": ["moniteur"]}  # fmt: skip
    made = documents.create(session, DocumentIn.model_validate(given), None, by=those.ines)
    documents.approve(session, documents.version(session, made.id or 0, 1), by=those.denis)
    planned = AuditIn(kind="internal", process="RABC", auditor=those.rachid.account_id,
                      owner=those.ines.account_id, planned_on=TODAY)  # fmt: skip
    audit = audits.plan(session, planned, by=those.ines)
    for rule in audits.unanswered(session, audit):
        seen = AnswerIn.model_validate({"rule": rule.id, "outcome": "conform", "evidence": "Vu."})
        audits.answer(session, audit, seen, by=those.rachid)
    words = FindingIn(grade="minor", words="Non signé.", evidence="Vu.")
    finding = audits.find(session, audit, words, None, by=those.rachid)
    held = StepIn(kind="held", on_day=TODAY, note="Tenu.")
    audits.step(session, audit, held, None, by=those.rachid)
    todo = ActionIn(words="Signer.", owner=those.nadia.account_id, finding=finding.id)
    action = actions.open_one(session, todo, by=those.ines)
    meeting = MeetingIn(kind="management", held_on=TODAY, attendees="x", inputs="x", decisions="x")
    team.minute(session, meeting, None, by=those.ines)
    team.appoint(session, MemberIn(name="Inès", role="Pilote", on_day=TODAY), by=those.ines)
    paper = CertificateIn(number="C-1", body="x", standard="x", scope="x",
                          valid_from=YEAR, valid_until=date(2028, 12, 31))  # fmt: skip
    team.certify(session, paper, None, by=those.ines)
    for rule in rules.in_force(session, "delay", TODAY):
        rules.validate(session, rule.id or 0, by=those.denis)
    return action.id or 0


def test_an_empty_file_says_all_that_is_missing(session: Session, those: Folk) -> None:
    found = reads.for_period(session, YEAR, date(2026, 12, 31))
    assert found.on == TODAY
    assert found.documents == ()
    assert codes(found) == {
        "no_policy", "audit_late", "audit_uncovered", "no_team", "no_certificate", "review_late",
        "rule_unvalidated",
    }  # fmt: skip


def test_a_file_in_order_has_no_gap(session: Session, kept: int) -> None:
    found = reads.for_period(session, YEAR, TODAY)
    assert codes(found) == set()
    (document,) = found.documents
    assert (document.code, document.approver, document.unread) == ("POL-01", "Denis", 1)
    assert [row.label for row in found.audits] == ["Tenu"]
    assert [row.open for row in found.findings] == [True]
    assert [row.label for row in found.actions] == ["À faire"]
    assert (len(found.meetings), len(found.team)) == (1, 1)
    assert found.certificate is not None


def test_time_alone_makes_gaps(session: Session, now: datetime, kept: int) -> None:
    with clock.pinned(now + timedelta(days=800)):
        found = reads.for_period(session, YEAR, date(2029, 1, 31))
    assert codes(found) == {
        "document_review_late", "document_unread", "audit_late", "audit_uncovered", "action_late",
        "review_late", "no_certificate",
    }  # fmt: skip


def test_a_past_period_is_as_it_stood_then(
    session: Session, now: datetime, those: Folk, kept: int
) -> None:
    with clock.pinned(now + timedelta(days=10)):
        action = actions.the(session, kept)
        actions.done(session, action, DoneIn(note="Signé."), None, by=those.nadia)
        assert codes(reads.for_period(session, YEAR, clock.today())) == {"action_unverified"}
        actions.verify(session, action, NoteIn(note="Vu."), by=those.denis)
        after = reads.for_period(session, YEAR, clock.today())
        before = reads.for_period(session, YEAR, TODAY)
    assert [row.label for row in after.actions] == ["Vérifiée"]
    assert [row.open for row in after.findings] == [False]
    assert [row.label for row in before.actions] == ["À faire"]
    assert [row.open for row in before.findings] == [True]
    long_ago = reads.for_period(session, date(2025, 1, 1), date(2025, 12, 31))
    assert (long_ago.documents, long_ago.findings, long_ago.team) == ((), (), ())


def test_the_tiles_count_what_waits(
    session: Session, now: datetime, those: Folk, kept: int
) -> None:
    counts = [tile.count for tile in tiles.TILES]
    assert [count(session, those.nadia, now) for count in counts if count] == [1, 0, 0, 0]
    later = now + timedelta(days=400)
    with clock.pinned(later):
        assert [count(session, those.nadia, later) for count in counts if count] == [1, 1, 1, 1]
