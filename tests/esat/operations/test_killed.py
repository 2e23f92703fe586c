"""The server killed under load, again and again: what it acknowledged is there."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from sqlmodel import select

from esat import clock
from esat.operations import integrity
from esat.production import projection
from esat.production.journal_models import Capture
from esat.web.door import House
from tests import factories, signing_in

ROOT = Path(__file__).parents[3]
CLIENTS = 4


class Tablets:
    """Clients that receive bags as fast as they can, and send again what had no answer."""

    def __init__(self, port: int, token: str, codes: list[str]) -> None:
        self.port = port
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.codes = iter(codes)
        self.guard = threading.Lock()
        self.unanswered: list[dict[str, str]] = []
        self.acknowledged: dict[str, str] = {}
        self.stop = threading.Event()

    def run(self) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            while not self.stop.is_set() and (capture := self._next()) is not None:
                if not self._send(connection, capture):
                    return
        finally:
            connection.close()

    def _next(self) -> dict[str, str] | None:
        with self.guard:
            if self.unanswered:
                return self.unanswered.pop()
            code = next(self.codes, None)
        if code is None:
            return None
        at = clock.now().isoformat()
        return {
            "id": str(uuid.uuid4()),
            "at": at,
            "kind": "move",
            "code": code,
            "action": "receive",
        }

    def _send(self, connection: HTTPConnection, capture: dict[str, str]) -> bool:
        """Whether the server still answers; what it did not answer waits to be sent again."""
        try:
            connection.request("POST", "/api/v1/captures", json.dumps(capture), self.headers)
            answer = connection.getresponse()
            said = json.loads(answer.read())
        except (OSError, HTTPException, ValueError):
            with self.guard:
                self.unanswered.append(capture)
            return False
        assert answer.status == 200, said
        with self.guard:
            self.acknowledged[capture["id"]] = said["outcome"]
        return True


def serve(house: House, port: int) -> "subprocess.Popen[bytes]":
    names = {k: v for k, v in os.environ.items() if not k.startswith("ESAT_")}
    settings = house.settings
    environment = names | {
        "ESAT_DATA_DIR": str(settings.data_dir),
        "ESAT_DATABASE_URL": settings.database_url,
        "ESAT_SECRET_KEY": settings.secret_key,
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "esat", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, cwd=settings.data_dir)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return server
    server.kill()
    raise AssertionError("the server did not start")


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture
def tablets(own: House, kills: int) -> Tablets:
    """Enough bags for every life of the server."""
    with own.database.write() as session:
        token, _station = signing_in.enrol(session)
        codes = [factories.make_bag(session)[1] for _ in range(250 * kills)]
    return Tablets(free_port(), token, codes)


def one_life(own: House, tablets: Tablets, chance: random.Random) -> None:
    """The server starts, works a moment under load, and is killed."""
    server = serve(own, tablets.port)
    before = len(tablets.acknowledged)
    threads = [threading.Thread(target=tablets.run) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        deadline = time.monotonic() + 30
        while len(tablets.acknowledged) < before + 10 and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.5)
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()
        for thread in threads:
            thread.join()
    assert len(tablets.acknowledged) >= before + 10


@pytest.mark.parametrize(
    "kills", [pytest.param(3, id="short"), pytest.param(20, id="long", marks=pytest.mark.long)]
)
def test_every_acknowledged_capture_survives_the_kill(
    own: House, tablets: Tablets, kills: int
) -> None:
    chance = random.Random(kills)
    for _ in range(kills):
        one_life(own, tablets, chance)
        with own.database.read() as session:
            found = dict(session.exec(select(Capture.uid, Capture.outcome)).all())
        kept = {str(uuid.UUID(bytes=uid)): outcome for uid, outcome in found.items()}
        assert tablets.acknowledged.items() <= kept.items()
        assert set(kept) - set(tablets.acknowledged) <= {c["id"] for c in tablets.unanswered}
    assert integrity.faults_of(own.database) == []
    with own.database.read() as session:
        assert projection.compare(session) == []
