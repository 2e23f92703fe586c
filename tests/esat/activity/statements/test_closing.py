"""Validated by the supervisor, then by the office, closed, and taken again after a correction."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from esat import clock
from esat.activity.statements import board, closing, frozen, kept, record, tiles
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.workers import locks
from esat.workers.absences import confirming, counters
from esat.workers.absences.forms import FiguresIn
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


def test_leave_confirmed_otherwise_after_closing_is_taken_again(
    session: Session, two: Two, december: datetime
) -> None:
    office, last = actor("bureau"), date(2026, 11, 30)
    validated(session, two, december)
    for worker in (two.paul, two.zoe):
        closing.close(session, NOVEMBER, worker, by=office, at=december)
    [paul, zoe] = [counters.counters(session, [w], last)[w] for w in (two.paul, two.zoe)]
    at = december + timedelta(days=3)
    confirming.as_shown(session, confirming.read([confirming.told(zoe)]), last, by=office, at=at)
    typed = {"day": last, "earned": Decimal(9), "taken": Decimal(4)}
    given = FiguresIn.model_validate({**typed, "shown": confirming.told(paul)})
    with clock.pinned(at):
        confirming.typed(session, two.paul, given, by=office, at=at)
        assert (state(session, two.paul), state(session, two.zoe)) == (board.AGAIN, board.CLOSED)
        listed = board.sheets(session, NOVEMBER, today=clock.today())
        assert [one.state for one in listed] == [board.AGAIN, board.CLOSED]
        sheet = closing.the(session, NOVEMBER, two.paul, today=clock.today())
        before = kept.version(session, NOVEMBER, two.paul, 1)
        told = {
            name: after for name, _, after in record.differences(before, kept.as_it_stands(sheet))
        }
        assert told == {"Congés gagnés": "9", "Congés pris": "4", "Congés restants": "5"}
        closing.close(session, NOVEMBER, two.paul, "Compteur corrigé", by=office, at=at)
    assert state(session, two.paul) == board.CLOSED


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
    assert seen.statement.absences[0].label == "Absence (prévue)"
    assert (seen.statement.person.payroll_id, seen.statement.leave) == ("", ())


def test_a_discovery_over_before_the_month_is_has_no_statement(
    session: Session, two: Two, december: datetime
) -> None:
    trainee = people_month.worker(
        session, two.group, "Ali", "Ben", contract_kind="MISPE",
        contract_starts=date(2026, 11, 9), contract_ends=date(2026, 11, 13),
    )  # fmt: skip
    listed = [one.worker_id for one in board.sheets(session, NOVEMBER, today=clock.today())]
    assert listed == [two.paul, two.zoe]
    assert trainee not in listed
    assert tiles.waiting(session, actor("bureau"), december) == 2
