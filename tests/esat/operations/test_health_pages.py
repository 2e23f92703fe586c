from pathlib import Path

import pytest
from flask.testing import FlaskClient

from esat import clock
from esat.app import create_app
from esat.config import Settings
from esat.declarations import Job
from esat.production.jobs import seal_journal
from esat.registry import Registry
from esat.scheduler.runs import run_slot
from esat.web.door import House
from tests import databases, factories

AWAY = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def lived(house: House) -> House:
    """A job that worked, one that failed, a seal, a mail that waits."""

    def fails(_house: House) -> None:
        raise ValueError("the secret is 1234")

    with house.database.write() as session:
        factories.make_order(session, items=1)
    seal_journal(house)
    run_slot(house, Job("backup", "", "cron", {}, lambda _: None), clock.now())
    run_slot(house, Job("journal.seal", "", "cron", {}, fails), clock.now())
    return house


def test_a_stranger_reads_how_the_house_is(lived: House, client: FlaskClient) -> None:
    answer = client.get("/sante", environ_base=AWAY)
    said = answer.get_json()
    assert answer.status_code == 200
    assert (said["status"], said["database"]) == ("ok", "ok")
    assert said["jobs"]["backup"]["success_at"]
    assert said["jobs"]["journal.seal"]["failure_at"]
    assert said["last_seal"]["last_event"] >= 1
    assert said["queues"] == {"mails": 0, "documents": 0, "labels": 0, "anomalies": 0}


def test_no_secret_is_told(lived: House, client: FlaskClient) -> None:
    text = client.get("/sante").get_data(as_text=True)
    assert "1234" not in text
    assert str(lived.settings.data_dir) not in text
    assert lived.settings.secret_key not in text


def test_a_base_that_cannot_answer_is_503(
    loaded: Registry, tmp_path: Path, settings: Settings
) -> None:
    with databases.empty(tmp_path) as nothing:
        app = create_app(house=House(settings, nothing, loaded))
        answer = app.test_client().get("/sante")
    assert answer.status_code == 503
    assert answer.get_json()["database"] == "away"


def test_prometheus_reads_from_this_machine(lived: House, client: FlaskClient) -> None:
    answer = client.get("/metrics")
    text = answer.get_data(as_text=True)
    assert answer.content_type.startswith("text/plain")
    assert "esat_up 1.0" in text
    assert 'esat_queue_depth{queue="mails"} 0.0' in text
    assert 'esat_job_last_success_timestamp_seconds{job="backup"}' in text


@pytest.mark.parametrize(
    ("given", "status"),
    [("", 403), ("Bearer wrong", 403), ("Bearer é", 403), ("Bearer the-token", 200)],
)
def test_from_elsewhere_a_token_is_needed(house: House, given: str, status: int) -> None:
    settings = house.settings.model_copy(update={"metrics_token": "the-token"})
    app = create_app(house=House(settings, house.database, house.registry))
    headers = {"Authorization": given.encode().decode("latin-1")} if given else {}
    answer = app.test_client().get("/metrics", headers=headers, environ_base=AWAY)
    assert answer.status_code == status


def test_without_a_token_set_nobody_comes_from_elsewhere(client: FlaskClient) -> None:
    headers = {"Authorization": "Bearer "}
    assert client.get("/metrics", headers=headers, environ_base=AWAY).status_code == 403


def test_what_a_proxy_forwards_is_not_local(client: FlaskClient) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9"}
    assert client.get("/metrics", headers=headers).status_code == 403
