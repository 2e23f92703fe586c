import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, func, select

from esat.actors import SYSTEM
from laundry_rabc.instruments import keeping
from laundry_rabc.instruments.keeping import InstrumentIn
from laundry_rabc.instruments.models import Reading
from tests import signing_in

SignedIn = Callable[..., FlaskClient]
READINGS = "/api/v1/readings"


@pytest.fixture
def sensor(session: Session, now: datetime) -> dict[str, str]:
    """The headers of a device, beside a declared thermometer."""
    keeping.declare(
        session,
        InstrumentIn(code="T-01", name="Laveuse 1", kind="thermometer", unit="°C"),
        by=SYSTEM,
    )
    token, _ = signing_in.enrol(session)
    session.commit()
    return {"Authorization": f"Bearer {token}"}


def measure(**more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "instrument": "T-01",
        "at": "2026-11-23T09:30:00+01:00",
        "value": 71.5,
        "unit": "°C",
    } | more


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Reading)).one()


def test_a_measure_is_kept_once_however_often_it_is_sent(
    client: FlaskClient, session: Session, sensor: dict[str, str]
) -> None:
    sent = measure(note="cycle 12")
    first = client.post(READINGS, json=sent, headers=sensor)
    assert first.status_code == 200, first.text
    assert first.json == {
        "id": sent["id"],
        "instrument": "T-01",
        "at": "2026-11-23T08:30:00+00:00",
        "received_at": "2026-11-23T09:00:00+00:00",
        "value": "71.5",
        "unit": "°C",
        "note": "cycle 12",
        "replay": False,
    }
    again = client.post(READINGS, json=sent, headers=sensor)
    assert again.json == first.json | {"replay": True}
    assert count(session) == 1
    kept = session.exec(select(Reading)).one()
    assert kept.device_id is not None


def test_a_known_key_with_another_content_is_a_conflict(
    client: FlaskClient, session: Session, sensor: dict[str, str]
) -> None:
    sent = measure()
    client.post(READINGS, json=sent, headers=sensor)
    other = client.post(READINGS, json=sent | {"value": 72}, headers=sensor)
    assert (other.status_code, other.json["error"]["code"]) == (409, "reading_conflict")
    assert count(session) == 1


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"instrument": "T-99"}, 409, "instrument_unknown"),
        ({"unit": "°F"}, 409, "unit_differs"),
        ({"at": "2026-11-23T09:06:00+00:00"}, 409, "reading_in_future"),
        ({"at": "2026-11-23T09:06:00"}, 422, "form_invalid"),
        ({"at": 1}, 422, "form_invalid"),
        ({"value": True}, 422, "form_invalid"),
        ({"value": "chaud"}, 422, "form_invalid"),
        ({"value": None}, 422, "form_invalid"),
        ({"value": 1.2345}, 422, "form_invalid"),
        ({"value": "NaN"}, 422, "form_invalid"),
        ({"value": 1e30}, 422, "form_invalid"),
        ({"id": "1"}, 422, "form_invalid"),
        ({"id": 7}, 422, "form_invalid"),
        ({"unit": ""}, 422, "form_invalid"),
        ({"note": "a\x00b"}, 422, "form_invalid"),
        ({"note": "x" * 281}, 422, "form_invalid"),
        ({"instrument": {"$gt": ""}}, 422, "form_invalid"),
    ],
)
def test_a_wrong_measure_is_refused_and_not_kept(
    client: FlaskClient,
    session: Session,
    sensor: dict[str, str],
    change: dict[str, Any],
    status: int,
    code: str,
) -> None:
    answer = client.post(READINGS, json=measure(**change), headers=sensor)
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)
    assert answer.json["error"]["message"]
    assert count(session) == 0


@pytest.mark.parametrize("value", ["-18", 0, "0.001", "99999999999.999"])
def test_a_value_is_kept_to_the_last_digit(
    client: FlaskClient, sensor: dict[str, str], value: object
) -> None:
    answer = client.post(READINGS, json=measure(value=value), headers=sensor)
    assert answer.json["value"] == str(value)


def test_a_retired_instrument_measures_no_more_but_its_late_measures_come(
    client: FlaskClient, session: Session, sensor: dict[str, str], now: datetime
) -> None:
    found = keeping.by_code(session, "T-01")
    keeping.retire(session, found.id or 0, by=SYSTEM, at=now - timedelta(minutes=30))
    session.commit()
    late = client.post(READINGS, json=measure(at="2026-11-23T08:29:00+00:00"), headers=sensor)
    assert late.status_code == 200
    after = client.post(READINGS, json=measure(at="2026-11-23T08:30:00+00:00"), headers=sensor)
    assert (after.status_code, after.json["error"]["code"]) == (409, "instrument_retired")


def test_pages_give_every_reading_once_in_the_order_of_their_coming(
    client: FlaskClient, sensor: dict[str, str], signed_in: SignedIn
) -> None:
    for minute in (20, 10, 30, 15, 25):
        sent = measure(at=f"2026-11-23T08:{minute}:00+00:00", value=minute)
        assert client.post(READINGS, json=sent, headers=sensor).status_code == 200
    ines = signed_in("qualite")
    seen, after = [], 0
    for _ in range(4):
        page = ines.get(f"{READINGS}?limit=2&after={after}").json
        seen += [row["value"] for row in page["readings"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert seen == ["20", "10", "30", "15", "25"]
    since = ines.get(READINGS, query_string={"since": "2026-11-23T09:20:00+01:00"}).json
    assert [row["value"] for row in since["readings"]] == ["20", "30", "25"]
    assert ines.get(f"{READINGS}?instrument=T-99").json == {"readings": [], "next": None}


@pytest.mark.parametrize(
    "asked", ["since=hier", "since=2026-11-23", "after=-1", "limit=0", "limit=501", "after=x"]
)
def test_a_wrong_question_is_said_to_be_wrong(signed_in: SignedIn, asked: str) -> None:
    assert signed_in("qualite").get(f"{READINGS}?{asked}").status_code == 422


def test_only_those_who_may_send_or_read(
    client: FlaskClient, sensor: dict[str, str], signed_in: SignedIn
) -> None:
    assert client.post(READINGS, json=measure()).status_code == 401
    assert client.get(READINGS).status_code == 401
    assert client.get(READINGS, headers=sensor).status_code == 403
    assert signed_in("inspecteur").post(READINGS, json=measure()).status_code == 403
    assert signed_in("inspecteur").get(READINGS).status_code == 200


def test_the_document_of_the_api_names_readings(client: FlaskClient) -> None:
    paths = client.get("/api/v1/openapi.json").json["paths"]
    assert set(paths[READINGS]) == {"get", "post"}
