from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM, Actor
from esat.errors import Forbidden, Refused
from esat.production import holds, lots, subjects
from esat.production.genealogy import downstream, upstream
from esat.production.models import ItemLink, Lot, LotLink
from tests import people
from tests.workshops.laundry.finishing import plant
from workshops.laundry.finishing import drying
from workshops.laundry.finishing.asked import DryEndIn, DryIn
from workshops.laundry.finishing.models import Step
from workshops.laundry.intake import items as side
from workshops.laundry.plant.models import Precaution
from workshops.laundry.washing.models import Cycle, Load

TWO = {"EHPAD Les Tilleuls": "8", "Mairie de Riom": "4.250"}


def start(session: Session, by: Actor, at: datetime, **asked: object) -> drying.Started:
    return drying.start(session, DryIn.model_validate(asked), by=by, at=at)


def end(session: Session, code: str, by: Actor, at: datetime, **asked: object) -> Lot:
    shape = DryEndIn.model_validate({"outcome": "dry"} | asked)
    return drying.end(session, code, shape, by=by, at=at)


def refused(session: Session, by: Actor, at: datetime, **asked: object) -> str:
    with pytest.raises(Refused) as refusal:
        start(session, by, at, **asked)
    assert "{" not in refusal.value.message
    return refusal.value.code


def test_a_whole_load_goes_into_a_dryer_and_comes_out_dry(
    session: Session, now: datetime, nadia: Actor
) -> None:
    load, dryer = plant.washed(session, TWO, now), plant.machine(session)
    done = start(session, nadia, now, dryer=dryer, loads=[load.code])
    row = session.get(Load, done.lot.id)
    assert row is not None
    assert (row.kind, done.lot.kind, done.lot.stage) == ("dry", "dry", "washed")
    assert done.kg == done.cycle.kg == Decimal("12.250")
    link = session.exec(select(LotLink).where(LotLink.child_id == done.lot.id)).one()
    assert (link.parent_id, link.quantity, link.certain) == (load.lot.id, Decimal("12.250"), True)
    later = now + timedelta(minutes=40)
    lot = end(session, dryer, nadia, later, outlet_c="78", moisture="4,5")
    assert (lot.id, lot.stage) == (done.lot.id, "dried")
    assert {item.stage for item in plant.inside(session, lot)} == {"dried"}
    cycle = session.get(Cycle, done.cycle.id)
    assert cycle is not None
    assert (cycle.kind, cycle.max_c, cycle.ended_at) == ("dry", Decimal(78), later)
    step = session.exec(select(Step)).one()
    assert (step.value, step.unit, step.verdict) == (Decimal("4.5"), "%", "target")


def test_two_loads_become_one_and_every_client_keeps_his_share(
    session: Session, now: datetime, nadia: Actor
) -> None:
    one, other = plant.washed(session, TWO, now), plant.washed(session, {"Crèche": "3"}, now)
    dryer = plant.machine(session)
    done = start(session, nadia, now, dryer=dryer, loads=[one.code, other.code])
    assert [item.quantity for item in plant.inside(session, done.lot)] == [
        Decimal(8), Decimal("4.250"), Decimal(3),
    ]  # fmt: skip
    links = session.exec(select(LotLink).where(LotLink.child_id == done.lot.id)).all()
    assert {link.parent_id: link.quantity for link in links} == {
        one.lot.id: Decimal("12.250"), other.lot.id: Decimal(3),
    }  # fmt: skip
    session.refresh(one.lot)
    assert one.lot.closed_at == now
    assert ("lot", done.lot.id) in downstream(session, ("lot", one.lot.id or 0)).nodes
    assert ("lot", one.lot.id) in upstream(session, ("lot", done.lot.id or 0)).nodes


def test_one_load_over_two_dryers_keeps_mass_pieces_and_doubt(
    session: Session, now: datetime, nadia: Actor
) -> None:
    load = plant.washed(session, TWO, now, pieces=30)
    first, second = plant.machine(session), plant.machine(session, "Séchoir 2")
    half = start(session, nadia, now, dryer=first, items=[load.items[1]], kg={load.first: "2,5"})
    rest = start(session, nadia, now, dryer=second, loads=[load.code])
    assert (half.kg, rest.kg) == (Decimal("6.750"), Decimal("5.500"))
    whole = plant.item(session, load.first)
    assert whole.quantity == Decimal("5.500")
    part = next(i for i in plant.inside(session, half.lot) if i.quantity == Decimal("2.5"))
    assert part.order_id == whole.order_id
    rows = side.rows(session, [whole.id or 0, part.id or 0])
    assert (rows[whole.id or 0].kg, rows[part.id or 0].kg) == (Decimal("5.5"), Decimal("2.5"))
    assert rows[part.id or 0].family_code == "flat"
    # Nobody counted the pieces apart: neither side may claim a number.
    assert rows[whole.id or 0].pieces is rows[part.id or 0].pieces is None
    link = session.exec(select(ItemLink).where(ItemLink.child_id == part.id)).one()
    assert (link.quantity, link.certain) == (Decimal("2.5"), False)
    assert part.stage_since == whole.stage_since


