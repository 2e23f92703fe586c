"""The counter of each worker: from the figure that stands, by what is coded since."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session

from esat.errors import Refused
from esat.workers.absences import coding, confirming, counters, figures
from esat.workers.absences.forms import AbsenceIn, FiguresIn
from esat.workers.absences.leave import Bucket, Standing
from esat.workers.models import Worker
from tests.esat.workers.conftest import Team
from tests.people import actor

OFFICE = "bureau"
OCTOBER = date(2026, 10, 31)


def enter(session: Session, worker: int, now: datetime, code: str, since: date, until: date) -> int:
    given = AbsenceIn(worker_id=worker, since=since, until=until, code=code)
    return coding.record(session, given, by=actor(OFFICE), at=now).number


def counter(session: Session, worker: int, day: date = OCTOBER) -> counters.Counter:
    return counters.counters(session, [worker], day)[worker]


def test_a_sick_month_of_whole_weeks_earns_two_days(
    session: Session, team: Team, now: datetime
) -> None:
    """September coded week by week: the Saturdays between are of the illness too."""
    for first, last in ((1, 4), (7, 11), (14, 18), (21, 25), (28, 30)):
        enter(session, team.paul, now, "MAL", date(2026, 9, first), date(2026, 9, last))
    assert counter(session, team.paul, date(2026, 9, 30)).standing.earned == Decimal("22.00")
    assert counter(session, team.zoe, date(2026, 9, 30)).standing.earned == Decimal("22.50")


def test_unpaid_absence_earns_nothing_and_part_contracts_their_part(
    session: Session, team: Team, now: datetime
) -> None:
    enter(session, team.paul, now, "ABS-J", date(2026, 10, 1), date(2026, 10, 31))
    zoe = session.get_one(Worker, team.zoe)
    zoe.contract_starts = date(2026, 10, 1)
    assert counter(session, team.paul).standing.earned == Decimal("22.50")
    assert counter(session, team.zoe).standing.earned == Decimal("2.50")


def test_the_saturday_follows_the_rule_until_it_is_answered(
    session: Session, team: Team, now: datetime
) -> None:
    number = enter(session, team.paul, now, "CP", date(2026, 10, 15), date(2026, 10, 16))
    asked = counter(session, team.paul)
    assert (asked.standing.taken, asked.asked) == (3, 1)
    coding.answer(session, number, 1, counts=False, by=actor(OFFICE), at=now)
    answered = counter(session, team.paul)
    assert (answered.standing.taken, answered.asked) == (2, 0)


def test_mobile_days_are_counted_apart(session: Session, team: Team, now: datetime) -> None:
    enter(session, team.paul, now, "CPM", date(2026, 10, 15), date(2026, 10, 16))
    found = counter(session, team.paul)
    assert (found.mobile, found.standing.taken) == (2, 0)


def test_what_is_coded_after_a_confirmation_shows_as_a_gap(
    session: Session, team: Team, now: datetime
) -> None:
    by = actor(OFFICE)
    brought = Standing(date(2026, 8, 31), Decimal(20), carried=(Bucket(Decimal(2), OCTOBER),))
    figures.keep(session, team.paul, figures.BROUGHT, brought, by=by, at=now)
    before = counter(session, team.paul)
    assert (before.standing.earned, before.standing.lost) == (25, 0)
    shown = {team.paul: figures.written(before.standing)}
    confirming.as_shown(session, shown, OCTOBER, by=by, at=now)
    assert counter(session, team.paul).gap == 0
    enter(session, team.paul, now, "CP", date(2026, 10, 5), date(2026, 10, 6))
    after = counter(session, team.paul)
    assert (after.gap, after.standing) == (Decimal(-2), before.standing)
    assert counter(session, team.paul, date(2026, 11, 1)).standing.lost == 2


def test_typed_figures_are_those_of_the_proposal_that_was_seen(
    session: Session, team: Team, now: datetime
) -> None:
    by, seen = actor(OFFICE), counter(session, team.paul)
    given = FiguresIn(
        day=OCTOBER, earned=Decimal("24.5"), taken=Decimal(4), shown=confirming.told(seen)
    )
    enter(session, team.paul, now, "CP", date(2026, 10, 5), date(2026, 10, 6))
    with pytest.raises(Refused, match="leave_shown_changed"):
        confirming.typed(session, team.paul, given, by=by, at=now)
    again = given.model_copy(update={"shown": confirming.told(counter(session, team.paul))})
    confirming.typed(session, team.paul, again, by=by, at=now)
    confirming.typed(
        session, team.paul,
        given.model_copy(update={"shown": confirming.told(counter(session, team.paul))}),
        by=by, at=now,
    )  # fmt: skip
    assert len(figures.known(session, [team.paul], OCTOBER)[team.paul]) == 1
    assert counter(session, team.paul).standing.left == Decimal("20.5")


def test_the_statements_do_not_grow_with_the_workers(
    session: Session, team: Team, now: datetime, statements: list[str]
) -> None:
    counters.counters(session, [team.paul], OCTOBER)
    one = len(statements)
    statements.clear()
    counters.counters(session, team.all, OCTOBER)
    assert len(statements) == one
