from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from esat import clock
from esat.errors import Forbidden, Invalid, NotFound, Refused
from laundry_rabc.papers import actions, audit_reads, audits, rules
from laundry_rabc.papers.actions import ActionIn, DoneIn, MoveIn, NoteIn
from laundry_rabc.papers.audit_models import Audit, PaperAction
from laundry_rabc.papers.audits import AnswerIn, AuditIn, FindingIn, StepIn
from laundry_rabc.papers.rules import RuleIn
from tests.laundry_rabc.papers.folk import Folk

SEEN = NoteIn(note="Vu au poste.")


def planned(those: Folk, **more: object) -> AuditIn:
    values = {"kind": "internal", "process": "RABC", "auditor": those.rachid.account_id,
              "owner": those.ines.account_id, "planned_on": "2026-11-23"}  # fmt: skip
    return AuditIn.model_validate(values | more)


def found(**more: object) -> FindingIn:
    values = {"grade": "minor", "words": "Relevé non signé.", "evidence": "Vu."}
    return FindingIn.model_validate(values | more)


def stepped(kind: str, day: str = "2026-11-23") -> StepIn:
    return StepIn.model_validate({"kind": kind, "on_day": day, "note": "Bien tenu."})


@pytest.fixture
def audit(session: Session, those: Folk) -> Audit:
    return audits.plan(session, planned(those), by=those.ines)


@pytest.fixture
def action(session: Session, those: Folk, audit: Audit) -> PaperAction:
    finding = audits.find(session, audit, found(), None, by=those.rachid)
    given = ActionIn(words="Signer.", owner=those.nadia.account_id, finding=finding.id)
    return actions.open_one(session, given, by=those.ines)


