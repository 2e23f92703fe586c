import json
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from tests import factories, signing_in

CAPTURES = "/api/v1/captures"


@pytest.fixture
def token(session: Session) -> str:
    made, _station = signing_in.enrol(session)
    session.commit()
    return made


@pytest.fixture
def bag(session: Session) -> str:
    _resource, code = factories.make_bag(session)
    session.commit()
    return code


def capture(code: str | None, kind: str = "scan", **more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "at": clock.now().isoformat(),
        "kind": kind,
        "code": code,
    } | more


def headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_device_receives_a_bag(client: FlaskClient, token: str, bag: str) -> None:
    sent = capture(bag, "move", action="receive")
    answer = client.post(CAPTURES, json=sent, headers=headers(token))
    assert answer.status_code == 200
    assert answer.json["outcome"] == "ok"
    assert answer.json["id"] == sent["id"]
    again = client.post(CAPTURES, json=sent, headers=headers(token))
    assert again.json == answer.json | {"replay": True}


def test_nobody_is_told_nothing(client: FlaskClient, bag: str) -> None:
    answer = client.post(CAPTURES, json=capture(bag))
    assert answer.status_code == 401
    assert answer.json["error"]["code"] == "sign_in_first"


def test_a_wrong_token_is_refused(client: FlaskClient, bag: str) -> None:
    assert client.post(CAPTURES, json=capture(bag), headers=headers("x" * 43)).status_code == 401


def test_other_content_under_the_same_key_is_a_conflict(
    client: FlaskClient, token: str, bag: str
) -> None:
    sent = capture(bag)
    client.post(CAPTURES, json=sent, headers=headers(token))
    answer = client.post(CAPTURES, json=sent | {"seq": 9}, headers=headers(token))
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "capture_conflict"


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{", "application/json", 400, "bad_json"),
        (b"\xff\xfe", "application/json", 400, "bad_json"),
        (b'{"id": NaN}', "application/json", 400, "bad_json"),
        (b"[" * 100_000, "application/json", 400, "bad_json"),
        (b'"\\ud800"', "application/json", 400, "bad_json"),
        (b"{}", "text/plain", 415, "json_expected"),
        (b"{}", "application/json", 422, "form_invalid"),
        (b"[]", "application/json", 422, "form_invalid"),
        (b"null", "application/json", 422, "form_invalid"),
        (b" " * 5_000_000, "application/json", 413, "body_too_large"),
    ],
    ids=["cut", "no-utf8", "nan", "deep", "surrogate", "text", "empty", "list", "null", "huge"],
)
def test_a_broken_body_has_a_code(
    client: FlaskClient, token: str, body: bytes, kind: str, status: int, code: str
) -> None:
    answer = client.post(CAPTURES, data=body, content_type=kind, headers=headers(token))
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "no"},
        {"id": 12},
        {"at": "2026-11-23T08:00:00"},
        {"at": 12},
        {"at": "demain"},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"at": "9999-12-31T23:59:59-14:00"},
        {"kind": "x"},
        {"seq": -1},
        {"seq": 2**31},
        {"seq": "1"},
        {"offline": "yes"},
        {"data": []},
        {"code": 12},
        {"action": "x" * 41},
        {"station": "x" * 65},
        {"code": "x" * 20_001},
        {"action": "DROP TABLE"},
    ],
)
def test_a_wrong_value_is_named(
    client: FlaskClient, token: str, bag: str, wrong: dict[str, Any]
) -> None:
    answer = client.post(CAPTURES, json=capture(bag) | wrong, headers=headers(token))
    assert answer.status_code == 422
    assert set(answer.json["error"]["fields"]) == set(wrong)


def test_missing_fields_are_named(client: FlaskClient, token: str) -> None:
    answer = client.post(CAPTURES, json={"kind": "scan"}, headers=headers(token))
    assert set(answer.json["error"]["fields"]) == {"id", "at", "code"}


def test_a_batch_answers_each_in_order(client: FlaskClient, token: str, bag: str) -> None:
    conflict = capture(bag)
    sent = [capture(bag, "move", action="receive"), conflict, conflict | {"seq": 4}, {"kind": "x"}]
    answer = client.post(f"{CAPTURES}/batch", json=sent, headers=headers(token))
    results = answer.json["results"]
    assert [r.get("outcome") or r["error"]["code"] for r in results] == [
        "ok",
        "ok",
        "capture_conflict",
        "form_invalid",
    ]


def test_a_batch_of_more_than_500_is_refused_whole(client: FlaskClient, token: str) -> None:
    sent = [capture("F0000019") for _ in range(501)]
    assert client.post(f"{CAPTURES}/batch", json=sent, headers=headers(token)).status_code == 422


def test_a_code_is_looked_up(client: FlaskClient, token: str, bag: str) -> None:
    found = client.get(f"/api/v1/codes/{bag.lower()}", headers=headers(token))
    assert found.json["subject"]["code"] == bag
    assert client.get("/api/v1/codes/F0000019", headers=headers(token)).status_code == 404


def test_an_order_is_read_without_any_person(
    client: FlaskClient, session: Session, token: str
) -> None:
    order = factories.make_order(session, items=2)
    session.commit()
    answer = client.get(f"/api/v1/orders/{order.ref}", headers=headers(token))
    assert [item["stage"] for item in answer.json["items"]] == ["expected", "expected"]
    assert "account" not in json.dumps(answer.json)
    assert client.get("/api/v1/orders/NOPE", headers=headers(token)).status_code == 404


def test_another_workshop_s_device_sees_none_of_it(
    client: FlaskClient, session: Session, bag: str
) -> None:
    order = factories.make_order(session, items=1)
    foreign, _station = signing_in.enrol(session, "bookbinding")
    session.commit()
    head = headers(foreign)
    assert client.get(f"/api/v1/orders/{order.ref}", headers=head).status_code == 403
    assert client.get(f"/api/v1/codes/{bag}", headers=head).status_code == 404
    refused = client.post(CAPTURES, json=capture(bag, "move", action="receive"), headers=head)
    assert (refused.json["outcome"], refused.json["reason"]) == ("refused", "other_workshop")


def test_the_document_describes_every_route(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    assert {
        CAPTURES,
        f"{CAPTURES}/batch",
        "/api/v1/codes/{code}",
        "/api/v1/orders/{ref}",
        "/api/v1/lots/{code}/trace",
    } <= set(document["paths"])
    assert document["components"]["securitySchemes"]
