from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from esat.actors import SYSTEM, Actor
from esat.db import Database
from tests import people, signing_in
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.plant import records
from workshops.laundry.plant.models import Machine
from workshops.laundry.washing import cycles
from workshops.laundry.washing.models import Cycle


@pytest.fixture
def plant(session: Session) -> Plant:
    made = laundries.build(session)
    session.commit()
    return made


@pytest.fixture
def karim(session: Session) -> Actor:
    """Somebody at a station of the dirty side."""
    _, station = signing_in.enrol(session)
    session.commit()
    by = people.actor("comptoir", workshops=("laundry",), station_id=station.id or 0)
    return replace(by, station_zone="dirty")


def said(
    database: Database, by: Actor, at: datetime, *codes: str, gap: int = 2, offline: bool = False
) -> list[dict[str, object]]:
    """What each of these scans is answered, `gap` seconds apart, the first at `at`."""
    return [
        laundries.scan(database, by, code, at + timedelta(seconds=gap * n), offline=offline)
        for n, code in enumerate(codes)
    ]


def bag(session: Session, kg: str | None = "36", precaution: str | None = None) -> str:
    code = laundries.received(session, kg, precaution=precaution)
    session.commit()
    return code


def count(session: Session) -> int:
    session.expire_all()
    return len(session.exec(select(Cycle)).all())


@pytest.mark.parametrize("offline", [False, True])
def test_a_bag_then_a_bin_is_sorted(
    session: Session, database: Database, plant: Plant, karim: Actor, now: datetime, offline: bool
) -> None:
    *_, last = said(database, karim, now, bag(session), plant.flat, offline=offline)
    assert (last["outcome"], last["code"]) == ("ok", plant.flat)
    assert "Sac 1 est trié : Bac draps (36\u00a0kg)." in str(last["message"])
    _, lot = laundries.lot_of(session, plant.id("flat"))
    assert len(laundries.inside(session, lot.id)) == 1


def test_a_bin_too_late_after_the_bag_only_says_what_is_in_it(
    session: Session, database: Database, plant: Plant, karim: Actor, now: datetime
) -> None:
    code = bag(session)
    *_, last = said(database, karim, now, code, plant.flat, gap=61)
    assert (last["outcome"], last["reason"]) == ("question", "bin_is_empty")
    assert laundries.subject(session, code).stage == "received"


def test_a_bag_that_another_station_scanned_is_not_sorted_here(
    session: Session, database: Database, plant: Plant, karim: Actor, now: datetime
) -> None:
    elsewhere = replace(karim, station_id=None)
    said(database, elsewhere, now, bag(session))
    (answer,) = said(database, karim, now, plant.flat)
    assert answer["reason"] == "bin_is_empty"


ORDERS = [
    ("l1", "p60", "flat"), ("l1", "flat", "p60"), ("p60", "l1", "flat"),
    ("p60", "flat", "l1"), ("flat", "l1", "p60"), ("flat", "p60", "l1"),
]  # fmt: skip


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
@pytest.mark.parametrize("offline", [False, True])
def test_machine_programme_and_bin_start_in_any_order(
    session: Session, database: Database, plant: Plant, karim: Actor, now: datetime,
    order: tuple[str, str, str], offline: bool,
) -> None:  # fmt: skip
    said(database, karim, now - timedelta(minutes=5), bag(session), plant.flat)
    codes = [str(getattr(plant, name)) for name in order]
    first, second, last = said(database, karim, now, *codes, offline=offline)
    assert [one["outcome"] for one in (first, second)] == ["question", "question"]
    assert last["outcome"] == "ok"
    assert "Lancé : 36\u00a0kg en machine L1, programme Draps 60 °C." in str(last["message"])
    cycle = cycles.running(session, plant.id("l1"))
    assert cycle is not None
    assert cycle.started_at == now + timedelta(seconds=4)


def test_a_load_s_own_code_serves_like_its_bin(
    session: Session, database: Database, plant: Plant, karim: Actor, now: datetime
) -> None:
    said(database, karim, now - timedelta(minutes=5), bag(session), plant.flat)
    _, lot = laundries.lot_of(session, plant.id("flat"))
    code = laundries.load_code(session, lot.id)
    *_, last = said(database, karim, now, plant.l1, plant.p60, code)
    assert last["outcome"] == "ok"
    assert count(session) == 1


