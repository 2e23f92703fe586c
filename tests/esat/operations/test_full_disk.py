"""A real disk, of a few megabytes, that is really full."""

import os
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from esat import clock
from esat.app import create_app
from esat.config import Settings
from esat.db import Database
from esat.errors import Refused
from esat.operations import backing_up, integrity
from esat.production.journal_models import Capture
from esat.registry import Registry
from esat.web.door import House
from tests import databases, factories, signing_in


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    if databases.server():
        pytest.skip("the disk of a PostgreSQL server is not ours to fill")
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def house(small_disk: Path, loaded: Registry) -> Iterator[House]:
    settings = Settings(data_dir=small_disk, secret_key="for tests only, thirty-two signs")
    database = Database(settings.url)
    databases.build(database)
    yield House(settings, database, loaded)
    database.dispose()


@pytest.fixture
def sent(house: House) -> "Sender":
    with house.database.write() as session:
        token, _station = signing_in.enrol(session)
        codes = [factories.make_bag(session)[1] for _ in range(200)]
    return Sender(create_app(house=house).test_client(), token, codes)


class Sender:
    """A tablet that receives bags, one capture each, and remembers what was acknowledged."""

    def __init__(self, client: FlaskClient, token: str, codes: list[str]) -> None:
        self.client, self.codes = client, iter(codes)
        self.headers = {"Authorization": f"Bearer {token}"}
        self.acknowledged: set[str] = set()
        self.last: dict[str, str] = {}

    def receive(self) -> TestResponse:
        self.last = {
            "id": str(uuid.uuid4()),
            "at": clock.now().isoformat(),
            "kind": "move",
            "code": next(self.codes),
            "action": "receive",
        }
        return self.again()

    def again(self) -> TestResponse:
        answer = self.client.post("/api/v1/captures", json=self.last, headers=self.headers)
        if answer.status_code == 200:
            assert answer.json is not None
            assert answer.json["outcome"] == "ok"
            self.acknowledged.add(self.last["id"])
        return answer


def fill(place: Path) -> Path:
    """Take every byte that is left."""
    with (place / "filler").open("wb", buffering=0) as out:
        try:
            while True:
                out.write(b"x" * 4096)
        except OSError:
            return place / "filler"


def kept(house: House) -> set[str]:
    with house.database.read() as session:
        return {str(uuid.UUID(bytes=uid)) for uid in session.exec(select(Capture.uid))}


def until_refused(sent: Sender) -> TestResponse:
    while (answer := sent.receive()).status_code == 200:
        continue
    return answer


def test_on_a_full_disk_a_capture_is_refused_and_nothing_is_lost(
    house: House, sent: Sender, small_disk: Path
) -> None:
    assert sent.receive().status_code == 200
    filler = fill(small_disk)
    refused = until_refused(sent)
    assert refused.status_code == 503
    assert refused.json is not None
    assert refused.json["error"]["code"] == "disk_full"
    assert kept(house) == sent.acknowledged
    filler.unlink()
    answer = sent.again()
    assert (answer.status_code, answer.json["replay"]) == (200, False)
    assert kept(house) == sent.acknowledged
    assert integrity.faults_of(house.database) == []


def test_a_full_disk_is_said_at_sante(house: House, sent: Sender, small_disk: Path) -> None:
    fill(small_disk)
    answer = sent.client.get("/sante")
    assert answer.status_code == 503
    assert answer.get_json()["database"] == "disk_full"


def test_a_backup_that_does_not_fit_leaves_nothing(house: House, small_disk: Path) -> None:
    filler = fill(small_disk)
    with pytest.raises(Refused, match="disk_full"):
        backing_up.make(house, small_disk / "backup.tar.gz")
    names = {path.name for path in small_disk.iterdir()}
    assert not {name for name in names if name.startswith((".", "backup", "sceaux"))}
    filler.unlink()
    backing_up.make(house, small_disk / "backup.tar.gz")
