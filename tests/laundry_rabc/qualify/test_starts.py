from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.db import Database
from esat.errors import Forbidden, NotFound, Refused
from esat.production import moves, offering, subjects
from esat.production.moves import Context
from laundry_rabc.qualify import reads, starts
from laundry_rabc.qualify.models import UnprovedStart
from laundry_rabc.qualify.starts import DecisionIn
from tests import people
from tests.laundry_rabc.qualify import proofs
from tests.laundry_rabc.qualify.proofs import somebody
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Programme
from workshops.laundry.washing import conditions, cycles, ending, loads, options, sorting, starting
from workshops.laundry.washing.models import Cycle, Load

ACCEPTED = DecisionIn(decision="accepted", reason="Linge attendu, température relevée")


@pytest.fixture
def plant(session: Session, now: datetime) -> Plant:
    return laundries.build(session)


@pytest.fixture
def context(now: datetime) -> Context:
    return Context(SYSTEM, now)


def filled(
    session: Session, plant: Plant, context: Context, where: str = "red",
    precaution: str | None = "complementary", kg: str = "12",
) -> Load:  # fmt: skip
    bag = laundries.received(session, kg, precaution=precaution)
    sorting.into_bin(session, laundries.subject(session, bag), getattr(plant, where), context)
    return laundries.lot_of(session, plant.id(where))[0]


def start(
    session: Session, plant: Plant, load: Load, context: Context,
    machine: str = "red_machine", programme: str = "special",
) -> Cycle:  # fmt: skip
    lot = subjects.lot(session, load.lot_id)
    assert lot is not None
    starting.start(session, load, lot, plant.id(machine), plant.id(programme), context)
    found = cycles.last_of_lot(session, load.lot_id)
    assert found is not None
    return found


def refused(session: Session, plant: Plant, load: Load, context: Context, **named: str) -> Refused:
    with pytest.raises(Refused) as refusal, session.begin_nested():
        start(session, plant, load, context, **named)
    session.expire_all()
    return refusal.value


def way(session: Session, plant: Plant, machine: str, programme: str) -> conditions.Key:
    version = versions.current(session, Programme, "resource_id", plant.id(programme))
    return plant.id(machine), version.id or 0


def test_while_the_rule_is_off_everything_starts(
    session: Session, plant: Plant, context: Context
) -> None:
    assert start(session, plant, filled(session, plant, context), context)


