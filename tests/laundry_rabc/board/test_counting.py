"""What the dashboard counts, against the rows and against the rooms that keep them."""

from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlmodel import Session

from esat import clock
from esat.actors import SYSTEM
from laundry_rabc.board import counting, spans, washes
from laundry_rabc.board.figures import Cases, Checks, Results, Washes
from laundry_rabc.board.spans import Span
from laundry_rabc.cases import judged, opening
from laundry_rabc.cases.opening import Opening
from laundry_rabc.checks import answering, reads
from laundry_rabc.checks.shapes import AnswerIn
from laundry_rabc.instruments.models import Reading
from laundry_rabc.policies import keeping as policies
from tests.conftest import MONDAY
from tests.laundry_rabc.cases import grounds
from tests.laundry_rabc.checks.conftest import Laundry
from tests.laundry_rabc.loggers import scene
from workshops.laundry.figures.periods import period
from workshops.laundry.washing import cycles, fixes
from workshops.laundry.washing.cycles import Report

NOVEMBER = spans.month("2026-11", date(2026, 12, 5))
AFTER = MONDAY + timedelta(days=10)
WHOLE = spans.of(NOVEMBER, AFTER)


def do(session: Session, laundry: Laundry, code: str, **fields: str) -> None:
    check = laundry.check(session, code, fields.pop("shift", "matin"))
    given = AnswerIn.model_validate({"par": "moi", **fields})
    answering.answer(session, check.id or 0, given, by=laundry.nadia)


def test_checks_are_counted_as_their_own_room_counts_them(
    session: Session, laundry: Laundry
) -> None:
    do(session, laundry, "TEN-01", answer="yes", forbidden="no")
    do(session, laundry, "CAL-01", answer="value", value="155")
    do(session, laundry, "SEC-01", answer="not_done")
    do(session, laundry, "TRI-01", answer="na", note="Pas de tri")
    do(session, laundry, "ENV-01", shift="", answer="value", value="7", forbidden="no",
       at="2026-11-23T08:35", late_reason="Oubli")  # fmt: skip
    for at in (MONDAY, MONDAY + timedelta(hours=20), AFTER):
        span = spans.of(NOVEMBER, at)
        mine = counting.checks(session, span)
        theirs = asdict(reads.figures(session, span.since, span.until, at).total)
        assert mine == Checks(**{name: theirs[name] for name in asdict(mine)})
        assert mine.due > mine.on_time > 0
        assert mine.percent == reads.figures(session, span.since, at, at).total.percent_on_time


def test_twelve_months_are_one_statement_and_sum_to_the_whole(
    session: Session, laundry: Laundry, statements: list[str]
) -> None:
    do(session, laundry, "TEN-01", answer="yes", forbidden="no")
    months = [spans.of(one, AFTER) for one in spans.year_until(NOVEMBER)]
    statements.clear()
    found = counting.checks_by(session, months, AFTER)
    judged_by = counting.results_by(session, months)
    assert len(statements) == 2
    assert found[-1] == counting.checks(session, WHOLE)
    assert found[:-1] == [Checks()] * 11
    assert judged_by[-1] == Results(judged=1)
    assert judged_by[:-1] == [Results()] * 11


def test_a_correction_counts_in_the_place_of_what_it_corrects(
    session: Session, ground: grounds.Ground, now: datetime
) -> None:
    given = grounds.plate("HYG-01", "9", now - timedelta(days=1))
    first = judged.record(session, given, by=SYSTEM)
    span = Span(now - timedelta(days=9), now)
    assert counting.results(session, span) == Results(judged=1, alert=1)
    again = replace(
        grounds.plate("HYG-01", "3", now - timedelta(days=1)), amends_id=first.id,
        fix_reason="Mal lu",
    )  # fmt: skip
    judged.record(session, again, by=SYSTEM)
    assert counting.results(session, span) == Results(judged=1)


def test_cases_are_those_open_at_the_moment(session: Session, now: datetime) -> None:
    policies.install(session, now - timedelta(days=90))
    old = now - timedelta(days=40)
    made = [
        opening.open_case(session, Opening(kind, "hand", kind), by=SYSTEM, at=old)
        for kind in ("alert", "action", "investigation")
    ]
    made[1].closed_at = now - timedelta(days=2)
    session.flush()
    found = counting.cases(session, now)
    assert found == Cases(alert=1, investigation=1, old=2, oldest=40)
    then = counting.cases(session, now - timedelta(days=3))
    assert (then.open, then.action, then.oldest) == (3, 1, 37)
    assert counting.cases(session, old - timedelta(days=1)) == Cases()


@pytest.fixture
def ground(session: Session, now: datetime) -> grounds.Ground:
    return grounds.build(session, now)


