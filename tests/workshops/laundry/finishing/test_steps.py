from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM, Actor
from esat.errors import EsatError
from esat.production import lots
from esat.production.models import LotLink
from tests.workshops.laundry.finishing import plant
from workshops.laundry.finishing import drying, steps
from workshops.laundry.finishing.asked import DryIn, StepIn, shaped
from workshops.laundry.finishing.models import Step
from workshops.laundry.plant import limits

TWO = {"EHPAD Les Tilleuls": "8", "Mairie de Riom": "4.250"}


@pytest.mark.parametrize(
    ("value", "side", "verdict"),
    [
        (None, "most", ""),
        ("8", "most", "target"),
        ("8.1", "most", "alert"),
        ("12", "most", "alert"),
        ("12.1", "most", "action"),
        ("160", "least", "target"),
        ("159.9", "least", "alert"),
        ("150", "least", "alert"),
        ("149.9", "least", "action"),
    ],
)
def test_a_measure_is_target_alert_or_action(value: str | None, side: str, verdict: str) -> None:
    alert, action = (Decimal(8), Decimal(12)) if side == "most" else (Decimal(160), Decimal(150))
    read = None if value is None else Decimal(value)
    assert steps.judge(read, alert, action, side) == verdict


def step(session: Session, code: str, by: Actor, at: datetime, **asked: object) -> Step:
    return steps.record(session, code, shaped(StepIn, asked), by=by, at=at)[0]


def refused(session: Session, code: str, by: Actor, at: datetime, **asked: object) -> str:
    with pytest.raises(EsatError) as refusal:
        step(session, code, by, at, **asked)
    return refusal.value.code


def test_an_extraction_keeps_its_moisture_and_the_limit_that_judged_it(
    session: Session, now: datetime, nadia: Actor
) -> None:
    limits.install(session, now)
    load, machine = (
        plant.washed(session, TWO, now),
        plant.machine(session, "Essoreuse", "extractor"),
    )
    made = step(session, load.code, nadia, now, kind="extract", machine=machine, value="66,5")
    assert (made.value, made.unit, made.verdict) == (Decimal("66.5"), "%", "action")
    row = limits.row(session, "extract_limit", now.date())
    assert row is not None
    assert made.limit_id == row.id
    assert step(session, load.code, nadia, now, kind="extract").verdict == ""


def test_a_cold_calender_is_said(session: Session, now: datetime, nadia: Actor) -> None:
    load = plant.washed(session, TWO, now)
    calender = plant.machine(session, "Calandre", "calender", None)
    asked = {"kind": "calender", "machine": calender}
    found = [step(session, load.code, nadia, now, **asked, value=v).verdict for v in (170, 155, 90)]
    assert found == ["target", "alert", "action"]
    # What went over the calender needs no dryer.
    assert steps.finish(session, load.code, (), by=nadia, at=now).stage == "finished"


def test_wet_linen_is_not_finished(session: Session, now: datetime, nadia: Actor) -> None:
    load = plant.washed(session, TWO, now)
    with pytest.raises(EsatError) as refusal:
        steps.finish(session, load.code, (), by=nadia, at=now)
    assert refusal.value.code == "finish_wet"


def test_a_part_of_a_load_is_finished_and_the_rest_stays_a_load(
    session: Session, now: datetime, nadia: Actor
) -> None:
    load = plant.washed(session, TWO, now)
    step(session, load.code, nadia, now, kind="iron")
    first, second = plant.inside(session, load.lot)
    # The step is the load's: what parts from it after that was ironed with it.
    done = steps.finish(session, load.code, [second.id or 0], by=nadia, at=now)
    assert done.id != load.lot.id
    assert [i.id for i in plant.inside(session, done)] == [second.id]
    assert [(i.id, i.stage) for i in plant.inside(session, load.lot)] == [(first.id, "washed")]
    link = session.exec(select(LotLink).where(LotLink.child_id == done.id)).one()
    assert link.quantity == Decimal("4.250")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"kind": "fold", "value": "3"}, "form_invalid"),
        ({"kind": "extract", "value": "101"}, "form_invalid"),
        ({"kind": "extract", "value": "-1"}, "form_invalid"),
        ({"kind": "extract", "value": "chaud"}, "form_invalid"),
        ({"kind": "calender", "value": "999"}, "form_invalid"),
        ({"kind": "danse"}, "form_invalid"),
        ({"kind": "calender", "machine": "zzz"}, "code_not_here"),
    ],
)
def test_a_wrong_step_is_not_kept(
    session: Session, now: datetime, nadia: Actor, asked: dict[str, str], code: str
) -> None:
    load = plant.washed(session, TWO, now)
    assert refused(session, load.code, nadia, now, **asked) == code
    assert session.exec(select(Step)).all() == []


def test_a_step_is_for_its_machine_its_stage_and_a_load_that_stands(
    session: Session, now: datetime, nadia: Actor
) -> None:
    load, dryer = plant.washed(session, TWO, now), plant.machine(session)
    asked = {"kind": "calender", "machine": dryer}
    assert refused(session, load.code, nadia, now, **asked) == "not_that_machine"
    assert refused(session, load.first, nadia, now, kind="fold") == "code_not_here"
    done = drying.start(session, DryIn(dryer=dryer, loads=(load.code,)), by=nadia, at=now)
    assert refused(session, load.code, nadia, now, kind="fold") == "load_gone"
    assert refused(session, done.code, nadia, now, kind="fold") == "load_running"
    other = plant.washed(session, TWO, now)
    plant.finished(session, other, now)
    assert refused(session, other.code, nadia, now, kind="extract") == "step_not_here"


def test_a_step_noted_later_keeps_both_times(session: Session, now: datetime, nadia: Actor) -> None:
    load = plant.washed(session, TWO, now)
    made = step(session, load.code, nadia, now - timedelta(minutes=11), kind="iron", reason="Panne")
    assert (made.late, made.reason, made.recorded_at) == (True, "Panne", now)
    assert step(session, load.code, SYSTEM, now, kind="iron").late is False
    assert lots.subject_of(session, load.lot).stage == "washed"
