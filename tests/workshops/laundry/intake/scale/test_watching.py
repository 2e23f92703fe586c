"""A scale on a pseudo-terminal, the helper before it, and the served house behind a bad network."""

import json
import os
import subprocess
import sys
import time
import tty
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.app import create_app
from esat.config import Settings
from esat.db import Database
from esat.registry import Registry
from esat.web.door import House
from laundry_rabc.instruments import keeping
from laundry_rabc.instruments.keeping import InstrumentIn
from laundry_rabc.instruments.models import Reading
from tests import factories, signing_in
from tests.serving import serving
from tests.workshops.laundry.intake import desk
from workshops.laundry.intake.models import Weighing
from workshops.laundry.intake.scale.courier import Courier, Server
from workshops.laundry.intake.scale.gate import Gate
from workshops.laundry.intake.scale.outbox import Outbox
from workshops.laundry.intake.scale.watching import Scale, Watch

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PATIENCE = 20


@dataclass
class BadNetwork:
    """Before the house: refuses the first tries, or does the work and loses the answer."""

    application: Any
    down: int = 0
    lost: int = 0
    seen: int = 0

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        self.seen += 1
        if self.down > 0:
            self.down -= 1
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        if self.lost > 0:
            self.lost -= 1
            list(self.application(environ, lambda *_: lambda _: None))
            start_response("500 Internal Server Error", [("Content-Length", "0")])
            return [b""]
        body: Iterable[bytes] = self.application(environ, start_response)
        return body


@dataclass
class Plant:
    """A served laundry with a scale's device, one expected bag, and the end of the cable."""

    url: str
    token: str
    network: BadNetwork
    database: Database
    bag: str
    folder: Path
    cable: int
    port: Path
    said: list[str] = field(default_factory=list)

    def speak(self, *lines: str) -> None:
        for line in lines:
            os.write(self.cable, f"{line}\r\n".encode())
            time.sleep(0.02)

    def receive(self) -> None:
        """The bag is received by a tablet of the same station."""
        with self.database.write() as session:
            subject = desk.subjects.by_code(session, self.bag)
            assert subject is not None
        app = self.network.application
        sent = desk.capture("laundry.receive", self.bag)
        answer = app.test_client().post(
            desk.CAPTURES, json=sent, headers={"Authorization": f"Bearer {self.token}"}
        )
        assert answer.json["outcome"] == "ok", answer.text

    def rows(self, table: type[Any]) -> list[Any]:
        with self.database.read() as session:
            return list(session.exec(select(table).order_by(col(table.id))))

    def outbox(self) -> Outbox:
        return Outbox(self.folder)

    @contextmanager
    def watched(self) -> Iterator[Watch]:
        """The helper in a thread of this process, with little patience between two tries."""
        outbox, stop = self.outbox(), Event()
        courier = Courier(outbox, Server(self.url, self.token), self.said.append, soonest=0.05)
        watch = Watch(Scale(self.port, "BAL1"), outbox, courier, Gate(), self.said.append, stop)
        thread = Thread(target=watch.run, daemon=True)
        thread.start()
        until(lambda: any("prête" in words for words in self.said))
        try:
            yield watch
        finally:
            stop.set()
            thread.join(PATIENCE)
            assert not thread.is_alive()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def prepared(session: Session) -> tuple[str, str]:
    keeping.declare(
        session, InstrumentIn(code="BAL1", name="Balance", kind="scale", unit="kg"), by=SYSTEM
    )
    token, _ = signing_in.enrol(session)
    _, bag = factories.make_bag(session)
    return token, bag


@pytest.fixture
def plant(
    file_database: Database, loaded: Registry, settings: Settings, tmp_path: Path
) -> Iterator[Plant]:
    network = BadNetwork(create_app(house=House(settings, file_database, loaded)))
    with file_database.write() as session:
        token, bag = prepared(session)
    cable, end = os.openpty()
    tty.setraw(end)
    with serving(network) as url:
        yield Plant(
            url, token, network, file_database, bag, tmp_path / "kept", cable,
            Path(os.ttyname(end)),
        )  # fmt: skip
    os.close(cable)
    os.close(end)


EMPTY, LOAD = ("ST,GS,+   0.00kg",) * 3, ("US,GS,+   6.00kg", *("ST,GS,+  12.34kg",) * 4)


def test_a_stable_load_weighs_the_bag_just_received(plant: Plant) -> None:
    plant.receive()
    with plant.watched():
        plant.speak(*EMPTY, *LOAD)
        until(lambda: bool(plant.rows(Weighing)))
        until(lambda: plant.outbox().waiting() == [])
    (row,) = plant.rows(Weighing)
    assert (row.kg, row.source, row.instrument) == (Decimal("12.34"), "scale", "BAL1")
    (reading,) = plant.rows(Reading)
    assert row.reading_key == reading.key
    assert plant.said[-1] == "Envoyé : 12,34 kg."


