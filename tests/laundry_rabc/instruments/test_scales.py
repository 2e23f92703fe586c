import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.accounts.models import Station
from esat.actors import SYSTEM
from laundry_rabc.instruments import keeping
from laundry_rabc.instruments.keeping import InstrumentIn
from laundry_rabc.instruments.models import Reading
from tests import signing_in
from tests.workshops.laundry.intake import desk
from workshops.laundry.intake import items, scale_weights
from workshops.laundry.intake.cases import ScaleWeight
from workshops.laundry.intake.models import Weighing

SignedIn = Callable[..., FlaskClient]
READINGS = "/api/v1/readings"


@pytest.fixture
def station(session: Session, now: datetime) -> tuple[dict[str, str], Station]:
    """The headers of a device at a station with a scale in kilograms and one in grams."""
    for code, unit in (("BAL1", "kg"), ("BAL2", "g"), ("BAL3", "%")):
        wanted = InstrumentIn(code=code, name=f"Balance {code}", kind="scale", unit=unit)
        keeping.declare(session, wanted, by=SYSTEM)
    token, place = signing_in.enrol(session)
    session.commit()
    return {"Authorization": f"Bearer {token}"}, place


Station_ = tuple[dict[str, str], Station]


def measure(at: datetime, value: object = 12.34, **more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()), "instrument": "BAL1", "at": at.isoformat(), "value": value,
        "unit": "kg",
    } | more  # fmt: skip


def scan(client: FlaskClient, station: Station_, code: str, at: datetime, **more: Any) -> str:
    """A bag received by a tablet of this station."""
    sent = desk.capture("laundry.receive", code, at=at.isoformat(), **more)
    answer = client.post(desk.CAPTURES, json=sent, headers=station[0])
    return str(answer.json["outcome"])


def kg_of(session: Session, order_id: int) -> list[Decimal | None]:
    from esat.production.models import Item

    session.expire_all()
    keys = session.exec(select(Item.id).where(Item.order_id == order_id).order_by(Item.id)).all()
    rows = [items.of(session, key or 0) for key in keys]
    return [None if row is None else row.kg for row in rows]


def test_a_reading_weighs_the_bag_scanned_last_at_its_station(
    client: FlaskClient, session: Session, station: Station_, now: datetime
) -> None:
    here = desk.announced(session, 2, at=now)
    scan(client, station, here.codes[0], now - timedelta(seconds=50))
    scan(client, station, here.codes[1], now - timedelta(seconds=20))
    sent = measure(now)
    for _ in range(2):
        assert client.post(READINGS, json=sent, headers=station[0]).status_code == 200
    assert kg_of(session, here.order_id) == [None, Decimal("12.34")]
    row = session.exec(select(Weighing)).one()
    assert (row.source, row.instrument) == ("scale", "BAL1")
    assert row.reading_key == uuid.UUID(sent["id"]).bytes
    assert row.station_id == station[1].id


def test_grams_become_kilograms_exactly(
    client: FlaskClient, session: Session, station: Station_, now: datetime
) -> None:
    here = desk.announced(session, 1, at=now)
    scan(client, station, here.codes[0], now)
    sent = measure(now, 8005, instrument="BAL2", unit="g")
    client.post(READINGS, json=sent, headers=station[0])
    assert kg_of(session, here.order_id) == [Decimal("8.005")]


@pytest.mark.parametrize(
    ("value", "unit", "kg"),
    [("12.3456", "g", None), ("1.5", "g", None), ("1500", "g", "1.5"), ("7", "kg", "7"),
     ("7", "%", None)],
)  # fmt: skip
def test_what_is_not_to_the_gram_stays_a_reading(value: str, unit: str, kg: str | None) -> None:
    found = scale_weights.kilograms(Decimal(value), unit)
    assert found == (None if kg is None else Decimal(kg))


def test_a_weight_without_a_bag_waits_and_is_given_by_one_tap(
    client: FlaskClient, signed_in: SignedIn, session: Session, station: Station_, now: datetime
) -> None:
    here = desk.announced(session, 2, at=now)
    client.post(READINGS, json=measure(now), headers=station[0])
    key = desk.receive(session, here.codes[0], now)
    waiting = session.exec(select(ScaleWeight)).one()
    nadia, path = (
        signed_in("moniteur", ("laundry",)), f"/blanchisserie/reception/{here.client.id}",
    )  # fmt: skip
    shown = nadia.get(f"{path}?code={here.codes[0]}").text
    assert "Pesées sans sac" in shown
    assert f'name="weight" value="{waiting.id}"' in shown
    given = desk.form(nadia, f"{path}/donner", code=here.codes[0], weight=waiting.id)
    assert given.status_code == 200, given.text
    assert desk.weights(session, key) == [Decimal("12.34")]
    assert "Pesées sans sac" not in nadia.get(path).text
    again = desk.form(
        nadia, f"{path}/donner", code=here.codes[0], weight=waiting.id, reason="Encore"
    )
    assert again.status_code == 409
    assert len(desk.weights(session, key)) == 1


