import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, select

from esat.actors import Actor
from esat.db import Database
from tests import people
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.washing import cycles
from workshops.laundry.washing.models import Cycle, CycleDose, Load


@pytest.fixture
def plant(session: Session) -> Plant:
    made = laundries.build(session)
    session.commit()
    return made


def bag(session: Session, kg: str = "36", **more: Any) -> str:
    code = laundries.received(session, kg, **more)
    session.commit()
    return code


def test_a_load_goes_from_the_bag_to_the_open_door_by_acts(
    session: Session, database: Database, plant: Plant, nadia: Actor, now: datetime
) -> None:
    parts = [
        {"family": "flat", "kg": "30,5", "pieces": 40, "bin": plant.flat},
        {"family": "kitchen", "kg": "5.5"},
    ]
    by = nadia
    code = bag(session)
    assert laundries.act(database, by, "laundry.sort", code, parts=parts)["outcome"] == "ok"
    started = laundries.act(
        database, by, "laundry.start", plant.flat, machine=plant.l1, programme=plant.p60
    )
    assert started["outcome"] == "ok"
    assert started["event"]["to_stage"] == "washing"
    ended = laundries.act(
        database, by, "laundry.end", plant.l1, outcome="done", max_c="71,5", hold_minutes=10,
        doses={"Lessive": "120"}, water_l="160", energy_kwh="12.5",
    )  # fmt: skip
    assert ended["message"] == "Cycle terminé : L1. Ouvrez du côté propre."
    opened = laundries.act(database, by, "laundry.open", plant.l1)
    assert opened["message"] == "Ouvert du côté propre : L1. Le linge peut sécher."
    session.expire_all()
    cycle = session.exec(select(Cycle)).one()
    assert (cycle.max_c, cycle.hold_minutes, cycle.kg) == (
        Decimal("71.5"), Decimal(10), Decimal("30.5"),
    )  # fmt: skip
    assert session.exec(select(CycleDose)).one().ml == Decimal(120)
    assert cycle.opened_at == now


@pytest.mark.parametrize(
    ("action", "data", "reason"),
    [
        ("laundry.sort", {}, "which_bin"),
        ("laundry.sort", {"bin": 7}, "form_invalid"),
        ("laundry.sort", {"bin": "x" * 65}, "form_invalid"),
        ("laundry.sort", {"bin": "R0000000"}, "not_a_bin"),
        ("laundry.sort", {"parts": "no"}, "form_invalid"),
        ("laundry.sort", {"parts": [{"kg": "-1"}]}, "form_invalid"),
        ("laundry.sort", {"parts": [{"kg": "NaN"}]}, "form_invalid"),
        ("laundry.sort", {"parts": [{"kg": "1.2345"}]}, "form_invalid"),
        ("laundry.sort", {"parts": [{"kg": 1e300}]}, "form_invalid"),
        ("laundry.sort", {"into": ["a"], "kg": ["1", "2"]}, "form_invalid"),
        ("laundry.sort", {"into": [{}], "kg": ["1"]}, "form_invalid"),
        ("laundry.start", {}, "form_invalid"),
        ("laundry.start", {"machine": "a", "programme": ["b"]}, "form_invalid"),
        ("laundry.end", {"outcome": "fine"}, "form_invalid"),
        ("laundry.end", {"outcome": "done", "max_c": "hot"}, "form_invalid"),
        ("laundry.end", {"outcome": "done", "doses": {"": 1}}, "form_invalid"),
        ("laundry.end", {"outcome": "done", "doses": [1]}, "form_invalid"),
        ("laundry.disinfect", {"programme": ""}, "form_invalid"),
        ("laundry.open", {"late_reason": {}}, "no_cycle"),
        ("laundry.take_out", {}, "not_in_lot"),
    ],
)
@pytest.mark.parametrize("offline", [False, True])
def test_bad_words_are_refused_and_change_nothing(
    session: Session, database: Database, plant: Plant, nadia: Actor, now: datetime,
    action: str, data: dict[str, Any], reason: str, offline: bool,
) -> None:  # fmt: skip
    code = bag(session)
    said = laundries.act(database, nadia, action, code, offline=offline, **data)
    accepted = {reason, "not_a_load"} if action == "laundry.start" else {reason}
    assert said["reason"] in accepted
    assert said["outcome"] == ("anomaly" if offline else "refused")
    assert laundries.subject(session, code).stage == "received"


@pytest.mark.parametrize(
    "action", ["sort", "take_out", "assign", "start", "disinfect", "end", "open"]
)
@pytest.mark.parametrize("code", [None, "FFFFFFF3", "garbage", "T0000000"])
def test_no_act_breaks_on_a_code_that_means_nothing(
    database: Database, plant: Plant, nadia: Actor, now: datetime, action: str, code: str | None
) -> None:
    data = {
        "bin": plant.flat, "machine": plant.l1, "programme": plant.p60, "outcome": "done",
    }  # fmt: skip
    try:
        said = laundries.act(database, nadia, f"laundry.{action}", code, **data)
    except Exception as error:  # noqa: BLE001 - the test names whatever comes
        pytest.fail(f"{action}: {error!r}")
    assert said["outcome"] in {"refused", "unknown"}