def test_washes_are_told_apart_by_their_best_proof(
    session: Session, ground: grounds.Ground, now: datetime
) -> None:
    done = grounds.washed(session, ground, grounds.HOT, now - timedelta(days=2))
    bare = grounds.washed(session, ground, Report("done", Decimal(70)), now - timedelta(days=1))
    span = Span(now - timedelta(days=5), now + timedelta(hours=1))
    assert washes.counted(session, span) == Washes(declared=1, none=1)
    fixes.fix(session, bare.id or 0, "hold_minutes", Decimal(4), "Lu sur le ticket", by=SYSTEM)
    assert washes.counted(session, span) == Washes(declared=2)
    probe = scene.probe(session, "ENR-9", now - timedelta(days=9))
    scene.stand(session, probe, done.machine_id, now - timedelta(days=9))
    reading = Reading(
        instrument_id=probe.id or 0, at=done.started_at + timedelta(minutes=9),
        received_at=now, value=Decimal(71), unit="°C", key=uuid4().bytes,
    )  # fmt: skip
    session.add(reading)
    session.flush()
    assert washes.counted(session, span) == Washes(measured=1, declared=1)
    rows, more = washes.listed(session, span)
    assert [(row.cycle.id, row.proof) for row in rows] == [
        (bare.id, "declared"), (done.id, "measured"),
    ]  # fmt: skip
    assert not more
    assert [row.cycle.id for row in washes.listed(session, span, "measured")[0]] == [done.id]
    assert washes.counted(session, Span(span.since, now - timedelta(days=3))) == Washes()


def test_a_sensor_that_was_moved_away_measured_nothing_there(
    session: Session, ground: grounds.Ground, now: datetime
) -> None:
    done = grounds.washed(session, ground, grounds.HOT, now - timedelta(days=2))
    probe = scene.probe(session, "ENR-9", now - timedelta(days=9))
    scene.stand(session, probe, done.machine_id, now - timedelta(days=9))
    scene.stand(session, probe, ground.plant.id("l2"), now - timedelta(days=4))
    session.add(Reading(
        instrument_id=probe.id or 0, at=done.started_at + timedelta(minutes=9),
        received_at=now, value=Decimal(71), unit="°C", key=uuid4().bytes,
    ))  # fmt: skip
    session.flush()
    span = Span(now - timedelta(days=5), now)
    assert washes.counted(session, span) == Washes(declared=1)


def test_a_wash_that_failed_is_no_wash(
    session: Session, ground: grounds.Ground, now: datetime
) -> None:
    context = grounds.Context(ground.nadia, now - timedelta(hours=1))
    load = grounds.loaded(session, ground, context)
    cycle = grounds.started(session, ground, load, context)
    cycles.finish(session, cycle, Report("fault", fault="Porte"), by=SYSTEM, at=now)
    assert washes.counted(session, Span(now - timedelta(days=1), now)) == Washes()


def test_plates_of_the_laboratory_are_counted_apart(
    session: Session, ground: grounds.Ground, now: datetime
) -> None:
    for day, value in ((3, "3"), (2, "9"), (1, "30")):
        judged.record(session, grounds.plate("HYG-01", value, now - timedelta(days=day)), by=SYSTEM)
    found = counting.results(session, Span(now - timedelta(days=9), now), source="lab")
    assert (found.judged, found.alert, found.action) == (3, 1, 1)
    one = next(f for f in counting.all_of(session, Span(now - timedelta(days=9), now))
               if f.code == "lab")  # fmt: skip
    assert (one.value, one.meaning) == ("2", "refused")


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("2026-10", date(2026, 10, 1)),
        ("2026-11", date(2026, 11, 1)),
        ("2027-01", date(2026, 11, 1)),
        ("2026-13", date(2026, 11, 1)),
        ("", date(2026, 11, 1)),
        ("2026-1", date(2026, 11, 1)),
        ("x", date(2026, 11, 1)),
    ],
)
def test_a_month_is_read_or_is_this_one(text: str, since: date) -> None:
    assert spans.month(text, date(2026, 11, 23)).since == since


def test_a_month_is_cut_at_now_and_knows_its_year() -> None:
    span = spans.of(NOVEMBER, MONDAY)
    assert (span.until, clock.local(span.since).date()) == (MONDAY, date(2026, 11, 1))
    ahead = spans.of(period("mois", date(2027, 1, 1)), MONDAY)
    assert ahead.since == ahead.until
    year = spans.year_until(NOVEMBER)
    assert [spans.code(one) for one in (year[0], year[-1])] == ["2025-12", "2026-11"]
    assert len(year) == 12