def test_a_waiting_weight_is_given_the_same_day_only(
    client: FlaskClient, signed_in: SignedIn, session: Session, station: Station_, now: datetime
) -> None:
    from esat import clock

    here = desk.announced(session, 1, at=now)
    desk.receive(session, here.codes[0], now)
    client.post(READINGS, json=measure(now), headers=station[0])
    row = session.exec(select(ScaleWeight)).one()
    with clock.pinned(now + timedelta(days=1)):
        nadia = signed_in("moniteur", ("laundry",))
        said = desk.act(nadia, "laundry.attribute", here.codes[0], weight=row.id)
    assert said["reason"] == "scale_too_old"


@pytest.mark.parametrize("seconds", [61, 3600])
def test_a_scan_too_long_ago_is_none(
    client: FlaskClient, session: Session, station: Station_, now: datetime, seconds: int
) -> None:
    here = desk.announced(session, 1, at=now)
    scan(client, station, here.codes[0], now - timedelta(seconds=seconds))
    client.post(READINGS, json=measure(now), headers=station[0])
    assert kg_of(session, here.order_id) == [None]
    assert session.exec(select(ScaleWeight)).one().why == "no_bag"


def test_each_bag_takes_one_weight_and_another_station_s_none(
    client: FlaskClient, session: Session, station: Station_, now: datetime
) -> None:
    here = desk.announced(session, 1, at=now)
    token, _ = signing_in.enrol(session)
    session.commit()
    other = {"Authorization": f"Bearer {token}"}
    scan(client, station, here.codes[0], now)
    client.post(READINGS, json=measure(now, 5), headers=other)
    client.post(READINGS, json=measure(now, 6), headers=station[0])
    client.post(READINGS, json=measure(now, 7), headers=station[0])
    assert kg_of(session, here.order_id) == [Decimal(6)]
    assert [row.kg for row in session.exec(select(ScaleWeight).order_by(ScaleWeight.id))] == [
        Decimal(5), Decimal(7),
    ]  # fmt: skip


def test_a_typed_weight_is_not_overwritten_by_the_scale(
    client: FlaskClient, session: Session, station: Station_, now: datetime
) -> None:
    here = desk.announced(session, 1, at=now)
    scan(client, station, here.codes[0], now - timedelta(seconds=9))
    client.post(
        desk.CAPTURES, json=desk.capture("laundry.weigh", here.codes[0], kg="9"),
        headers=station[0],
    )  # fmt: skip
    client.post(READINGS, json=measure(now), headers=station[0])
    assert kg_of(session, here.order_id) == [Decimal(9)]


def test_a_bag_scanned_again_is_weighed_again_with_what_was_there_kept(
    client: FlaskClient, session: Session, station: Station_, now: datetime
) -> None:
    here = desk.announced(session, 1, at=now)
    scan(client, station, here.codes[0], now - timedelta(seconds=40))
    client.post(READINGS, json=measure(now - timedelta(seconds=30), 5), headers=station[0])
    sent = {
        "id": str(uuid.uuid4()), "at": (now - timedelta(seconds=5)).isoformat(), "kind": "scan",
        "code": here.codes[0],
    }  # fmt: skip
    client.post(desk.CAPTURES, json=sent, headers=station[0])
    client.post(READINGS, json=measure(now, 6), headers=station[0])
    assert kg_of(session, here.order_id) == [Decimal(6)]
    assert len(session.exec(select(Weighing)).all()) == 2


@pytest.mark.parametrize(
    ("value", "waits"), [("9999", "not_taken"), ("0", ""), ("-0.2", ""), ("99999999", "")]
)
def test_an_impossible_weight_stays_a_reading_and_weighs_nothing(
    client: FlaskClient,
    session: Session,
    station: Station_,
    now: datetime,
    value: str,
    waits: str,
) -> None:
    here = desk.announced(session, 1, at=now)
    scan(client, station, here.codes[0], now)
    assert client.post(READINGS, json=measure(now, value), headers=station[0]).status_code == 200
    assert kg_of(session, here.order_id) == [None]
    assert session.exec(select(Reading)).one().value == Decimal(value)
    assert [row.why for row in session.exec(select(ScaleWeight))] == ([waits] if waits else [])


def test_a_bag_refused_here_is_not_weighed_nor_the_one_before_it(
    client: FlaskClient, session: Session, station: Station_, now: datetime
) -> None:
    mine, other = desk.announced(session, 1, at=now), desk.announced(session, 1, at=now)
    scan(client, station, mine.codes[0], now - timedelta(seconds=20), client_id=mine.client.id)
    refused = scan(
        client, station, other.codes[0], now - timedelta(seconds=5), client_id=mine.client.id
    )
    assert refused == "refused"
    client.post(READINGS, json=measure(now), headers=station[0])
    assert kg_of(session, mine.order_id) == [None]
    assert kg_of(session, other.order_id) == [None]
    assert session.exec(select(ScaleWeight)).one().why == "no_bag"
