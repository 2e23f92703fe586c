import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM
from esat.production import holds, subjects
from esat.production.moves import Context
from tests.esat.production.buttons import events, hidden, press
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.washing import sorting
from workshops.laundry.washing.models import Cycle

SignedIn = Callable[..., FlaskClient]
ROOT = "/blanchisserie"


@pytest.fixture
def plant(session: Session) -> Plant:
    made = laundries.build(session)
    session.commit()
    return made


@pytest.fixture
def karim(signed_in: SignedIn) -> FlaskClient:
    return signed_in("comptoir", ("laundry",))


def bag(session: Session, kg: str | None = "36", **more: object) -> str:
    code = laundries.received(session, kg, **more)  # type: ignore[arg-type]
    session.commit()
    return code


def sorted_load(session: Session, plant: Plant, kg: str = "36", where: str = "flat") -> str:
    """The T code of a load of one bag."""
    subject = laundries.subject(session, bag(session, kg))
    sorting.into_bin(session, subject, getattr(plant, where), Context(SYSTEM, clock.now()))
    _, lot = laundries.lot_of(session, plant.id(where))
    session.commit()
    return laundries.load_code(session, lot.id)


def started(session: Session, plant: Plant, karim: FlaskClient) -> str:
    code = sorted_load(session, plant)
    answer = press(karim, f"{ROOT}/charges/{code}/lancer", machine=plant.l1, programme=plant.p60)
    assert answer.status_code == 303
    return code


