"""A wash judged again by its curve, and linen that waits for its proof."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select

from esat import clock
from esat.errors import Refused
from esat.production import moves, subjects
from esat.production.moves import Context
from laundry_rabc.cases import judged
from laundry_rabc.curves import Point
from laundry_rabc.instruments.models import Instrument
from laundry_rabc.loggers.evidence import CurveEvidence, Required
from laundry_rabc.policies.models import Policy
from laundry_rabc.results.models import Result, ResultHold
from laundry_rabc.watch import due, washes
from tests.laundry_rabc.cases import grounds
from tests.laundry_rabc.cases.grounds import COLD, HOT, Ground
from tests.laundry_rabc.watch.test_washes import ground
from workshops.laundry.washing import cycles, ending
from workshops.laundry.washing.cycles import Report
from workshops.laundry.washing.models import Cycle

__all__ = ["ground"]
MINUTE = timedelta(minutes=1)


def curve(session: Session, cycle: Cycle, hot: str, minutes: int) -> CurveEvidence:
    """A logger in the drum: cold, so many minutes hot, then five degrees less to the end."""
    probe = session.exec(select(Instrument).where(Instrument.code == "ENR-9")).first()
    if probe is None:
        probe = Instrument(code="ENR-9", name="Bouton", kind="probe", unit="°C",
                           created_at=cycle.started_at)  # fmt: skip
        session.add(probe)
        session.flush()
    start, end = cycle.started_at, cycle.ended_at or cycle.started_at
    points, at = [], start - MINUTE
    while at <= end + MINUTE:
        gone = int((at - start) / MINUTE)
        warm = Decimal(hot) if 10 <= gone <= 10 + minutes else Decimal(hot) - 5
        points.append(Point(at, warm if gone >= 10 else Decimal(20)))
        at += MINUTE
    return CurveEvidence(
        cycle, "logger", probe, (), tuple(points), MINUTE,
        Required(Decimal(71), Decimal(3), Decimal(0)), cycle.max_c, cycle.hold_minutes,
        Decimal("0.5"),
    )  # fmt: skip


def test_a_logger_says_otherwise_both_stay_and_the_machine_is_looked_into(
    session: Session, ground: Ground, now: datetime
) -> None:
    cycle = grounds.washed(session, ground, HOT, now - timedelta(hours=2))
    for _ in range(2):
        washes.measured(session, curve(session, cycle, "55", 10), ground.ines)
    rows = session.exec(select(Result).where(Result.source == "logger")).all()
    assert [(one.verdict, one.declared) for one in rows] == [("action", False)] * 2
    assert rows[1].amends_id == rows[0].id
    said = session.exec(select(Result).where(Result.source == "machine", Result.why == "held"))
    assert len(said.all()) == 1
    assert sorted(one.kind for one in grounds.cases(session)) == ["action", "investigation"]
    flagged = grounds.cases(session, "investigation")[0]
    assert (flagged.machine_id, flagged.origin) == (ground.plant.id("l1"), "logger")
    assert grounds.held(session)


def test_no_credit_is_given_for_the_time_below_the_temperature(
    session: Session, ground: Ground, now: datetime
) -> None:
    """Under two minutes at 71 °C, then 66 °C for nine: neither pair was held."""
    cycle = grounds.washed(session, ground, COLD, now)
    made = washes.measured(session, curve(session, cycle, "71", 1), ground.ines)
    assert made is not None
    kept = session.exec(select(ResultHold).where(ResultHold.result_id == made.id)).all()
    assert next(one.minutes for one in kept if one.celsius == 71) < 3


def test_a_logger_that_agrees_flags_nothing(
    session: Session, ground: Ground, now: datetime
) -> None:
    cycle = grounds.washed(session, ground, HOT, now)
    made = washes.measured(session, curve(session, cycle, "73", 20), ground.ines)
    assert made is not None
    assert made.verdict == "conform"
    assert grounds.cases(session) == []
    kept = session.exec(select(ResultHold).where(ResultHold.result_id == made.id)).all()
    assert {one.celsius for one in kept} == {65, 66, 71, 72}


def test_a_curve_that_is_taken_back_proves_nothing_any_more_and_stays_read(
    session: Session, ground: Ground, now: datetime
) -> None:
    cycle = grounds.washed(session, ground, HOT, now)
    first = washes.measured(session, curve(session, cycle, "73", 20), ground.ines)
    assert first is not None
    for _ in range(2):
        washes.taken_back(session, cycle.id or 0, ground.ines)
    rows = session.exec(select(Result).where(Result.source == "logger").order_by(col(Result.id)))
    assert [(one.verdict, one.amends_id) for one in rows] == [
        ("conform", None), ("not_measured", first.id),
    ]  # fmt: skip


def policy(session: Session, now: datetime) -> None:
    yesterday = now - timedelta(days=1)
    session.add(
        Policy(
            code="not_measured_holds",
            version=2,
            value=Decimal(1),
            since=yesterday.date(),
            status="validated",
            created_at=yesterday,
        )
    )
    session.flush()


def test_by_a_dated_setting_unproven_linen_waits_for_its_result(
    session: Session, ground: Ground, now: datetime
) -> None:
    policy(session, now)
    cycle = grounds.washed(session, ground, Report(), now)
    waiting = grounds.held(session, due.DUE)
    assert waiting == [one.id for one in grounds.inside(session, cycle.lot_id)]
    lot = subjects.lot(session, cycle.lot_id or 0)
    assert lot is not None
    with pytest.raises(Refused) as refusal:
        moves.move(session, lot, "dry", Context(ground.nadia, now))
    assert refusal.value.code == "on_hold"
    session.rollback()


def test_the_result_frees_what_waited_for_it(
    session: Session, ground: Ground, now: datetime
) -> None:
    policy(session, now)
    cycle = grounds.washed(session, ground, Report(), now)
    assert grounds.held(session, due.DUE)
    washes.measured(session, curve(session, cycle, "73", 20), ground.ines)
    assert grounds.held(session, due.DUE) == []


def test_where_the_judgement_cannot_be_written_the_wash_does_not_end(
    session: Session, ground: Ground, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = Context(ground.nadia, now - timedelta(hours=1))
    load = grounds.loaded(session, ground, context)
    cycle = grounds.started(session, ground, load, context)
    session.commit()

    def broken(*_: object, **__: object) -> None:
        msg = "no room on the disk"
        raise OSError(msg)

    monkeypatch.setattr(judged, "_told", [broken])
    with pytest.raises(OSError, match="no room"):
        ending.end(session, cycle, HOT, Context(ground.nadia, now))
    session.rollback()
    session.expire_all()
    again = cycles.last_of_lot(session, load.lot_id)
    assert again is not None
    assert again.ended_at is None
    assert grounds.verdicts(session) == {}


def test_before_any_plan_a_wash_ends_unjudged(session: Session, now: datetime) -> None:
    with clock.pinned(now):
        ground = grounds.build(session, now + timedelta(days=900))
        cycle = grounds.washed(session, ground, COLD, now)
    assert grounds.verdicts(session, cycle) == {}


def test_a_wash_end_costs_a_bounded_handful_of_statements(
    session: Session, ground: Ground, now: datetime, statements: list[str]
) -> None:
    context = Context(ground.nadia, now - timedelta(hours=1))
    load = grounds.loaded(session, ground, context, *(grounds.bag(session, "9") for _ in range(4)))
    cycle: Cycle = grounds.started(session, ground, load, context)
    del statements[:]
    washes.finished(session, cycle, ground.nadia)
    assert statements == [], "an unfinished cycle is not asked about"
    cycle.outcome = "done"
    cycle.ended_at, cycle.max_c, cycle.hold_minutes = now, Decimal(73), Decimal(12)
    session.flush()
    del statements[:]
    washes.finished(session, cycle, ground.nadia)
    assert len(statements) <= 34, "\n".join(statements)