def test_each_step_says_what_to_scan_next(
    session: Session, database: Database, plant: Plant, karim: Actor, now: datetime
) -> None:
    said(database, karim, now - timedelta(minutes=30), bag(session), plant.flat)
    start = now - timedelta(minutes=20)
    machine, programme = said(database, karim, start, plant.l1, plant.p60)
    assert machine["message"] == "Machine L1. Scannez le programme, puis le bac."
    assert programme["message"] == "Machine L1, programme Draps 60 °C. Scannez le bac."
    (card,) = said(database, karim, now - timedelta(minutes=10), plant.p60)
    assert card["message"] == "Programme Draps 60 °C. Scannez la machine, puis le bac."
    alone, then = said(database, karim, now, plant.l2, plant.flat)
    assert then["message"] == "Machine L2, Bac draps. Scannez le programme."
    assert alone["outcome"] == then["outcome"] == "question"
    assert count(session) == 0


def test_scans_more_than_two_minutes_apart_start_nothing(
    session: Session, database: Database, plant: Plant, karim: Actor, now: datetime
) -> None:
    said(database, karim, now - timedelta(minutes=5), bag(session), plant.flat)
    said(database, karim, now, plant.l1, plant.p60, plant.flat, gap=61)
    assert count(session) == 0


def test_a_start_uses_its_scans_up(
    session: Session, database: Database, plant: Plant, karim: Actor, now: datetime
) -> None:
    """The programme of the load before never starts the next one."""
    for where, kg in ((plant.flat, "36"), (plant.kitchen, "18")):
        said(database, karim, now - timedelta(minutes=5), bag(session, kg), where)
    said(database, karim, now, plant.l1, plant.p60, plant.flat)
    machine, load = said(database, karim, now + timedelta(seconds=10), plant.l2, plant.kitchen)
    assert load["message"] == "Machine L2, Bac cuisine. Scannez le programme."
    assert machine["outcome"] == "question"
    assert count(session) == 1
    (last,) = said(database, karim, now + timedelta(seconds=16), plant.p60)
    assert last["outcome"] == "ok"
    assert count(session) == 2


def test_a_bin_alone_says_what_is_in_it_and_how_full_each_machine_would_be(
    session: Session, database: Database, plant: Plant, karim: Actor, now: datetime
) -> None:
    said(database, karim, now - timedelta(minutes=5), bag(session), plant.flat)
    (answer,) = said(database, karim, now, plant.flat)
    assert answer["outcome"] == "question"
    assert "Bac draps : 36\u00a0kg, 1 en tout. L1 90\u00a0%, L2 180\u00a0%, L3 240\u00a0%." in str(
        answer["message"]
    )


def test_a_machine_alone_says_what_it_does(
    session: Session, database: Database, plant: Plant, karim: Actor, now: datetime
) -> None:
    said(database, karim, now - timedelta(minutes=5), bag(session), plant.flat)
    said(database, karim, now, plant.l1, plant.p60, plant.flat)
    (turns,) = said(database, karim, now + timedelta(minutes=4), plant.l1)
    assert str(turns["message"]).startswith("Machine L1 : Bac draps. Encore 57 min, jusqu’à 11:00")
    cycle = cycles.running(session, plant.id("l1"))
    assert cycle is not None
    cycle.started_at -= timedelta(minutes=90)
    session.commit()
    (over,) = said(database, karim, now + timedelta(minutes=4, seconds=30), plant.l1)
    assert over["reason"] == "machine_runs_over"
    laundries.act(database, karim, "laundry.end", plant.l1, outcome="done")
    (ready,) = said(database, karim, now + timedelta(minutes=4, seconds=40), plant.l1)
    assert ready["reason"] == "machine_to_open"


