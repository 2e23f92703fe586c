"""A tablet without network sends the check later: nothing is lost, it counts as late."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from laundry_rabc.checks import answering
from laundry_rabc.results.models import Result
from tests.conftest import MONDAY
from tests.laundry_rabc.checks.conftest import Laundry
from tests.signing_in import enrol

Send = Callable[..., TestResponse]


@pytest.fixture
def send(session: Session, laundry: Laundry, client: FlaskClient) -> Send:
    token, _ = enrol(session)
    session.commit()

    def post(at: datetime, *, offline: bool = True, key: str = "", **data: Any) -> TestResponse:
        body = {
            "id": key or str(uuid.uuid4()), "seq": 1, "at": at.isoformat(), "kind": "act",
            "code": None,
            "action": "rabc.check", "offline": offline, "data": data,
        }  # fmt: skip
        return client.post(
            "/api/v1/captures", json=body, headers={"Authorization": f"Bearer {token}"}
        )

    return post


def kept(session: Session) -> list[Result]:
    session.expire_all()
    return list(session.exec(select(Result)))


def test_sent_when_the_network_is_back_it_keeps_its_time(
    session: Session, laundry: Laundry, send: Send
) -> None:
    check, key = laundry.check(session, "CAL-01", "matin"), str(uuid.uuid4())
    at = MONDAY - timedelta(minutes=50)
    fields = {"check": check.id, "answer": "value", "value": "170", "par": laundry.paul_badge}
    for _ in range(2):
        answer = send(at, key=key, **fields)
        assert answer.status_code == 200
        assert answer.json["outcome"] == "ok"
        assert "conforme" in answer.json["message"]
    row = kept(session)[0]
    assert len(kept(session)) == 1
    assert (row.taken_at, row.recorded_at) == (at, MONDAY)
    assert (row.late, row.late_reason, row.worker_id) == (True, answering.OFFLINE, laundry.paul)


@pytest.mark.parametrize(
    "fields",
    [
        {"answer": "value", "value": "700"},
        {"answer": "value", "value": "x"},
        {"answer": "wrong"},
        {"answer": "value", "value": "170", "par": ""},
        {"answer": "value", "value": "170", "check": 999_999},
    ],
)
def test_what_cannot_be_kept_waits_for_a_supervisor_or_is_refused_online(
    session: Session, laundry: Laundry, send: Send, fields: dict[str, Any]
) -> None:
    check = laundry.check(session, "CAL-01", "matin")
    sent = {"check": check.id, "par": laundry.paul_badge, **fields}
    away = send(MONDAY - timedelta(minutes=20), **sent)
    assert away.json["outcome"] == "anomaly"
    here = send(MONDAY, offline=False, **sent)
    assert here.json["outcome"] == "refused"
    assert kept(session) == []