def test_the_oldest_bag_comes_first_and_says_how_long_it_waits(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    for hours, kg in ((50, "7"), (30, "8"), (1, None)):
        laundries.received(session, kg, at=now - timedelta(hours=hours))
    session.commit()
    page = karim.get(f"{ROOT}/tri").text
    assert re.findall(r"Attend trop|À trier vite|À peser", page) == [
        "Attend trop", "À trier vite", "À peser",
    ]  # fmt: skip


def test_a_tap_on_a_bag_and_a_tap_on_a_bin_sort_it(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    code = bag(session)
    page = karim.get(f"{ROOT}/tri/{code}").text
    assert "Bac draps" in page
    assert "Bac rouge" not in page
    key = hidden(page, "capture")[0]
    before = events(session)
    for _ in range(2):
        answer = press(karim, f"{ROOT}/tri/{code}", key, bin=plant.flat)
        assert answer.status_code == 303
        after = events(session)
    assert after > before
    told = karim.get(answer.headers["Location"]).text
    assert "Sac 1 est trié : Bac draps (36\u00a0kg)." in told
    assert len(laundries.inside(session, laundries.lot_of(session, plant.id("flat"))[1].id)) == 1


def test_a_bag_is_parted_by_kilograms_and_a_wrong_sum_keeps_what_was_typed(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    code = bag(session, "10,5".replace(",", "."))
    fields = {f"kg-{plant.flat}": "6,5", f"kg-{plant.kitchen}": "3,9", f"kg-{plant.any}": ""}
    wrong = press(karim, f"{ROOT}/tri/{code}", **fields)
    assert wrong.status_code == 409
    assert "Il y a 0,1\u00a0kg en moins : le sac pèse 10,5\u00a0kg." in wrong.text
    assert 'value="6,5"' in wrong.text
    right = press(karim, f"{ROOT}/tri/{code}", **(fields | {f"kg-{plant.kitchen}": "4"}))
    assert right.status_code == 303
    (linen,) = laundries.inside(session, laundries.lot_of(session, plant.id("kitchen"))[1].id)
    assert linen.quantity == Decimal(4)


@pytest.mark.parametrize("kg", ["-1", "0", "beaucoup", "1e9", "4,1234", "9" * 200])
def test_a_part_that_is_no_weight_says_so_beside_its_field(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime, kg: str
) -> None:
    code = bag(session, "10.5")
    fields = {f"kg-{plant.any}": " ", f"kg-{plant.flat}": "6,5", f"kg-{plant.kitchen}": kg}
    answer = press(karim, f"{ROOT}/tri/{code}", **fields)
    assert answer.status_code == 422
    assert f'id="e-kg-{plant.kitchen}"' in answer.text
    assert f'id="e-kg-{plant.flat}"' not in answer.text
    assert 'value="6,5"' in answer.text
    assert laundries.subject(session, code).stage == "received"


def test_a_bag_under_precautions_shows_its_category_and_its_own_bin_alone(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    code = bag(session, precaution="reinforced")
    page = karim.get(f"{ROOT}/tri/{code}").text
    assert "Précautions renforcées" in page
    assert "Bac rouge" in page
    assert "Bac draps" not in page
    assert "Ou partager" not in page
    refused = press(karim, f"{ROOT}/tri/{code}", bin=plant.flat)
    assert (refused.status_code, "Ce sac ne s’ouvre pas" in refused.text) == (409, True)


def test_a_bag_in_isolation_or_not_weighed_offers_nothing(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    until = now + timedelta(hours=3)
    page = karim.get(f"{ROOT}/tri/{bag(session, precaution='isolation', until=until)}").text
    assert "N’y touchez pas avant le 23 nov. à 13:00." in page
    page = karim.get(f"{ROOT}/tri/{bag(session, None)}").text
    assert "Pesez ce sac d’abord." in page
    assert "Bac rouge" not in page


def test_a_held_bag_says_who_lifts_it_and_offers_no_bin(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    code = bag(session, "7")
    holds.place(session, laundries.subject(session, code), "to_check", by=SYSTEM)
    session.commit()
    page = karim.get(f"{ROOT}/tri/{code}").text
    assert "Ce sac est retenu" in page
    assert "Bac draps" not in page


def test_linen_to_wash_again_is_offered_its_own_bin_first(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    subject = laundries.subject(session, bag(session, "7"))
    done = sorting.into_bin(session, subject, plant.kitchen, Context(SYSTEM, clock.now()))
    linen = subjects.item(session, done.linen[0])
    assert linen is not None
    assert linen.code is not None
    sorting.take_out(session, linen, Context(SYSTEM, clock.now()))
    session.commit()
    page = karim.get(f"{ROOT}/tri/{linen.code}").text
    offers = re.findall(r'<button class="offer (\w+)".*?<span>([^<]+)</span></button>', page)
    assert [rank for rank, _ in offers] == ["main"] + ["next"] * (len(offers) - 1)
    assert offers[0][1].startswith("Bac cuisine")


def test_a_load_shows_shares_and_each_way_open_or_closed_with_its_reason(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    code = sorted_load(session, plant)
    page = karim.get(f"{ROOT}/charges/{code}").text
    assert "L1, Draps 60 °C · 90\u00a0%" in page
    assert page.count("L2 · 180\u00a0% · trop chargée") == 1
    assert "L2, " not in page
    assert "Retirez au moins 15\u00a0kg" in page
    assert "Part de chaque client" in page
    refused = press(karim, f"{ROOT}/charges/{code}/lancer", machine=plant.l2, programme=plant.p60)
    assert refused.status_code == 409
    assert session.exec(select(Cycle)).all() == []


def test_a_load_is_started_ended_and_opened_by_taps(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    started(session, plant, karim)
    board = karim.get(f"{ROOT}/machines").text
    assert "60 min" in board
    form = karim.get(f"{ROOT}/machines/{plant.l1}/fin").text
    assert "checked" not in form
    assert not re.search(r'name="(max_c|water_l)"[^>]*value="[^"]', form)
    report = {"outcome": "done", "max_c": "61,5", "hold_minutes": "12"}
    key = hidden(form, "capture")[0]
    for _ in range(2):
        ended = press(karim, f"{ROOT}/machines/{plant.l1}/fin", key, **report)
        assert ended.status_code == 303, re.findall(r"Refusé[^.]*[.][^.]*[.][^.]*[.]", ended.text)
    assert "À ouvrir" in karim.get(f"{ROOT}/machines").text
    opened = press(karim, f"{ROOT}/machines/{plant.l1}/ouvrir")
    assert opened.status_code == 303
    assert "Libre" in karim.get(f"{ROOT}/machines").text
    session.expire_all()
    cycle = session.exec(select(Cycle)).one()
    assert (cycle.max_c, cycle.opened_at) == (Decimal("61.5"), now)
    page = karim.get(f"{ROOT}/cycles/{cycle.id}").text
    assert "61,5\u00a0°C (déclaré)" in page


def test_a_machine_that_washed_precautions_shows_its_empty_run(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    code = bag(session, "12", precaution="reinforced")
    press(karim, f"{ROOT}/tri/{code}", bin=plant.red)
    load = laundries.load_code(session, laundries.lot_of(session, plant.id("red"))[1].id)
    press(karim, f"{ROOT}/charges/{load}/lancer", machine=plant.l1, programme=plant.special)
    press(karim, f"{ROOT}/machines/{plant.l1}/fin", outcome="done")
    press(karim, f"{ROOT}/machines/{plant.l1}/ouvrir")
    board = karim.get(f"{ROOT}/machines").text
    assert "À désinfecter à vide" in board
    assert "Lancer : À vide 90 °C" in board
    wrong = press(karim, f"{ROOT}/machines/{plant.l1}/a-vide", programme=plant.p60)
    assert wrong.status_code == 409
    assert (
        press(karim, f"{ROOT}/machines/{plant.l1}/a-vide", programme=plant.empty).status_code == 303
    )
    press(karim, f"{ROOT}/machines/{plant.l1}/fin", outcome="done")
    assert "À désinfecter à vide" not in karim.get(f"{ROOT}/machines").text


def test_a_thing_comes_out_of_its_load_and_a_load_is_planned(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    code = sorted_load(session, plant)
    planned = press(karim, f"{ROOT}/charges/{code}/prevoir", machine=plant.l1, programme=plant.p60)
    assert planned.status_code == 303
    assert "Prévue sur la machine L1." in karim.get(planned.headers["Location"]).text
    linen = laundries.inside(session, laundries.lot_of(session, plant.id("flat"))[1].id)[0]
    thing = subjects.item(session, linen.id or 0)
    assert thing is not None
    out = press(karim, f"{ROOT}/charges/{code}/sortir", thing=thing.code)
    assert out.status_code == 303
    assert "est sorti de la charge" in karim.get(out.headers["Location"]).text