def test_what_is_cut_from_a_load_of_one_client_is_his_for_certain(
    session: Session, now: datetime, nadia: Actor
) -> None:
    load, dryer = plant.washed(session, {"Crèche": "10"}, now), plant.machine(session)
    start(session, nadia, now, dryer=dryer, kg={load.first: "4"})
    assert session.exec(select(ItemLink)).one().certain is True
    assert session.exec(select(LotLink)).one().certain is True


def test_all_the_kg_of_an_item_is_the_item(session: Session, now: datetime, nadia: Actor) -> None:
    load, dryer = plant.washed(session, TWO, now), plant.machine(session)
    done = start(session, nadia, now, dryer=dryer, kg={load.first: "8,000"})
    assert [i.quantity for i in plant.inside(session, done.lot)] == [Decimal(8)]
    assert session.exec(select(ItemLink)).all() == []


def test_still_damp_it_dries_again_as_the_same_load(
    session: Session, now: datetime, nadia: Actor
) -> None:
    load, dryer = plant.washed(session, TWO, now), plant.machine(session)
    done = start(session, nadia, now, dryer=dryer, loads=[load.code])
    lot = end(session, done.code, nadia, now, outcome="damp")
    assert (lot.stage, session.exec(select(Step.verdict)).one()) == ("washed", "action")
    other = plant.machine(session, "Séchoir 2")
    again = start(session, nadia, now, dryer=other, loads=[done.code])
    assert again.lot.id == done.lot.id
    assert again.cycle.id != done.cycle.id
    assert end(session, other, nadia, now).stage == "dried"
    kinds = session.exec(select(Cycle.kind).where(Cycle.lot_id == lot.id)).all()
    assert kinds == ["dry", "dry"]


def test_too_much_moisture_is_not_dry(session: Session, now: datetime, nadia: Actor) -> None:
    load, dryer = plant.washed(session, TWO, now), plant.machine(session)
    done = start(session, nadia, now, dryer=dryer, loads=[load.code])
    with pytest.raises(Refused) as refusal:
        end(session, done.code, nadia, now, moisture="12,1")
    assert refusal.value.code == "still_damp"
    assert "12 %" in refusal.value.message
    assert end(session, done.code, nadia, now, moisture="12").stage == "dried"


def test_a_fault_leaves_the_load_wet(session: Session, now: datetime, nadia: Actor) -> None:
    load, dryer = plant.washed(session, TWO, now), plant.machine(session)
    start(session, nadia, now, dryer=dryer, loads=[load.code])
    lot = end(session, dryer, nadia, now, outcome="fault", fault="Filtre")
    assert lot.stage == "washed"
    assert session.exec(select(Step)).all() == []
    assert session.exec(select(Cycle).where(Cycle.kind == "dry")).one().fault == "Filtre"


def test_two_dryers_never_hold_the_same_load(session: Session, now: datetime, nadia: Actor) -> None:
    load = plant.washed(session, TWO, now)
    first, second = plant.machine(session), plant.machine(session, "Séchoir 2")
    done = start(session, nadia, now, dryer=first, loads=[load.code])
    for again in ({"loads": [load.code]}, {"loads": [done.code]}, {"items": [load.first]},
                  {"kg": {load.first: "1"}}):  # fmt: skip
        assert refused(session, nadia, now, dryer=second, **again) == "load_running"
    other = plant.washed(session, {"Crèche": "2"}, now)
    assert refused(session, nadia, now, dryer=first, loads=[other.code]) == "machine_running"


