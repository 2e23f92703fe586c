"""Each wash judged when it ends: by the page, by the counter's move, late; again when corrected."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat.actors import SYSTEM
from esat.production import barcodes, holds, moves, subjects
from esat.production.moves import Context
from laundry_rabc.results.models import Result
from tests.esat.production.buttons import press
from tests.laundry_rabc.cases import grounds
from tests.laundry_rabc.cases.grounds import COLD, HOT, Ground
from tests.laundry_rabc.qualify import proofs
from workshops.laundry.plant.models import Programme, ProgrammeDose
from workshops.laundry.washing import ending, fixes
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


def test_the_floor_is_told_at_the_machine_that_a_cold_wash_is_held(
    session: Session, ground: Ground, now: datetime, signed_in: Callable[..., FlaskClient]
) -> None:
    nadia, place = signed_in("moniteur", ("laundry",)), "/blanchisserie/machines"
    machine = barcodes.of(session, resource_id=ground.plant.id("l1")) or ""
    for report, said in ((HOT, "Ouvrez du côté propre"), (COLD, "Ce linge est retenu")):
        context = Context(ground.nadia, now - timedelta(hours=1))
        cycle = grounds.started(session, ground, grounds.loaded(session, ground, context), context)
        session.commit()
        told = press(nadia, f"{place}/{machine}/fin", outcome="done", max_c=str(report.max_c),
                     hold_minutes=str(report.hold_minutes))  # fmt: skip
        assert told.status_code == 303
        page = nadia.get(told.headers["Location"]).text
        assert said in page
        assert ("Retenu, à mettre à part" in page) is (report is COLD)
        session.expire_all()
        code = barcodes.of(session, lot_id=cycle.lot_id) or ""
        thing = nadia.get(f"/atelier/objet/{code}").text
        assert ("/rabc/quarantaines/" in thing) is (report is COLD)
        ending.open_door(session, session.get_one(Cycle, cycle.id), by=SYSTEM, at=now, late=False)
        session.commit()