def test_a_programme_edited_since_its_proof_is_refused_and_named(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    proofs.rule(session)
    proofs.proved(session, plant, "red_machine", "special", now - timedelta(days=9))
    load = filled(session, plant, context)
    proofs.edited(session, plant, "special", now - timedelta(days=2))
    for row in session.exec(select(Cycle)):
        pytest.fail(f"cycle {row.id}")
    error = refused(session, plant, load, context)
    assert error.code == "programme_unproved"
    assert error.message.startswith("Programme modifié le 21 novembre 2026 : il doit être requal")
    proofs.proved(session, plant, "red_machine", "special", now)
    assert start(session, plant, load, context)


def test_every_road_to_a_start_is_closed(
    session: Session, plant: Plant, context: Context, now: datetime, database: Database
) -> None:
    proofs.rule(session)
    load = filled(session, plant, context)
    starting.assign(session, load, plant.id("red_machine"), plant.id("special"), by=context.by)
    lot = subjects.lot(session, load.lot_id)
    assert lot is not None
    offer = next(
        one
        for one in offering.offers(session, lot, by=SYSTEM, at=now)
        if one.action == "start_wash"
    )
    assert (offer.open, offer.reason) == (False, "programme_not_proved")
    with pytest.raises(Refused) as refusal:
        moves.move(session, lot, "start_wash", context)
    assert refusal.value.code == "programme_not_proved"
    session.commit()
    karim = people.actor("comptoir", workshops=("laundry",))
    said = laundries.act(
        database, karim, "laundry.start", laundries.load_code(session, load.lot_id), now,
        machine=plant.red_machine, programme=plant.special, reason="Je veux",
    )  # fmt: skip
    assert (said["outcome"], said["reason"]) == ("refused", "programme_unproved")
    assert "jamais qualifié" in said["message"]


def test_ordinary_linen_asks_for_no_proof_and_sensitive_linen_does(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    proofs.rule(session)
    load = filled(session, plant, context, "flat", None)
    before = start(session, plant, load, context, "l1", "p60")
    assert before.outcome == ""
    proofs.sensitive(session, "flat", now)
    other = filled(session, plant, context, "flat", None)
    assert refused(
        session, plant, other, context, machine="l2", programme="p60"
    ).code == "programme_unproved"  # fmt: skip
    proofs.proved(session, plant, "l2", "p60", now)
    assert start(session, plant, other, context, "l2", "p60")


def test_the_page_tells_before_the_click_which_programme_is_not_proved(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    proofs.rule(session)
    proofs.sensitive(session, "kitchen", now)
    proofs.proved(session, plant, "l1", "p90", now)
    load = filled(session, plant, context, "kitchen", None, "18")
    inside = loads.contents(session, [load.lot_id])[load.lot_id]
    ways = options.options(session, load, "sorted", inside, now)
    told = {(one.machine.label, one.programme.label): one for one in ways}
    assert told["L1", "Cuisine 90 °C"].why is None
    closed = told["L1", "Draps 60 °C"]
    assert closed.why is not None
    assert closed.of_programme
    assert closed.why.page == starts.PAGE.format(load.lot_id, *way(session, plant, "l1", "p60"))
    assert ways[0].why is None


def test_a_machine_that_is_closed_says_so_first(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    proofs.rule(session)
    start(session, plant, filled(session, plant, context, "flat", None), context, "l1", "p60")
    proofs.sensitive(session, "flat", now)
    load = filled(session, plant, context, "flat", None)
    inside = loads.contents(session, [load.lot_id])[load.lot_id]
    told = {one.machine.label: one for one in options.options(session, load, "sorted", inside, now)}
    assert told["L1"].why is not None
    assert (told["L1"].why.code, told["L1"].of_programme) == ("machine_running", False)
    assert told["L2"].of_programme


def test_a_supervisor_lets_one_start_go_with_a_reason(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    proofs.rule(session)
    load, nadia = filled(session, plant, context), somebody(session, "moniteur")
    key = way(session, plant, "red_machine", "special")
    kept = starts.decide(session, load.lot_id, key, ACCEPTED, by=nadia)
    assert (kept.account_id, kept.reason) == (nadia.account_id, ACCEPTED.reason)
    assert kept.state == "Programme jamais qualifié sur cette machine."
    with pytest.raises(Refused) as twice:
        starts.decide(session, load.lot_id, key, ACCEPTED, by=nadia)
    assert twice.value.code == "start_already_accepted"
    assert refused(session, plant, load, context, machine="l1").code == "programme_unproved"
    cycle = start(session, plant, load, context)
    ending.end(
        session, cycle, ending.Report(outcome="fault", fault="Coupure"),
        Context(SYSTEM, now + timedelta(minutes=9)),
    )  # fmt: skip
    assert starts.accepted(session, load.lot_id) == set()
    assert [one.row.reason for one in reads.starts_of(session, *_pair(plant))] == [ACCEPTED.reason]


def _pair(plant: Plant) -> tuple[int, int]:
    return plant.id("red_machine"), plant.id("special")


def test_a_refusal_takes_back_what_was_let_go(
    session: Session, plant: Plant, context: Context
) -> None:
    proofs.rule(session)
    load, nadia = filled(session, plant, context), somebody(session, "moniteur")
    key = way(session, plant, "red_machine", "special")
    starts.decide(session, load.lot_id, key, ACCEPTED, by=nadia)
    no = DecisionIn(decision="refused", reason="Autre programme")
    starts.decide(session, load.lot_id, key, no, by=nadia)
    assert refused(session, plant, load, context).code == "programme_unproved"


def test_the_house_may_allow_no_such_start(
    session: Session, plant: Plant, context: Context
) -> None:
    proofs.rule(session)
    proofs.rule(session, "qualified_accept", on=False)
    load = filled(session, plant, context)
    key = way(session, plant, "red_machine", "special")
    with pytest.raises(Refused) as refusal:
        starts.decide(session, load.lot_id, key, ACCEPTED, by=somebody(session, "moniteur"))
    assert refusal.value.code == "start_never_accepted"
    assert session.exec(select(UnprovedStart)).all() == []


def test_who_starts_asks_once_and_the_request_waits_until_it_is_decided(
    session: Session, plant: Plant, context: Context
) -> None:
    proofs.rule(session)
    load, key = filled(session, plant, context), way(session, plant, "red_machine", "special")
    karim = somebody(session, "comptoir")
    starts.ask(session, load.lot_id, key, by=karim)
    with pytest.raises(Refused) as twice:
        starts.ask(session, load.lot_id, key, by=karim)
    assert twice.value.code == "start_already_asked"
    (waiting,) = reads.asked(session)
    assert (waiting.machine, waiting.programme, waiting.who) == (
        "L3", "Précautions 71 °C", "Karim",
    )  # fmt: skip
    with pytest.raises(Forbidden):
        starts.decide(session, load.lot_id, key, ACCEPTED, by=karim)
    starts.decide(session, load.lot_id, key, ACCEPTED, by=somebody(session, "moniteur"))
    assert reads.asked(session) == []


def test_a_start_that_needs_no_word_gets_none(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    load, key = filled(session, plant, context), way(session, plant, "red_machine", "special")
    proofs.proved(session, plant, "red_machine", "special", now)
    with pytest.raises(Refused) as refusal:
        starts.ask(session, load.lot_id, key, by=SYSTEM)
    assert refusal.value.code == "start_proved"
    plain = filled(session, plant, context, "flat", None)
    with pytest.raises(Refused):
        starts.ask(session, plain.lot_id, way(session, plant, "l1", "p60"), by=SYSTEM)


def test_what_does_not_wait_is_not_found(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    load, key = filled(session, plant, context), way(session, plant, "red_machine", "special")
    for lot, named in ((987, key), (load.lot_id, (987, key[1])), (load.lot_id, (key[0], 987))):
        with pytest.raises(NotFound):
            starts.ask(session, lot, named, by=SYSTEM)
    proofs.edited(session, plant, "special", now)
    with pytest.raises(NotFound):
        starts.ask(session, load.lot_id, key, by=SYSTEM)
    start(session, plant, load, context)
    with pytest.raises(NotFound):
        starts.ask(session, load.lot_id, way(session, plant, "red_machine", "special"), by=SYSTEM)