def test_what_is_held_goes_into_no_dryer(session: Session, now: datetime, nadia: Actor) -> None:
    load, dryer = plant.washed(session, TWO, now), plant.machine(session)
    held = subjects.by_code(session, load.first)
    assert held is not None
    hold = holds.place(session, held, "to_check", by=SYSTEM, at=now)
    assert refused(session, nadia, now, dryer=dryer, loads=[load.code]) == "on_hold"
    assert refused(session, nadia, now, dryer=dryer, kg={load.first: "1"}) == "on_hold"
    free = start(session, nadia, now, dryer=dryer, items=[load.items[1]])
    assert len(plant.inside(session, free.lot)) == 1
    end(session, dryer, nadia, now)
    holds.lift(session, hold.id or 0, by=SYSTEM, at=now)
    holds.place(session, lots.subject_of(session, load.lot), "to_check", by=SYSTEM, at=now)
    assert refused(session, nadia, now, dryer=dryer, items=[load.first]) == "on_hold"


def test_linen_under_precautions_dries_alone(session: Session, now: datetime, nadia: Actor) -> None:
    kept = Precaution(code="c", version=1, label="Précautions", created_at=now)
    session.add(kept)
    session.flush()
    alone = plant.washed(session, {"EHPAD": "3"}, now, precaution_id=kept.id)
    other, dryer = plant.washed(session, {"Crèche": "2"}, now), plant.machine(session)
    asked = {"dryer": dryer, "loads": [alone.code, other.code]}
    assert refused(session, nadia, now, **asked) == "dries_alone"
    done = start(session, nadia, now, dryer=dryer, loads=[alone.code])
    row = session.get(Load, done.lot.id)
    assert row is not None
    assert row.precaution_id == kept.id


def test_a_dryer_takes_its_charge_and_its_tolerance(
    session: Session, now: datetime, nadia: Actor
) -> None:
    load = plant.washed(session, {"Crèche": "21.001"}, now)
    dryer = plant.machine(session, kg="20")
    assert refused(session, nadia, now, dryer=dryer, loads=[load.code]) == "dryer_over"
    assert start(session, nadia, now, dryer=dryer, kg={load.first: "21"}).kg == Decimal(21)


def test_only_washed_linen_and_dryers(session: Session, now: datetime, nadia: Actor) -> None:
    load, dryer = plant.washed(session, TWO, now), plant.machine(session)
    washer = plant.machine(session, "Laveuse 9", "washer")
    assert refused(session, nadia, now, dryer=washer, loads=[load.code]) == "not_a_dryer"
    assert refused(session, nadia, now, dryer=load.code, loads=[load.code]) == "not_a_dryer"
    assert refused(session, nadia, now, dryer="zzz", loads=[load.code]) == "code_not_here"
    assert refused(session, nadia, now, dryer=dryer, loads=[load.first]) == "code_not_here"
    asked = {"dryer": dryer, "loads": [load.code], "items": [load.first]}
    assert refused(session, nadia, now, **asked) == "asked_twice"
    assert refused(session, nadia, now, dryer=dryer, kg={load.first: "8.001"}) == "part_too_big"
    asked = {"dryer": dryer, "loads": [load.code], "programme": dryer}
    assert refused(session, nadia, now, **asked) == "not_a_dry_programme"
    plant.finished(session, load, now)
    assert refused(session, nadia, now, dryer=dryer, loads=[load.code]) == "not_to_dry"
    with pytest.raises(Refused) as refusal:
        end(session, dryer, nadia, now)
    assert refusal.value.code == "dryer_idle"


def test_others_start_no_dryer(session: Session, now: datetime) -> None:
    load, dryer = plant.washed(session, TWO, now), plant.machine(session)
    stranger = people.actor("moniteur", workshops=("bookbinding",))
    for by in (stranger, people.actor("inspecteur")):
        with pytest.raises(Forbidden):
            start(session, by, now, dryer=dryer, loads=[load.code])
    dirty = people.actor("moniteur", workshops=("laundry",), station_zone="dirty")
    assert refused(session, dirty, now, dryer=dryer, loads=[load.code]) == "finishing_clean_side"


def test_a_load_noted_later_keeps_both_times(session: Session, now: datetime, nadia: Actor) -> None:
    load, dryer = plant.washed(session, TWO, now, ago=timedelta(hours=3)), plant.machine(session)
    before = now - timedelta(hours=2)
    asked = {"dryer": dryer, "loads": [load.code], "reason": "Tablette déchargée"}
    done = start(session, nadia, before, **asked)
    assert (done.cycle.started_at, done.cycle.start_recorded_at) == (before, now)
    assert (done.cycle.late, done.cycle.late_reason) == (True, "Tablette déchargée")
    with pytest.raises(Refused) as refusal:
        end(session, dryer, nadia, before - timedelta(minutes=1))
    assert refusal.value.code == "cycle_ends_before"
