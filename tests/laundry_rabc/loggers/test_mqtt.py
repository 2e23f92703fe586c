"""Sensors over MQTT: what a message says, and a real broker that sends it twice."""

import json
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as drawing
from hypothesis import strategies as st
from paho.mqtt import client as paho
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from esat import clock
from esat.db import Database
from esat.scheduler import stopping
from esat.web.door import House
from laundry_rabc.instruments.models import Reading
from laundry_rabc.loggers import mqtt, mqtt_words
from laundry_rabc.loggers.mqtt import Counts, Listener, broker_of, take
from laundry_rabc.loggers.mqtt_words import UnreadableError, measure_of
from tests.laundry_rabc.loggers import scene
from tests.missing import missing
from tests.prepare import SEARCHED

TOPIC = f"{mqtt_words.ROOT}/T-1"
AT = "2026-11-23T09:00:00+01:00"


def payload(**change: Any) -> bytes:
    said = {"at": AT, "value": 71.5, "unit": "°C"} | change
    return json.dumps(said).encode()


def test_a_message_is_a_measure() -> None:
    key = uuid.uuid4()
    found = measure_of(TOPIC, payload(key=str(key), note="palier"))
    assert (found.instrument, found.value, found.unit) == ("T-1", Decimal("71.5"), "°C")
    assert (found.key, found.note) == (key, "palier")
    assert found.at == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert measure_of(TOPIC, payload(value="71.25")).value == Decimal("71.25")
    assert measure_of(TOPIC, payload(value=71)).value == 71


def test_without_a_key_the_instrument_and_the_moment_make_one() -> None:
    one = measure_of(TOPIC, payload()).key
    assert measure_of(TOPIC, payload(value=9)).key == one
    same_moment = measure_of(TOPIC, payload(at="2026-11-23T08:00:00+00:00"))
    assert same_moment.key == one
    assert measure_of(TOPIC, payload(at="2026-11-23T09:00:01+01:00")).key != one
    assert measure_of(TOPIC + "2", payload()).key != one


@pytest.mark.parametrize(
    ("topic", "data"),
    [
        ("esat/mesures", payload()), ("esat/mesures/", payload()), ("autre/T-1", payload()),
        ("esat/mesures/a/b", payload()), ("esat/mesures/\x00", payload()),
        (TOPIC, b""), (TOPIC, b"71.5"), (TOPIC, b"[]"), (TOPIC, b"\xff\xfe"), (TOPIC, b"{"),
        (TOPIC, b"[" * 4000), (TOPIC, payload(note="x" * 5000)), (TOPIC, payload(at=None)),
        (TOPIC, payload(at="hier")), (TOPIC, payload(at="2026-11-23T09:00:00")),
        (TOPIC, payload(at="0001-01-01T00:00:00+14:00")), (TOPIC, payload(value=None)),
        (TOPIC, payload(value=True)), (TOPIC, payload(value="chaud")),
        (TOPIC, payload(value="NaN")),
        (TOPIC, b'{"at": "2026-11-23T09:00:00Z", "value": NaN, "unit": "C"}'),
        (TOPIC, payload(value=1e12)), (TOPIC, payload(unit="")), (TOPIC, payload(unit=3)),
        (TOPIC, payload(note="a\x00b")), (TOPIC, payload(note="\ud800")), (TOPIC, payload(note=[])),
        (TOPIC, payload(key="12")),
    ],
)  # fmt: skip
def test_what_is_no_measure_is_told(topic: str, data: bytes) -> None:
    with pytest.raises(UnreadableError):
        measure_of(topic, data)


@drawing(max_examples=40)
@given(st.text(max_size=20), st.binary(max_size=60))
def test_nothing_else_than_unreadable_comes_out(topic: str, data: bytes) -> None:
    for where in (topic, TOPIC):
        try:
            measure_of(where, data)
        except UnreadableError:
            continue


def test_the_address_of_a_broker() -> None:
    found = broker_of("mqtts://so%40nde:mot@broker.exemple")
    assert (found.host, found.port, found.secure) == ("broker.exemple", 8883, True)
    assert (found.user, found.password) == ("so@nde", "mot")
    assert broker_of("mqtt://h").port == 1883
    for wrong in ("", "http://h", "mqtt://"):
        with pytest.raises(ValueError, match="ESAT_MQTT_URL"):
            broker_of(wrong)


@pytest.fixture
def probe(session: Session, now: datetime) -> int:
    made = scene.probe(session, "T-1", now - timedelta(days=2))
    session.commit()
    return made.id or 0


def test_a_message_is_kept_once_and_refusals_are_counted(
    database: Database, session: Session, probe: int, now: datetime
) -> None:
    counts = Counts()
    for data in (payload(), payload(), payload(value=9), payload(unit="kg"), b"x"):
        assert take(database, TOPIC, data, counts)
    assert take(database, TOPIC + "9", payload(), counts)
    ahead = (now + timedelta(hours=1)).isoformat()
    assert take(database, TOPIC, payload(at=ahead), counts)
    assert counts == Counts(taken=1, known=1, refused=5)
    row = session.exec(select(Reading)).one()
    assert (row.instrument_id, row.value, row.account_id) == (probe, Decimal("71.5"), None)


