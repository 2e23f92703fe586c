"""What is counted of a period, what a day had, and that a missed check is never lost."""

from datetime import timedelta

from sqlmodel import Session

from esat import clock
from laundry_rabc.checks import answering, calendar, making, owed, reads
from laundry_rabc.checks.reads import Counted
from laundry_rabc.checks.shapes import AnswerIn, off_floor
from laundry_rabc.checks.states import State
from tests.conftest import MONDAY
from tests.laundry_rabc.checks.conftest import Laundry

TODAY = clock.local(MONDAY).date()
SINCE, UNTIL = calendar.moment(TODAY), calendar.midnight_after(TODAY)


def do(session: Session, laundry: Laundry, code: str, **fields: str) -> None:
    check = laundry.check(session, code, fields.pop("shift", "matin"))
    given = AnswerIn.model_validate({"par": "moi", **fields})
    answering.answer(session, check.id or 0, given, by=laundry.nadia)


def test_the_figures_count_each_check_once_by_its_point(session: Session, laundry: Laundry) -> None:
    do(session, laundry, "TEN-01", answer="yes", forbidden="no")
    do(session, laundry, "CAL-01", answer="value", value="155")
    do(session, laundry, "SEC-01", answer="not_done")
    do(session, laundry, "TRI-01", answer="na", note="Pas de tri")
    do(session, laundry, "ENV-01", shift="", answer="value", value="7", forbidden="no",
       at="2026-11-23T08:35", late_reason="Oubli")  # fmt: skip
    tomorrow = UNTIL + timedelta(hours=6)
    found = reads.figures(session, SINCE, UNTIL, tomorrow)
    assert found.points["TEN-01"] == Counted(due=2, on_time=1, missed=1)
    assert found.points["CAL-01"] == Counted(due=2, on_time=1, missed=1, alert=1)
    assert found.points["SEC-01"] == Counted(due=2, not_done=1, missed=1)
    assert found.points["TRI-01"] == Counted(due=2, not_applicable=1, missed=1)
    assert found.points["ENV-01"] == Counted(due=1, late=1)
    assert found.points["ENV-02"] == Counted(due=1, waiting=1)
    total = found.total
    assert total.due == sum(one.due for one in found.points.values())
    assert total.missed == len(
        [row for row in reads.of_day(session, TODAY, tomorrow) if row.state is State.MISSED]
    )
    asked = total.due - total.not_applicable - total.waiting
    assert total.percent_on_time == total.on_time * 100 // asked


def test_nothing_due_is_no_green(session: Session, laundry: Laundry) -> None:
    found = reads.figures(session, SINCE - timedelta(days=9), SINCE)
    assert (found.total.due, found.total.percent_on_time) == (0, None)


def test_missed_ones_stay_in_every_report(session: Session, laundry: Laundry) -> None:
    do(session, laundry, "TEN-01", answer="yes", forbidden="no")
    for later in (timedelta(hours=1), timedelta(days=30), timedelta(days=900)):
        with clock.pinned(UNTIL + later):
            codes = [row.code for row in reads.missed(session, SINCE, UNTIL)]
            assert codes.count("TEN-01") == 1
            assert codes.count("CAL-01") == 2
            day = {(row.code, row.check.shift): row.state for row in reads.of_day(session, TODAY)}
            assert day["CAL-01", "matin"] is State.MISSED
            assert day["TEN-01", "matin"] is State.DONE


def test_today_shows_what_is_open_and_what_was_done(session: Session, laundry: Laundry) -> None:
    do(session, laundry, "TEN-01", answer="yes", forbidden="no")
    states = {(row.code, row.check.shift): row.state for row in reads.today(session, MONDAY)}
    assert states["TEN-01", "matin"] is State.DONE
    assert states["TEN-01", "apres-midi"] is State.UPCOMING
    assert states["ENV-02", ""] is State.DUE
    tuesday = UNTIL + timedelta(hours=10)
    with clock.pinned(tuesday):
        making.make(session)
    later = {(row.code, row.check.key) for row in reads.today(session, tuesday)}
    assert ("ENV-02", "2026-W48") in later
    assert ("TEN-01", "2026-11-23/matin") not in later


def test_what_waits_is_counted_apart_from_what_is_late(session: Session, laundry: Laundry) -> None:
    noon = MONDAY + timedelta(hours=2)
    rows = reads.waiting(session, noon)
    late = [row for row in rows if row.state is State.LATE]
    for elsewhere in (False, True):
        here = [row for row in rows if off_floor(row.version) is elsewhere]
        over = [row for row in here if row in late]
        counted = [
            owed.count_waiting(session, noon, late=one, off_floor=elsewhere)
            for one in (True, False)
        ]
        assert counted == [len(over), len(here) - len(over)]
        assert here
    assert late


def test_a_day_is_read_by_one_statement(
    session: Session, laundry: Laundry, statements: list[str]
) -> None:
    do(session, laundry, "TEN-01", answer="yes", forbidden="no")
    statements.clear()
    assert len(reads.of_day(session, TODAY)) > 10
    assert len(statements) == 1
