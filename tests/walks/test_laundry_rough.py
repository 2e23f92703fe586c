"""Rough days of the laundry up to the machine: what is wrong is refused, and nothing changes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.accounts.models import Station
from tests import factories, signing_in
from tests.esat.production.buttons import press
from tests.walks.test_laundry import Tablet, plant, tablet
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.intake import items
from workshops.laundry.intake.models import Weighing
from workshops.laundry.washing.models import Cycle, Load

__all__ = ["plant", "tablet"]
SignedIn = Callable[..., FlaskClient]
Stations = Callable[[str, str], Tablet]
FIN = "/blanchisserie/machines/{}/fin"


def weight(session: Session, code: str) -> Decimal | None:
    row = items.of(session, laundries.subject(session, code).item_id or 0)
    return None if row is None else row.kg


@pytest.mark.parametrize(
    ("kg", "reason"),
    [
        ("0", "weight_not_positive"), (0, "weight_not_positive"), ("-3", "weight_not_positive"),
        ("9999", "weight_impossible"), ("9 999", "weight_impossible"),
        ("1e3", "weight_unreadable"), ("douze", "weight_unreadable"), ("", "weight_unreadable"),
        ("12,,5", "weight_unreadable"), ("12,3456", "weight_too_precise"),
        ("NaN", "weight_unreadable"), (None, "weight_unreadable"), ([12], "weight_unreadable"),
        ("9" * 10_000, "form_invalid"), ("🧺", "weight_unreadable"),
    ],
)  # fmt: skip
def test_a_weight_that_cannot_be_is_refused_by_a_device_and_on_the_page(
    session: Session, plant: Plant, tablet: Stations, signed_in: SignedIn, kg: object, reason: str
) -> None:
    owner = factories.make_client(session)
    bag = laundries.received(session, None, owner)
    session.commit()
    said = tablet("dirty", "Réception").send("act", bag, "laundry.weigh", kg=kg)
    assert said["outcome"] == "refused"
    assert said["reason"] in {reason, "weight_unreadable"}
    if isinstance(kg, str) and len(kg) < 100:
        page = press(
            signed_in("comptoir", ("laundry",)),
            f"/blanchisserie/reception/{owner.id}/peser", code=bag, kg=kg,
        )  # fmt: skip
        assert page.status_code == 409
        assert f'value="{kg}"' in page.text
    assert weight(session, bag) is None
    assert session.exec(select(Weighing)).all() == []


@pytest.mark.parametrize("kg", ["12,5", "12.5", " 12,500 "])
def test_a_comma_and_a_point_say_the_same_weight(
    session: Session, plant: Plant, tablet: Stations, kg: str
) -> None:
    bag = laundries.received(session, None)
    session.commit()
    assert tablet("dirty", "R").send("act", bag, "laundry.weigh", kg=kg)["outcome"] == "ok"
    assert weight(session, bag) == Decimal("12.5")


def test_a_bag_of_one_client_stays_his_in_the_reception_of_another(
    session: Session, plant: Plant, tablet: Stations, signed_in: SignedIn
) -> None:
    owner, other = (factories.make_client(session, name) for name in ("EHPAD A", "EHPAD B"))
    _, bag = factories.make_bag(session, owner)
    session.commit()
    said = tablet("dirty", "R").send("act", bag, "laundry.receive", client_id=other.id)
    assert (said["outcome"], said["reason"]) == ("refused", "bag_of_other_client")
    karim = signed_in("comptoir", ("laundry",))
    page = press(karim, f"/blanchisserie/reception/{other.id}/scan", code=bag)
    assert page.status_code == 409
    assert "est à EHPAD A" in page.text
    assert laundries.subject(session, bag).stage is None


def test_a_load_over_its_limit_does_not_start_and_says_what_to_take_out(
    session: Session, plant: Plant, tablet: Stations, signed_in: SignedIn
) -> None:
    dirty = tablet("dirty", "Tri")
    for kg in ("42", "0,1"):
        bag = laundries.received(session, kg.replace(",", "."))
        session.commit()
        assert dirty.send("act", bag, "laundry.sort", bin=plant.flat)["outcome"] == "ok"
    for code in (plant.l1, plant.p60, plant.flat):
        said = dirty.send("scan", code)
    assert (said["outcome"], said["reason"]) == ("refused", "load_too_heavy")
    assert "Retirez au moins 0,1\u00a0kg" in said["message"]
    _, lot = laundries.lot_of(session, plant.id("flat"))
    page = press(
        signed_in("comptoir", ("laundry",)),
        f"/blanchisserie/charges/{laundries.load_code(session, lot.id)}/lancer",
        machine=plant.l1, programme=plant.p60,
    )  # fmt: skip
    assert page.status_code == 409
    assert "Retirez au moins" in page.text
    assert session.exec(select(Cycle)).all() == []
    assert session.exec(select(Load.machine_id)).all() == [None]


def two_loads(session: Session, plant: Plant, dirty: Tablet) -> None:
    for kg, where in (("36", plant.flat), ("18", plant.kitchen)):
        bag = laundries.received(session, kg)
        session.commit()
        assert dirty.send("act", bag, "laundry.sort", bin=where)["outcome"] == "ok"


def test_a_machine_started_twice_turns_once(
    session: Session, plant: Plant, tablet: Stations, signed_in: SignedIn
) -> None:
    dirty, other = tablet("dirty", "Tri"), tablet("dirty", "Tri 2")
    two_loads(session, plant, dirty)
    how = {"machine": plant.l1, "programme": plant.p60}
    assert dirty.send("act", plant.flat, "laundry.start", **how)["outcome"] == "ok"
    again = other.send("act", plant.kitchen, "laundry.start", **how)
    assert (again["outcome"], again["reason"]) == ("refused", "machine_running")
    _, lot = laundries.lot_of(session, plant.id("kitchen"))
    load = laundries.load_code(session, lot.id)
    page = press(
        signed_in("comptoir", ("laundry",)), f"/blanchisserie/charges/{load}/lancer", **how
    )
    assert page.status_code == 409
    assert "tourne déjà" in page.text
    cycle = session.exec(select(Cycle)).one()
    assert cycle.ended_at is None


@pytest.mark.parametrize(
    ("start", "end", "which", "status", "minutes"),
    [
        # March: 02:00 is 03:00 at once.
        ("2026-03-29T00:50Z", "2026-03-29T03:10", "", 303, 20),
        ("2026-03-29T00:50Z", "2026-03-29T02:30", "", 422, None),
        ("2026-03-29T00:50Z", "2026-03-29T01:40", "", 409, None),
        # October: 02:30 comes twice.
        ("2026-10-25T00:40Z", "2026-10-25T02:30", "", 422, None),
        ("2026-10-25T00:40Z", "2026-10-25T02:30", "winter", 303, 50),
        ("2026-10-25T00:40Z", "2026-10-25T02:30", "summer", 409, None),
        ("2026-10-25T00:40Z", "0001-01-01T00:00", "", 422, None),
        ("2026-10-25T00:40Z", "1900-01-01T00:00", "", 422, None),
        ("2026-10-25T00:40Z", "2026-10-26T02:30", "", 422, None),
    ],
)
def test_a_cycle_ends_after_it_began_whatever_the_clock_on_the_wall_did(
    session: Session, plant: Plant, tablet: Stations, signed_in: SignedIn,
    start: str, end: str, which: str, status: int, minutes: int | None,
) -> None:  # fmt: skip
    began = datetime.fromisoformat(start).astimezone(UTC)
    with clock.pinned(began):
        dirty = tablet("dirty", "Tri")
        two_loads(session, plant, dirty)
        how = {"machine": plant.l1, "programme": plant.p60}
        assert dirty.send("act", plant.flat, "laundry.start", **how)["outcome"] == "ok"
    with clock.pinned(began + timedelta(hours=3)):
        nadia = signed_in("moniteur", ("laundry",))
        page = press(
            nadia, FIN.format(plant.l1), outcome="done", water_l="140", at=end, which=which,
            late_reason="Panne de réseau",
        )  # fmt: skip
    assert page.status_code == status
    session.expire_all()
    cycle = session.exec(select(Cycle)).one()
    if minutes is None:
        assert cycle.ended_at is None
        assert f'value="{end}"' in page.text
        assert 'value="140"' in page.text
        return
    assert cycle.ended_at == began + timedelta(minutes=minutes)
    assert (cycle.late, cycle.late_reason) == (True, "Panne de réseau")


def test_a_closed_station_receives_sorts_and_starts_nothing(
    app: Flask, session: Session, plant: Plant
) -> None:
    token, station = signing_in.enrol(session, default_action="receive")
    _, bag = factories.make_bag(session)
    waiting = laundries.received(session, "12")
    session.get_one(Station, station.id).retired_at = clock.now()
    session.commit()
    closed = Tablet(app.test_client(), token)
    answers = [
        closed.send("scan", bag),
        closed.send("act", bag, "laundry.receive"),
        closed.send("act", waiting, "laundry.weigh", kg="13", reason="Encore"),
        closed.send("act", waiting, "laundry.sort", bin=plant.flat),
        closed.send("act", plant.flat, "laundry.start", machine=plant.l1, programme=plant.p60),
    ]
    assert {(one["outcome"], one["reason"]) for one in answers} == {("refused", "station_closed")}
    assert laundries.subject(session, bag).stage is None
    assert laundries.subject(session, waiting).stage == "received"
    assert weight(session, waiting) == Decimal(12)
