"""Validated by the supervisor, then by the office, closed, and taken again after a correction."""

from datetime import date, datetime, time

import pytest
from sqlmodel import Session

from esat import clock
from esat.activity.statements import board, closing, frozen
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.workers import locks
from esat.workers.half_days import Entry
from tests import people_month
from tests.esat.activity.statements.conftest import NOVEMBER, Two
from tests.people import actor
from tests.people_month import leading


def state(session: Session, worker: int) -> str:
    return closing.the(session, NOVEMBER, worker, today=clock.today()).state


def validated(session: Session, two: Two, at: datetime) -> None:
    closing.validate_by_supervisor(
        session, NOVEMBER, [two.paul, two.zoe], by=leading(two.group), at=at
    )


def test_a_month_goes_from_the_supervisor_to_the_office_to_its_end(
    session: Session, two: Two, december: datetime
) -> None:
    office = actor("bureau")
    assert state(session, two.paul) == board.OPEN
    validated(session, two, december)
    assert state(session, two.paul) == board.SUPERVISOR
    assert closing.validate_all(session, NOVEMBER, by=office, at=december) == closing.Done(2, 0)
    assert state(session, two.paul) == board.OFFICE
    assert closing.close_all(session, NOVEMBER, by=office, at=december) == closing.Done(2, 0)
    assert state(session, two.paul) == board.CLOSED
    assert locks.locked(session, [two.paul, two.zoe], NOVEMBER) == {two.paul, two.zoe}
    assert closing.close_all(session, NOVEMBER, by=office, at=december) == closing.Done(0, 0)


def test_what_is_open_keeps_a_month_open_until_the_office_explains_it(
    session: Session, two: Two, december: datetime
) -> None:
    office = actor("bureau")
    with pytest.raises(Refused, match="statement_open") as caught:
        closing.close(session, NOVEMBER, two.paul, by=office, at=december)
    assert "pas encore validé" in caught.value.message
    closing.explain(
        session, NOVEMBER, two.paul, "not_validated", "Moniteur absent.", by=office, at=december
    )
    assert closing.close(session, NOVEMBER, two.paul, by=office, at=december) == 1
    row = board.version(session, NOVEMBER, two.paul, 1)
    assert row is not None
    kept = frozen.unseal(two.paul, NOVEMBER, row.sealed)
    assert [(note.code, note.words) for note in kept.notes] == [
        ("not_validated", "Moniteur absent.")
    ]
    assert (kept.supervisor, kept.office and kept.office.who) == (None, "Odile")
    assert "Moniteur" not in row.sealed + row.reason
    assert (kept.statement.person.name, kept.statement.person.payroll_id) == ("", "")
    with pytest.raises(Refused, match="statement_closed"):
        closing.close(session, NOVEMBER, two.paul, by=office, at=december)
    with pytest.raises(NotFound, match="statement_point_gone"):
        closing.explain(session, NOVEMBER, two.zoe, "sunday", "?", by=office, at=december)


def test_a_correction_after_closing_is_taken_again_with_its_reason(
    session: Session, two: Two, december: datetime
) -> None:
    office = actor("bureau")
    validated(session, two, december)
    closing.close(session, NOVEMBER, two.paul, by=office, at=december)
    left = Entry(two.paul, "left_early", to_time=time(16))
    people_month.corrected(session, two.group, date(2026, 11, 24), "afternoon", left)
    assert state(session, two.paul) == board.AGAIN
    with pytest.raises(Invalid):
        closing.close(session, NOVEMBER, two.paul, by=office, at=december)
    again = closing.close(session, NOVEMBER, two.paul, "Parti à 16 h", by=office, at=december)
    assert (again, state(session, two.paul)) == (2, board.CLOSED)
    first = board.version(session, NOVEMBER, two.paul, 1)
    assert first is not None
    assert frozen.unseal(two.paul, NOVEMBER, first.sealed).statement.early == 0


def test_a_month_is_closed_when_it_is_over_and_by_the_office_alone(
    session: Session, two: Two, now: datetime
) -> None:
    with pytest.raises(Refused, match="month_not_over"):
        closing.validate_all(session, NOVEMBER, by=actor("bureau"), at=now)
    for role in ("direction", "moniteur", "administrateur"):
        with pytest.raises(Forbidden):
            closing.close(session, NOVEMBER, two.paul, by=actor(role), at=now)


def test_a_supervisor_answers_for_his_own_groups(
    session: Session, two: Two, december: datetime
) -> None:
    other = people_month.group(session, "cartons", "subcontracting")
    with pytest.raises(Forbidden, match="not_your_group"):
        closing.validate_by_supervisor(
            session, NOVEMBER, [two.paul], by=leading(other), at=december
        )
    assert closing.led(session, leading(two.group), NOVEMBER) == [two.paul, two.zoe]


def test_all_the_months_cost_a_fixed_number_of_statements(
    session: Session, two: Two, statements: list[str]
) -> None:
    board.sheets(session, NOVEMBER, [two.paul], today=clock.today())
    one = len(statements)
    board.sheets(session, NOVEMBER, today=clock.today())
    assert len(statements) == 2 * one


def test_a_supervisor_is_shown_no_reason_and_nothing_of_the_office(
    session: Session, two: Two, december: datetime
) -> None:
    people_month.absence(session, two.paul, "MAL", date(2026, 12, 2))
    (seen,) = board.veiled(session, date(2026, 12, 1), [two.paul], today=clock.today())
    text = repr(seen.statement)
    assert "MAL" not in text
    assert "Maladie" not in text
    assert seen.statement.absences[0].label == "Absent prévu"
    assert (seen.statement.person.payroll_id, seen.statement.leave) == ("", ())