def test_an_act_sent_again_changes_nothing(
    session: Session, database: Database, plant: Plant, nadia: Actor, now: datetime
) -> None:
    code, uid = bag(session), uuid.uuid4()
    first = laundries.act(database, nadia, "laundry.sort", code, uid=uid, bin=plant.flat)
    again = laundries.act(database, nadia, "laundry.sort", code, uid=uid, bin=plant.flat)
    assert again == first | {"replay": True}
    assert len(session.exec(select(Load)).all()) == 1


@pytest.mark.parametrize("workshops", [("bookbinding",), ("green_spaces",)])
def test_people_of_other_workshops_are_refused(
    session: Session, database: Database, plant: Plant, now: datetime, workshops: tuple[str, ...]
) -> None:
    code = bag(session)
    by = people.actor("moniteur", workshops=workshops)
    for action in ("sort", "start", "end", "open", "assign", "disinfect", "take_out"):
        said = laundries.act(
            database, by, f"laundry.{action}", code if action == "sort" else plant.l1,
            bin=plant.flat, machine=plant.l1, programme=plant.p60, outcome="done",
        )  # fmt: skip
        assert said["outcome"] == "refused", action
    assert laundries.subject(session, code).stage == "received"


def test_what_was_done_long_ago_says_why_it_is_entered_now(
    session: Session, database: Database, plant: Plant, nadia: Actor, now: datetime
) -> None:
    laundries.act(database, nadia, "laundry.sort", bag(session), bin=plant.flat)
    early, data = now - timedelta(hours=1), {"machine": plant.l1, "programme": plant.p60}
    said = laundries.act(database, nadia, "laundry.start", plant.flat, early, **data)
    assert said["reason"] == "late_needs_reason"
    why = data | {"late_reason": "Tablette déchargée"}
    assert (
        laundries.act(database, nadia, "laundry.start", plant.flat, early, **why)["outcome"] == "ok"
    )
    cycle = cycles.running(session, plant.id("l1"))
    assert cycle is not None
    assert (cycle.started_at, cycle.start_recorded_at) == (early, now)
    assert (cycle.late, cycle.late_reason) == (True, "Tablette déchargée")


def test_without_network_it_is_late_and_needs_no_reason(
    session: Session, database: Database, plant: Plant, nadia: Actor, now: datetime
) -> None:
    early = now - timedelta(hours=1)
    code = bag(session)
    said = laundries.act(database, nadia, "laundry.sort", code, early, offline=True, bin=plant.flat)
    assert said["outcome"] == "ok"


def test_a_fault_is_named(
    session: Session, database: Database, plant: Plant, nadia: Actor, now: datetime
) -> None:
    laundries.act(database, nadia, "laundry.sort", bag(session), bin=plant.flat)
    laundries.act(
        database, nadia, "laundry.start", plant.flat, machine=plant.l1, programme=plant.p60
    )
    said = laundries.act(database, nadia, "laundry.end", plant.l1, outcome="fault")
    assert said["reason"] == "fault_missing"
    said = laundries.act(database, nadia, "laundry.end", plant.l1, outcome="fault", fault="E12")
    assert said["message"] == "Cycle noté en défaut : L1. Le linge est à relaver."


def test_the_reason_of_an_unusual_charge_is_kept(
    session: Session, database: Database, plant: Plant, nadia: Actor, now: datetime
) -> None:
    laundries.act(database, nadia, "laundry.sort", bag(session, "41"), bin=plant.flat)
    laundries.act(
        database, nadia, "laundry.start", plant.flat, machine=plant.l1, programme=plant.p60,
        reason="Draps très secs",
    )  # fmt: skip
    load, _ = laundries.lot_of(session, plant.id("flat"))
    assert load.accepted_reason == "Draps très secs"


def test_a_bag_code_ends_and_opens_the_load_that_it_lies_in(
    session: Session, database: Database, plant: Plant, nadia: Actor, now: datetime
) -> None:
    code = bag(session, "36")
    laundries.act(database, nadia, "laundry.sort", code, bin=plant.whole)
    laundries.act(
        database, nadia, "laundry.start", plant.whole, machine=plant.l1, programme=plant.p60
    )
    assert laundries.act(database, nadia, "laundry.end", code, outcome="done")["outcome"] == "ok"
    by = replace(nadia, station_zone="clean")
    assert laundries.act(database, by, "laundry.open", code)["outcome"] == "ok"
