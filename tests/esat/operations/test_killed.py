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
from collections.abc import Iterable
from decimal import Decimal
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.operations import integrity
from esat.production import projection
from esat.production.journal_models import Capture
from esat.production.models import Lot
from esat.production.moves import Context
from esat.web.door import House
from tests import factories, signing_in
from tests.workshops.laundry.washing import laundries
from workshops.laundry.plant import service
from workshops.laundry.plant.service import MachineFacts, ProgrammeFacts
from workshops.laundry.washing import sorting
from workshops.laundry.washing.models import Cycle

ROOT = Path(__file__).parents[3]
CLIENTS = 4


Sent = dict[str, Any]


class Tablets:
    """Clients that send as fast as they can, and send again what had no answer."""

    def __init__(self, port: int, who: dict[str, str], captures: Iterable[Sent]) -> None:
        self.port = port
        self.headers = {**who, "Content-Type": "application/json"}
        self.captures = iter(captures)
        self.guard = threading.Lock()
        self.unanswered: list[Sent] = []
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

    def _next(self) -> Sent | None:
        with self.guard:
            if self.unanswered:
                return self.unanswered.pop()
            capture = next(self.captures, None)
        marks = {"id": str(uuid.uuid4()), "at": clock.now().isoformat()}
        return None if capture is None else marks | capture

    def _send(self, connection: HTTPConnection, capture: Sent) -> bool:
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


def bearer(token: str) -> dict[str, str]:
    """The headers of an enrolled device."""
    return {"Authorization": f"Bearer {token}"}


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
    received = ({"kind": "move", "code": code, "action": "receive"} for code in codes)
    return Tablets(free_port(), bearer(token), received)


def one_life(own: House, tablets: Tablets, chance: random.Random, most: float = 0.5) -> None:
    """The server starts, works a moment under load (`most` seconds), and is killed."""
    server = serve(own, tablets.port)
    before = len(tablets.acknowledged)
    threads = [threading.Thread(target=tablets.run) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        deadline = time.monotonic() + 30
        while len(tablets.acknowledged) < before + 10 and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(chance.random() * most)
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


LOADS = 40


def starts(session: Session) -> list[Sent]:
    """Loads that wait, each with a machine of its own, and the acts that start them."""
    laundries.build(session)
    at = clock.now()
    facts = [MachineFacts(f"M{n}", nominal_kg=Decimal(40)) for n in range(LOADS)]
    machines = [service.add_machine(session, one, by=SYSTEM, at=at) for one in facts]
    keys = tuple(made.resource_id for made, _ in machines)
    wash = ProgrammeFacts("X", "Draps", 60, machines=keys)
    _, programme = service.add_programme(session, wash, by=SYSTEM, at=at)
    acts: list[Sent] = []
    for n, (_, machine) in enumerate(machines):
        _, bin_code = service.add_bin(session, f"Bac {n}", None, by=SYSTEM, at=at)
        subject = laundries.subject(session, laundries.received(session, "36", at=at))
        sorting.into_bin(session, subject, bin_code, Context(SYSTEM, at))
        data = {"machine": machine, "programme": programme}
        acts.append({"kind": "act", "code": bin_code, "action": "laundry.start", "data": data})
    return acts


def test_a_load_that_starts_as_the_server_is_killed_starts_whole_or_not_at_all(own: House) -> None:
    with own.database.write() as session:
        token, _station = signing_in.enrol(session)
        tablets = Tablets(free_port(), bearer(token), starts(session))
    one_life(own, tablets, random.Random(7), most=0.05)
    with own.database.read() as session:
        running = set(session.exec(select(Cycle.lot_id).where(col(Cycle.ended_at).is_(None))))
        washing = set(session.exec(select(Lot.id).where(Lot.stage == "washing")))
        kept = session.exec(select(Capture.uid).where(Capture.outcome == "ok")).all()
        assert projection.compare(session) == []
    assert running == washing
    assert len(running) == len(kept) >= len(tablets.acknowledged)
    assert set(tablets.acknowledged.values()) == {"ok"}
    assert integrity.faults_of(own.database) == []