def test_without_network_nothing_is_lost_and_nothing_comes_twice(plant: Plant) -> None:
    plant.receive()
    plant.network.down, plant.network.lost = 3, 2
    with plant.watched():
        plant.speak(*EMPTY, *LOAD, *EMPTY, *("ST,GS,+   8.00kg",) * 4)
        until(lambda: len(plant.rows(Reading)) == 2)
        until(lambda: plant.outbox().waiting() == [])
    assert plant.network.seen >= 7
    assert [row.value for row in plant.rows(Reading)] == [Decimal("12.34"), Decimal(8)]
    assert [row.kg for row in plant.rows(Weighing)] == [Decimal("12.34")]
    assert any("Rien n’est perdu" in words for words in plant.said)


def test_what_waited_on_the_disk_is_sent_by_the_next_start(plant: Plant) -> None:
    outbox = plant.outbox()
    frame = {"id": "6d6f4a0e-2f1c-4a55-9d1e-0c9b1f1a7a11", "instrument": "BAL1",
             "at": clock.now().isoformat(), "value": "5.5", "unit": "kg"}  # fmt: skip
    (outbox.folder / "20261123T080000-x.json").write_text(json.dumps(frame))
    with plant.watched():
        until(lambda: bool(plant.rows(Reading)))
    assert [row.value for row in plant.rows(Reading)] == [Decimal("5.5")]


def test_what_the_server_refuses_is_put_aside_and_told(plant: Plant) -> None:
    with plant.watched() as watch:
        plant.speak(*("ST,GS,+ 0g",) * 3, *("ST,GS,+ 12340g",) * 4)
        until(lambda: any("Refusé" in words for words in plant.said))
        assert watch.outbox.waiting() == []
    assert len(list((plant.folder / "refuses").glob("*.json"))) == 1
    assert plant.rows(Reading) == []
    assert any("mesure en kg" in words for words in plant.said)


def test_a_wrong_token_and_strange_words_are_told_plainly(plant: Plant) -> None:
    plant.token = "nobody"
    with plant.watched():
        plant.speak(*["bonjour"] * 9, "S +")
        plant.speak(*EMPTY, *LOAD)
        until(lambda: any("Vérifiez le jeton" in words for words in plant.said))
    assert any("--baud" in words for words in plant.said)
    assert any("trop lourd" in words for words in plant.said)
    assert len(plant.outbox().waiting()) == 1


def test_the_command_reads_a_scale_and_speaks_french(plant: Plant, tmp_path: Path) -> None:
    token = tmp_path / "jeton"
    token.write_text(plant.token)
    plant.receive()
    command = [
        sys.executable, "-m", "workshops.laundry.intake.scale", "--port", str(plant.port),
        "--url", plant.url, "--token-file", str(token), "--instrument", "BAL1",
        "--queue", str(plant.folder),
    ]  # fmt: skip
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    assert running.stdout is not None
    try:
        assert "prête" in running.stdout.readline()
        plant.speak(*EMPTY, *LOAD)
        assert running.stdout.readline().strip() == "Envoyé : 12,34 kg."
    finally:
        running.terminate()
        running.wait(PATIENCE)
        running.stdout.close()
    assert [row.kg for row in plant.rows(Weighing)] == [Decimal("12.34")]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--url", "ftp://x"], "http://"), (["--token-file", "/rien"], "jeton"),
        (["--zero", "peu"], "--zero"), ([], "jeton"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_command_is_said(
    tmp_path: Path, more: list[str], words: str
) -> None:
    from click.testing import CliRunner

    from workshops.laundry.intake.scale.cli import scale

    token = tmp_path / "jeton"
    token.write_text("" if not more else "abc")
    given = {"--port": "/rien", "--url": "http://127.0.0.1:9", "--token-file": str(token),
             "--instrument": "BAL1", "--queue": str(tmp_path / "q")}  # fmt: skip
    given |= dict(zip(more[::2], more[1::2], strict=True))
    done = CliRunner().invoke(scale, [part for pair in given.items() for part in pair])
    assert done.exit_code == 2
    assert words in done.output


def test_a_missing_port_says_what_to_do(plant: Plant) -> None:
    plant.port = Path("/dev/rien")
    stop = Event()
    outbox = plant.outbox()
    courier = Courier(outbox, Server(plant.url, plant.token), plant.said.append)
    watch = Watch(Scale(plant.port, "B"), outbox, courier, Gate(), plant.said.append, stop)
    thread = Thread(target=watch.run, daemon=True)
    thread.start()
    until(lambda: bool(plant.said))
    stop.set()
    thread.join(PATIENCE)
    assert "Branchez la balance" in plant.said[0]