def test_a_machine_and_the_empty_programme_need_no_bin(
    session: Session, database: Database, plant: Plant, karim: Actor, now: datetime
) -> None:
    *_, last = said(database, karim, now, plant.empty, plant.l1)
    assert (last["outcome"], last["message"]) == ("ok", "Cycle à vide lancé sur la machine L1.")
    cycle = cycles.running(session, plant.id("l1"))
    assert cycle is not None
    assert (cycle.kind, cycle.lot_id) == ("disinfect", None)


@pytest.mark.parametrize(("offline", "outcome"), [(False, "refused"), (True, "anomaly")])
def test_a_refusal_keeps_everything_as_it_was_and_without_network_waits_for_a_supervisor(
    session: Session, database: Database, plant: Plant, karim: Actor, now: datetime,
    offline: bool, outcome: str,
) -> None:  # fmt: skip
    said(database, karim, now - timedelta(minutes=5), bag(session, "50"), plant.flat)
    *_, last = said(database, karim, now, plant.l1, plant.p60, plant.flat, offline=offline)
    assert (last["outcome"], last["reason"]) == (outcome, "load_too_heavy")
    assert count(session) == 0
    load, lot = laundries.lot_of(session, plant.id("flat"))
    assert (lot.stage, load.machine_id) == ("sorted", None)


def test_a_bin_whose_machine_was_withdrawn_tells_how_full_the_others_would_be(
    session: Session, database: Database, plant: Plant, karim: Actor, now: datetime
) -> None:
    said(database, karim, now - timedelta(minutes=5), bag(session, "10"), plant.flat)
    how = {"machine": plant.l1, "programme": plant.p60}
    assert laundries.act(database, karim, "laundry.assign", plant.flat, **how)["outcome"] == "ok"
    signed = records.Signed(SYSTEM, "Vendue")
    records.withdraw(session, Machine, "resource_id", plant.id("l1"), signed)
    session.commit()
    (told,) = said(database, karim, now, plant.flat)
    assert (told["outcome"], told["reason"]) == ("question", "bin_holds")
    assert "L2 50\u00a0%" in str(told["message"])


def test_precautions_are_told_at_the_bin(
    session: Session, database: Database, plant: Plant, karim: Actor, now: datetime
) -> None:
    code = bag(session, "7", "reinforced")
    *_, last = said(database, karim, now, code, plant.flat)
    assert (last["outcome"], last["reason"]) == ("refused", "precaution_never_opened")
    *_, last = said(database, karim, now + timedelta(seconds=10), code, plant.red)
    assert last["outcome"] == "ok"


def test_a_scanned_bag_costs_no_statement_more(
    session: Session, database: Database, plant: Plant, karim: Actor, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from esat import registry

    codes = [bag(session), bag(session)]
    seen: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    counts = []
    for code in codes:
        seen.clear()
        laundries.scan(database, karim, code, now)
        counts.append(len(seen))
        laundry = registry.current().workshop("laundry")
        monkeypatch.setitem(
            registry.current().workshops, "laundry", replace(laundry, spoken=None, watch=None)
        )
    event.remove(database.engine, "before_cursor_execute", note)
    assert counts[0] == counts[1]


def test_who_may_not_move_only_asks(
    session: Session, database: Database, plant: Plant, now: datetime
) -> None:
    code = bag(session)
    reader = people.actor("inspecteur")
    *_, last = said(database, reader, now, code, plant.flat)
    assert last["reason"] == "resource_idle"
    assert laundries.subject(session, code).stage == "received"


@pytest.mark.parametrize("ago", [10, 118])
def test_a_bin_that_sorted_a_bag_names_no_load_for_a_machine(
    session: Session, database: Database, plant: Plant, karim: Actor, now: datetime, ago: int
) -> None:
    """Sorting goes on beside the machines: only a bin scanned for itself is washed."""
    said(database, karim, now - timedelta(seconds=ago), bag(session), plant.flat, gap=8)
    machine, programme = said(database, karim, now, plant.l1, plant.p60)
    assert machine["reason"] == "scan_programme_first"
    assert programme["reason"] == "scan_load_next"
    assert count(session) == 0
    (last,) = said(database, karim, now + timedelta(seconds=4), plant.flat)
    assert last["outcome"] == "ok"