def answer_all(session: Session, audit: Audit, those: Folk, outcome: str = "conform") -> None:
    for rule in audits.unanswered(session, audit):
        given = AnswerIn.model_validate({"rule": rule.id, "outcome": outcome, "evidence": "Vu."})
        audits.answer(session, audit, given, by=those.rachid)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"auditor": None}, "auditor"), ({"owner": None}, "owner"), ({"owner": 987}, "owner"),
        ({"planned_on": "1926-01-01"}, "planned_on"), ({"kind": "surveillance"}, "auditor_name"),
    ],
)  # fmt: skip
def test_an_audit_has_an_auditor_and_an_owner(
    session: Session, those: Folk, more: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        audits.plan(session, planned(those, **more), by=those.ines)
    assert field in refusal.value.fields


def test_nobody_audits_the_process_that_is_his(session: Session, those: Folk) -> None:
    with pytest.raises(Invalid) as refusal:
        audits.plan(session, planned(those, auditor=those.ines.account_id), by=those.ines)
    assert "Nul n’audite" in refusal.value.fields["auditor"]


def test_only_the_auditor_named_leads_it(session: Session, those: Folk, audit: Audit) -> None:
    rule = audits.unanswered(session, audit)[0]
    given = AnswerIn.model_validate({"rule": rule.id, "outcome": "conform", "evidence": "Vu."})
    for other in (those.ines, those.denis, those.nadia):
        with pytest.raises(Forbidden):
            audits.answer(session, audit, given, by=other)
        with pytest.raises(Forbidden):
            audits.find(session, audit, found(), None, by=other)
        with pytest.raises(Forbidden):
            audits.step(session, audit, stepped("held"), None, by=other)


def test_it_is_held_once_every_question_has_an_answer_and_covers_its_headings(
    session: Session, now: datetime, those: Folk, audit: Audit
) -> None:
    with pytest.raises(Refused) as early:
        audits.step(session, audit, stepped("held"), None, by=those.rachid)
    assert early.value.code == "audit_unanswered"
    assert len(audits.unanswered(session, audit)) == len(rules.QUESTIONS)
    first = audits.unanswered(session, audit)[0]
    for outcome in ("conform", "not_seen"):
        given = AnswerIn.model_validate({"rule": first.id, "outcome": outcome, "evidence": "Vu."})
        audits.answer(session, audit, given, by=those.rachid)
    answer_all(session, audit, those)
    with pytest.raises(Invalid):
        audits.step(session, audit, stepped("held", "2026-11-24"), None, by=those.rachid)
    audits.step(session, audit, stepped("held"), None, by=those.rachid)
    assert audit_reads.one(session, audit).label == "Tenu"
    questions = audit_reads.questions(session, audit)
    assert [one.outcome for one in questions[0].answers] == ["not_seen", "conform"]
    coverage = {one.rule.code: one.day for one in audit_reads.coverage(session, clock.today())}
    assert coverage.pop("P1") is None
    assert set(coverage.values()) == {date(2026, 11, 23)}
    more = AnswerIn.model_validate({"rule": first.id, "outcome": "gap", "evidence": "Trop tard."})
    with pytest.raises(Refused):
        audits.answer(session, audit, more, by=those.rachid)
    with clock.pinned(now + timedelta(days=400)):
        late = audit_reads.coverage(session, clock.today())
    assert {one.day for one in late} == {None}


def test_an_audit_put_off_is_late_after_its_new_day(
    session: Session, now: datetime, those: Folk, audit: Audit
) -> None:
    with pytest.raises(Invalid):
        audits.step(session, audit, stepped("moved", "2026-11-20"), None, by=those.ines)
    audits.step(session, audit, stepped("moved", "2026-12-10"), None, by=those.ines)
    assert audit_reads.one(session, audit).label == "Prévu"
    with clock.pinned(now + timedelta(days=30)):
        assert audit_reads.one(session, audit).label == "En retard"
        audits.step(session, audit, stepped("given_up", "2026-12-20"), None, by=those.ines)
    with pytest.raises(Refused):
        audits.step(session, audit, stepped("moved", "2026-12-30"), None, by=those.ines)


def test_a_finding_is_corrected_by_a_further_row(
    session: Session, those: Folk, audit: Audit
) -> None:
    first = audits.find(session, audit, found(), None, by=those.rachid)
    with pytest.raises(Invalid):
        audits.find(session, audit, found(root=first.id, grade="major"), None, by=those.rachid)
    again = found(root=first.id, grade="major", reason="Trois relevés, pas un.")
    audits.find(session, audit, again, None, by=those.rachid)
    (row,) = audit_reads.findings(session, [audit.id or 0])
    assert (row.finding.grade, row.finding.ref, row.former) == ("major", first.ref, (first,))
    assert row.open
    other = audits.plan(session, planned(those), by=those.ines)
    with pytest.raises(NotFound):
        audits.find(session, other, again, None, by=those.rachid)


def test_a_finding_is_open_until_its_actions_are_verified(
    session: Session, those: Folk, audit: Audit, action: PaperAction
) -> None:
    (row,) = audit_reads.findings(session)
    assert row.open
    actions.done(session, action, DoneIn(note="Signé."), None, by=those.nadia)
    actions.verify(session, action, SEEN, by=those.denis)
    (row,) = audit_reads.findings(session)
    assert (row.open, row.meaning) == (False, "ok")
    strong = audits.find(session, audit, found(grade="strength"), None, by=those.rachid)
    given = ActionIn(words="Rien.", owner=those.nadia.account_id, finding=strong.id)
    with pytest.raises(Refused):
        actions.open_one(session, given, by=those.ines)


def test_an_action_is_verified_by_neither_its_owner_nor_who_did_it(
    session: Session, those: Folk, action: PaperAction
) -> None:
    with pytest.raises(Refused):
        actions.verify(session, action, SEEN, by=those.denis)
    with pytest.raises(Forbidden):
        actions.done(session, action, DoneIn(note="Signé."), None, by=those.rachid)
    actions.done(session, action, DoneIn(note="Signé."), None, by=those.ines)
    with pytest.raises(Forbidden) as who:
        actions.verify(session, action, SEEN, by=those.ines)
    assert who.value.code == "paper_same_person"
    with pytest.raises(Forbidden):
        actions.verify(session, action, SEEN, by=those.nadia)
    actions.send_back(session, action, NoteIn(note="Un relevé oublié."), by=those.denis)
    assert actions.state(session, action).code == "open"
    actions.done(session, action, DoneIn(note="Tous signés."), None, by=those.nadia)
    actions.verify(session, action, SEEN, by=those.ines)
    assert actions.state(session, action).code == "verified"
    with pytest.raises(Refused):
        actions.done(session, action, DoneIn(note="Encore."), None, by=those.nadia)


def test_an_owner_who_changed_does_not_verify_either(
    session: Session, those: Folk, action: PaperAction
) -> None:
    with pytest.raises(Invalid):
        actions.move(session, action, MoveIn(note="Rien ne change."), by=those.ines)
    moved = MoveIn(note="Nadia est absente.", owner=those.rachid.account_id,
                   due_on=date(2027, 2, 1))  # fmt: skip
    actions.move(session, action, moved, by=those.ines)
    assert actions.state(session, action).due_on == date(2027, 2, 1)
    actions.done(session, action, DoneIn(note="Signé."), None, by=those.ines)
    with pytest.raises(Forbidden):
        actions.verify(session, action, SEEN, by=those.rachid)


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-22"])
def test_the_day_it_was_done_is_between_its_writing_and_now(
    session: Session, those: Folk, action: PaperAction, day: str
) -> None:
    given = DoneIn.model_validate({"note": "Signé.", "on_day": day})
    with pytest.raises(Invalid):
        actions.done(session, action, given, None, by=those.nadia)


def test_a_delay_is_changed_by_one_and_validated_by_another(
    session: Session, now: datetime, those: Folk
) -> None:
    assert rules.delay(session, "action_due", clock.today()).words == "60 jours"
    shorter = RuleIn.model_validate({"code": "action_due", "value": "45", "source": "Revue"})
    made = rules.change(session, shorter, by=those.ines)
    with pytest.raises(Forbidden):
        rules.validate(session, made.id or 0, by=those.ines)
    rules.validate(session, made.id or 0, by=those.denis)
    with pytest.raises(Refused):
        rules.validate(session, made.id or 0, by=those.rachid)
    found = rules.delay(session, "action_due", clock.today())
    assert (found.value, found.validated) == (45, True)
    assert rules.delay(session, "action_due", date(2026, 11, 22)).value == 60
    assert [one.version for one in rules.history(session, "action_due")] == [3, 2, 1]
    past = RuleIn.model_validate(
        {"code": "action_due", "value": "5", "source": "x", "since": "2026-01-01"}
    )
    with pytest.raises(Invalid):
        rules.change(session, past, by=those.ines)
    for wrong in ({"code": "action_due"}, {"code": "P1"}):
        with pytest.raises(Invalid):
            rules.change(session, RuleIn.model_validate(wrong | {"source": "x"}), by=those.ines)
    with pytest.raises(NotFound):
        rules.change(session, RuleIn(code="rien", source="x"), by=those.ines)
