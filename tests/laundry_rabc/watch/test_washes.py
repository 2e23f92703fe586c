"""Each wash judged when it ends: by the page, by the counter's move, late; again when corrected."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select

from esat import clock
from esat.errors import Refused
from esat.production import holds, moves, subjects
from esat.production.moves import Context
from laundry_rabc.cases import judged
from laundry_rabc.curves import Point
from laundry_rabc.instruments.models import Instrument
from laundry_rabc.loggers.evidence import CurveEvidence, Required
from laundry_rabc.policies.models import Policy
from laundry_rabc.results.models import Result, ResultHold
from laundry_rabc.watch import washes
from tests.laundry_rabc.cases import grounds
from tests.laundry_rabc.cases.grounds import COLD, HOT, Ground
from tests.laundry_rabc.qualify import proofs
from workshops.laundry.plant.models import Programme, ProgrammeDose
from workshops.laundry.washing import cycles, ending, fixes
from workshops.laundry.washing.cycles import Report
from workshops.laundry.washing.models import Cycle

MINUTE = timedelta(minutes=1)


@pytest.fixture
def ground(session: Session, now: datetime) -> Ground:
    return grounds.build(session, now)


def test_a_good_wash_is_judged_from_what_the_machine_declared_and_holds_nothing(
    session: Session, ground: Ground, now: datetime
) -> None:
    cycle = grounds.washed(session, ground, HOT, now)
    found = grounds.results(session, cycle)
    assert {code: one.verdict for code, one in found.items()} == {
        "LAV-01": "conform", "LAV-02": "conform", "LAV-04": "conform",
    }  # fmt: skip
    hot = found["LAV-02"]
    assert (hot.source, hot.declared, hot.account_id) == ("machine", True, ground.nadia.account_id)
    assert (hot.lot_id, hot.cycle_id, hot.machine_id) == (
        cycle.lot_id, cycle.id, ground.plant.id("l1"),
    )  # fmt: skip
    assert hot.taken_at == cycle.ended_at
    assert found["LAV-04"].value == Decimal(90)
    assert grounds.cases(session) == []
    assert grounds.held(session) == []


def test_a_cold_wash_opens_an_action_with_its_procedure_and_holds_what_it_washed(
    session: Session, ground: Ground, now: datetime
) -> None:
    cycle = grounds.washed(session, ground, COLD, now)
    found = grounds.results(session, cycle)["LAV-02"]
    assert (found.verdict, found.why) == ("action", "hold_short")
    (case,) = grounds.cases(session)
    assert (case.kind, case.origin, case.result_id) == ("action", "result", found.id)
    assert "relaver" in case.procedure.lower()
    items = grounds.inside(session, cycle.lot_id)
    assert grounds.held(session) == [one.id for one in items]
    lot = subjects.lot(session, cycle.lot_id or 0)
    assert lot is not None
    assert lot.stage == "washed"
    assert [one.note.split(" ")[0] for one in holds.open_holds(session, lot)] == [case.ref]


def test_the_counters_move_ends_and_judges_the_wash_too(
    session: Session, ground: Ground, now: datetime
) -> None:
    context = Context(ground.nadia, now - timedelta(hours=1))
    load = grounds.loaded(session, ground, context)
    cycle = grounds.started(session, ground, load, context)
    lot = subjects.lot(session, load.lot_id)
    assert lot is not None
    moves.move(session, lot, "end_wash", Context(ground.nadia, now))
    session.expire_all()
    assert grounds.verdicts(session, cycle) == {
        "LAV-01": "conform", "LAV-02": "not_measured", "LAV-04": "conform",
    }  # fmt: skip
    assert grounds.held(session) == []


def test_an_end_that_is_entered_late_is_judged_at_its_own_moment(
    session: Session, ground: Ground, now: datetime
) -> None:
    ago = now - timedelta(hours=3)
    cycle = grounds.washed(session, ground, COLD, ago)
    found = grounds.results(session, cycle)["LAV-02"]
    assert (found.taken_at, found.recorded_at) == (ago, now)
    (case,) = grounds.cases(session)
    assert (case.opened_at, case.recorded_at) == (ago, now)


def test_what_proves_nothing_is_not_judged(session: Session, ground: Ground, now: datetime) -> None:
    context = Context(ground.nadia, now - timedelta(hours=1))
    load = grounds.loaded(session, ground, context)
    cycle = grounds.started(session, ground, load, context)
    ending.end(session, cycle, Report("fault", fault="Porte"), Context(ground.nadia, now))
    assert grounds.verdicts(session) == {}


def test_a_wash_that_promises_no_hold_for_ordinary_linen_is_not_asked_for_one(
    session: Session, ground: Ground, now: datetime
) -> None:
    plain = ground.plant.id("p60")
    cycle = grounds.washed(session, ground, Report("done", Decimal(40)), now, programme=plain)
    found = grounds.results(session, cycle)
    assert found["LAV-02"].verdict == "not_applicable"
    assert found["LAV-02"].note


@pytest.mark.parametrize(
    ("ml", "verdict"), [("180", "conform"), ("162", "conform"), ("161.9", "alert"),
                        ("144", "alert"), ("143.9", "action"), (None, "not_measured")],
)  # fmt: skip
def test_a_chemical_wash_is_judged_by_its_dose_too(
    session: Session, ground: Ground, now: datetime, ml: str | None, verdict: str
) -> None:
    """5 ml a kilogram for 36 kg are 180 ml; on a boundary it belongs to the better class."""
    told = {} if ml is None else {"Désinfectant acide": Decimal(ml)}
    report = Report("done", Decimal(67), Decimal(17), doses=told)
    cycle = grounds.washed(session, ground, report, now, programme=ground.chemical)
    found = grounds.verdicts(session, cycle)
    assert found["LAV-03"] == verdict
    assert "LAV-02" not in found


def test_a_hot_short_programme_stays_thermal_though_a_disinfectant_is_poured(
    session: Session, ground: Ground, now: datetime
) -> None:
    programme = session.exec(select(Programme).where(Programme.resource_id == ground.hot)).one()
    session.add(
        ProgrammeDose(programme_id=programme.id or 0, product="Désinfectant", ml_per_kg=Decimal(3))
    )
    session.flush()
    cycle = grounds.washed(session, ground, Report("done", Decimal(73), Decimal(5)), now)
    found = grounds.verdicts(session, cycle)
    assert found["LAV-02"] == "conform"
    assert "LAV-03" not in found


def test_an_overload_is_an_action(session: Session, ground: Ground, now: datetime) -> None:
    context = Context(ground.nadia, now - timedelta(hours=1))
    load = grounds.loaded(session, ground, context, grounds.bag(session, "40"))
    cycle = grounds.started(session, ground, load, context)
    cycle.kg = Decimal(43)
    ending.end(session, cycle, HOT, Context(ground.nadia, now))
    assert grounds.verdicts(session, cycle)["LAV-04"] == "action"


def test_a_programme_that_does_not_suit_the_linen_is_an_action(
    session: Session, ground: Ground, now: datetime
) -> None:
    context = Context(ground.nadia, now - timedelta(hours=1))
    load = grounds.loaded(session, ground, context)
    cycle = grounds.started(session, ground, load, context, ground.plant.id("p60"))
    load.family_code = "mops"
    session.flush()
    ending.end(session, cycle, HOT, Context(ground.nadia, now))
    found = grounds.results(session, cycle)["LAV-01"]
    assert (found.verdict, found.yes) == ("action", False)


def test_a_light_load_calls_for_one_attention_while_it_is_open(
    session: Session, ground: Ground, now: datetime
) -> None:
    for hours in (5, 3, 1):
        at = now - timedelta(hours=hours)
        light = grounds.bag(session, "10")
        cycle = grounds.washed(session, ground, HOT, at, light)
        assert grounds.verdicts(session, cycle)["LAV-04"] == "alert"
    assert [one.kind for one in grounds.cases(session)] == ["alert"]
    assert grounds.held(session) == []


def test_below_the_qualified_hold_is_an_action_though_above_the_plans(
    session: Session, ground: Ground, now: datetime
) -> None:
    ground.plant.ids["hot"] = ground.hot
    proofs.proved(
        session, ground.plant, "l1", "hot", now - timedelta(days=20),
        temperature_c="75", hold_minutes="10",
    )  # fmt: skip
    cycle = grounds.washed(session, ground, HOT, now)
    found = grounds.results(session, cycle)["LAV-02"]
    assert (found.verdict, found.why) == ("action", "below_qualified")


def test_a_correction_judges_again_and_the_first_verdict_stays(
    session: Session, ground: Ground, now: datetime
) -> None:
    cycle = grounds.washed(session, ground, COLD, now)
    fix = fixes.fix(
        session, cycle.id or 0, "hold_minutes", Decimal(12), "Lu 1,7 au lieu de 12",
        by=ground.rachid,
    )  # fmt: skip
    fixes.fix(session, cycle.id or 0, "max_c", Decimal(73), "Lu 71", by=ground.rachid)
    rows = session.exec(
        select(Result).where(col(Result.why).in_(("hold_short", "margin_thin", "held")))
        .order_by(col(Result.id))
    ).all()  # fmt: skip
    assert [one.verdict for one in rows] == ["action", "conform", "conform"]
    assert [one.amends_id for one in rows] == [None, rows[0].id, rows[1].id]
    assert rows[1].fix_reason == fix.reason
    assert rows[0].account_id == ground.nadia.account_id
    assert rows[2].account_id == ground.rachid.account_id
    assert len(grounds.cases(session)) == 1
    assert grounds.held(session), "what was held stays until a person releases it"


def test_a_correction_that_changes_nothing_of_a_point_adds_nothing_to_it(
    session: Session, ground: Ground, now: datetime
) -> None:
    cycle = grounds.washed(session, ground, HOT, now)
    before = len(session.exec(select(Result)).all())
    fixes.fix(session, cycle.id or 0, "water_l", Decimal(150), "Compteur", by=ground.rachid)
    assert len(session.exec(select(Result)).all()) == before


def test_a_correction_for_the_worse_opens_the_action(
    session: Session, ground: Ground, now: datetime
) -> None:
    cycle = grounds.washed(session, ground, HOT, now)
    fixes.fix(session, cycle.id or 0, "hold_minutes", Decimal(2), "Mal lu", by=ground.rachid)
    assert [one.kind for one in grounds.cases(session)] == ["action"]
    assert grounds.held(session)


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
    waiting = grounds.held(session, washes.DUE)
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
    assert grounds.held(session, washes.DUE)
    washes.measured(session, curve(session, cycle, "73", 20), ground.ines)
    assert grounds.held(session, washes.DUE) == []


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
