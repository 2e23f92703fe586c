from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from esat import clock
from esat.errors import Forbidden, Invalid, NotFound, Refused
from laundry_rabc.papers import team, team_reads
from laundry_rabc.papers.team import CertificateIn, ChangeIn, EventIn, MeetingIn, MemberIn
from tests.laundry_rabc.papers.folk import Folk

TODAY = date(2026, 11, 23)


def minutes(**more: object) -> MeetingIn:
    values = {"kind": "management", "held_on": "2026-01-15", "attendees": "Direction, pilote",
              "inputs": "Un audit.", "decisions": "Former."}  # fmt: skip
    return MeetingIn.model_validate(values | more)


def certificate(**more: object) -> CertificateIn:
    values = {"number": "C-1", "body": "Organisme", "standard": "NF EN 14065:2016",
              "scope": "Linge plat", "valid_from": "2025-01-01",
              "valid_until": "2027-12-31"}  # fmt: skip
    return CertificateIn.model_validate(values | more)


def event(kind: str, day: str) -> EventIn:
    return EventIn.model_validate({"kind": kind, "on_day": day, "note": "Lettre reçue."})


def test_the_team_changes_by_further_rows(session: Session, those: Folk) -> None:
    named = MemberIn(name="Inès", role="Pilote", on_day=date(2025, 1, 6))
    first = team.appoint(session, named, by=those.ines)
    root = first.id or 0
    early = ChangeIn(kind="changed", on_day=date(2024, 1, 1), reason="x")
    with pytest.raises(Invalid):
        team.change(session, root, early, by=those.ines)
    more = ChangeIn(kind="changed", skills="Audit", on_day=date(2026, 1, 5), reason="Formée.")
    team.change(session, root, more, by=those.ines)
    (member,) = team_reads.members(session)
    assert (member.role, member.skills) == ("Pilote", "Audit")
    gone = ChangeIn(kind="ended", on_day=TODAY, reason="Autre poste.")
    team.change(session, root, gone, by=those.ines)
    assert team_reads.members(session) == []
    (kept,) = team_reads.team(session)
    assert [row.kind for row in kept.former] == ["appointed", "changed"]
    with pytest.raises(Refused):
        team.change(session, root, gone, by=those.ines)
    with pytest.raises(NotFound):
        team.change(session, 987, gone, by=those.ines)
    with pytest.raises(Forbidden):
        team.appoint(session, named, by=those.denis)


def test_minutes_are_corrected_with_a_reason_and_the_first_words_stay(
    session: Session, those: Folk
) -> None:
    first = team.minute(session, minutes(), None, by=those.ines)
    with pytest.raises(Invalid):
        team.minute(session, minutes(root=first.id), None, by=those.ines)
    other = minutes(root=first.id, kind="team", reason="x")
    with pytest.raises(Invalid):
        team.minute(session, other, None, by=those.ines)
    again = minutes(root=first.id, decisions="Former en mai.", reason="Mois oublié.")
    team.minute(session, again, None, by=those.ines)
    (kept,) = team_reads.meetings(session)
    assert (kept.row.decisions, kept.former) == ("Former en mai.", (first,))
    with pytest.raises(Invalid):
        team.minute(session, minutes(held_on="2026-11-24"), None, by=those.ines)


def test_the_next_review_is_due_a_year_after_the_last(
    session: Session, now: datetime, those: Folk
) -> None:
    assert team_reads.review_due(session, TODAY).late
    team.minute(session, minutes(kind="team", held_on="2026-11-20"), None, by=those.ines)
    team.minute(session, minutes(), None, by=those.ines)
    due = team_reads.review_due(session, TODAY)
    assert (due.due, due.late, due.proposed) == (date(2027, 1, 15), False, True)
    with clock.pinned(now + timedelta(days=60)):
        assert team_reads.review_due(session, clock.today()).late


def test_a_certificate_is_valid_between_its_days_unless_it_was_suspended(
    session: Session, those: Folk
) -> None:
    with pytest.raises(Invalid):
        team.certify(session, certificate(valid_until="2024-01-01"), None, by=those.ines)
    assert team_reads.certificate(session, TODAY) is None
    team.certify(session, certificate(), None, by=those.ines)
    assert team_reads.certificate(session, TODAY) is not None
    team.happened(session, event("suspended", "2026-11-02"), by=those.ines)
    assert team_reads.certificate(session, TODAY) is None
    team.happened(session, event("restored", "2026-11-20"), by=those.ines)
    assert team_reads.certificate(session, TODAY) is not None
    assert team_reads.certificate(session, date(2028, 1, 1)) is None