def test_a_failing_database_acknowledges_nothing(
    database: Database, probe: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception("disk"))

    counts = Counts()
    monkeypatch.setattr(mqtt.readings, "add", broken)
    assert not take(database, TOPIC, payload(), counts)
    assert counts == Counts(failed=1)

    def odd(*_: object, **__: object) -> None:
        raise RuntimeError("odd")

    monkeypatch.setattr(mqtt.readings, "add", odd)
    assert take(database, TOPIC, payload(), counts)
    assert counts == Counts(failed=1, refused=1)


@dataclass
class Mosquitto:
    """A broker of one's own, which may be ended and begun again at the same door."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"mqtt://127.0.0.1:{self.port}"

    def begin(self) -> None:
        program = shutil.which("mosquitto", path=SEARCHED)
        if program is None:
            missing("no mosquitto: sensors over MQTT are not tried")
        conf = self.folder / "mosquitto.conf"
        conf.write_text(f"listener {self.port} 127.0.0.1\nallow_anonymous true\n", "utf-8")
        self.process = subprocess.Popen(
            [program, "-c", str(conf)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for(self._answers)

    def _answers(self) -> bool:
        with socket.socket() as door:
            return door.connect_ex(("127.0.0.1", self.port)) == 0

    def end(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
            self.process = None


def wait_for(true: Callable[[], bool], seconds: float = 15) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.02)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Mosquitto(tmp_path, port)
    made.begin()
    yield made
    made.end()


@pytest.fixture
def sensor(broker: Mosquitto) -> Iterator[Callable[[bytes], None]]:
    """Publishes at QoS 1 and waits until the broker has it."""
    client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id="sonde")
    client.reconnect_delay_set(1, 1)
    client.connect("127.0.0.1", broker.port)
    client.loop_start()

    def publish(data: bytes) -> None:
        client.publish(TOPIC, data, qos=1).wait_for_publish(10)

    yield publish
    client.disconnect()
    client.loop_stop()


@pytest.fixture
def their_probe(file_database: Database) -> int:
    with file_database.write() as session:
        return scene.probe(session, "T-1", datetime(2026, 1, 1, tzinfo=UTC)).id or 0


def minute(n: int) -> bytes:
    at = clock.now() - timedelta(hours=1) + timedelta(minutes=n)
    return payload(at=at.isoformat(), value=60 + n)


def test_a_broker_delivers_what_came_while_we_were_away_and_twice_is_once(
    file_database: Database, their_probe: int, broker: Mosquitto, sensor: Callable[[bytes], None]
) -> None:
    listener = Listener(file_database, broker.url)
    listener.start()
    wait_for(lambda: listener.is_connected and listener.listens)
    first = minute(1)
    for data in (first, first, b"pas du JSON", minute(2)):
        sensor(data)
    wait_for(lambda: listener.counts.taken == 2 and listener.counts.refused >= 1)
    wait_for(lambda: listener.counts.known >= 1)  # a busy broker may deliver once more
    listener.stop()
    sensor(minute(3))
    again = Listener(file_database, broker.url)
    again.start()
    wait_for(lambda: again.counts.taken == 1)
    again.stop()
    with file_database.read() as session:
        values = [row.value for row in session.exec(select(Reading).order_by(Reading.id))]  # type: ignore[arg-type]
    assert values == [61, 62, 63]


def test_a_broker_that_goes_and_comes_back_is_heard_again(
    file_database: Database, their_probe: int, broker: Mosquitto
) -> None:
    broker.end()
    listener = Listener(file_database, broker.url, wait=0)
    listener.start()
    broker.begin()
    wait_for(lambda: listener.is_connected and listener.listens)
    broker.end()
    wait_for(lambda: not listener.is_connected)
    broker.begin()
    wait_for(lambda: listener.is_connected and listener.listens)
    client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id="autre")
    client.connect("127.0.0.1", broker.port)
    client.loop_start()
    client.publish(TOPIC, minute(1), qos=1).wait_for_publish(10)
    wait_for(lambda: listener.counts.taken == 1)
    client.disconnect()
    client.loop_stop()
    listener.stop()


def test_the_job_listens_once_and_ends_with_the_process(
    file_database: Database, house: House, broker: Mosquitto, their_probe: int,
    sensor: Callable[[bytes], None],
) -> None:  # fmt: skip
    stopping.ASKED.clear()
    silent = House(house.settings, file_database, house.registry)
    mqtt.listen(silent)
    assert mqtt._listening == []
    settings = house.settings.model_copy(update={"mqtt_url": broker.url})
    named = House(settings, file_database, house.registry)
    try:
        mqtt.listen(named)
        one = mqtt._listening[0]
        mqtt.listen(named)
        assert mqtt._listening == [one]
        wait_for(lambda: one.is_connected and one.listens)
        sensor(minute(1))
        wait_for(lambda: one.counts.taken == 1)
    finally:
        stopping.ASKED.set()
    wait_for(lambda: mqtt._listening == [])
    assert not one.is_connected
    stopping.ASKED.clear()


def test_without_the_extra_the_job_says_what_to_install(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mqtt, "paho", None)
    settings = house.settings.model_copy(update={"mqtt_url": "mqtt://127.0.0.1"})
    with pytest.raises(RuntimeError, match="iot"):
        mqtt.listen(House(settings, house.database, house.registry))
