"""Sensors that push over MQTT: `esat jobs` listens where ESAT_MQTT_URL names a broker.

A message becomes a reading, kept once, and is then acknowledged. A refused one is logged, counted
and acknowledged: it would come back for ever. Where the database fails it is not acknowledged: the
broker sends it again. Our identity at the broker is fixed and its session lasts, so that what came
while we were away is delivered when we are back.
"""

import logging
import threading
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from sqlalchemy.exc import SQLAlchemyError

from esat.actors import SYSTEM
from esat.db import Database
from esat.declarations import Job
from esat.errors import EsatError
from esat.scheduler import stopping
from esat.scheduler.runs import JobHouse
from laundry_rabc.instruments import readings
from laundry_rabc.loggers import mqtt_words
from laundry_rabc.loggers.mqtt_words import UnreadableError

try:
    from paho.mqtt import client as paho
    from paho.mqtt.enums import CallbackAPIVersion
except ImportError:  # the extra `iot` is not installed
    paho = None  # type: ignore[assignment]

log = logging.getLogger("esat.mqtt")

KEEPALIVE: Final = 30
PORTS: Final = {"mqtt": 1883, "mqtts": 8883}


@dataclass
class Counts:
    """What came since the process began: kept, known already, refused, to be sent again."""

    taken: int = 0
    known: int = 0
    refused: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Broker:
    """Where one listens. `url`: `mqtt://user:password@host:port` or `mqtts://…`."""

    host: str
    port: int
    secure: bool
    user: str
    password: str


def broker_of(url: str) -> Broker:
    """The parts of a setting. ValueError for what is no address of a broker."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("ESAT_MQTT_URL : écrivez mqtt://serveur:1883")
    return Broker(
        parts.hostname, parts.port or PORTS[parts.scheme], parts.scheme == "mqtts",
        unquote(parts.username or ""), unquote(parts.password or ""),
    )  # fmt: skip


def take(database: Database, topic: str, payload: bytes, counts: Counts) -> bool:
    """Keep one message; whether it may be acknowledged. Never raises for what a sensor sends."""
    try:
        sent = mqtt_words.measure_of(topic, payload)
        with database.write() as session:
            kept = readings.add(session, sent, by=SYSTEM)
    except UnreadableError as error:
        counts.refused += 1
        log.warning("mqtt: %s refused: %s", topic[:80], error)
    except EsatError as error:
        counts.refused += 1
        log.warning("mqtt: %s refused: %s", topic[:80], error.code)
    except SQLAlchemyError:
        counts.failed += 1
        log.exception("mqtt: %s not kept, it will be sent again", topic[:80])
        return False
    except Exception:  # whatever a sensor sent, the others are still heard
        counts.refused += 1
        log.exception("mqtt: %s refused", topic[:80])
    else:
        counts.known += kept.replay
        counts.taken += not kept.replay
    return True


class Listener:
    """One connection to a broker, which comes back by itself; `wait`: seconds before it first does,
    twice as many each time after.
    """

    def __init__(
        self, database: Database, url: str, identity: str = "esat-jobs", wait: int = 1
    ) -> None:
        self.url, self.counts = url, Counts()
        self.listens = False
        self._ended = threading.Event()
        self._database, self._broker = database, broker_of(url)
        if paho is None:
            raise RuntimeError("MQTT : installez l’extra « iot » (pip install 'esat[iot]').")
        client = paho.Client(
            CallbackAPIVersion.VERSION2, client_id=identity, clean_session=False,
            manual_ack=True,
        )  # fmt: skip
        if self._broker.user:
            client.username_pw_set(self._broker.user, self._broker.password)
        if self._broker.secure:
            client.tls_set()
        client.reconnect_delay_set(min_delay=wait, max_delay=60)
        client.on_connect, client.on_disconnect = self._connected, self._gone
        client.on_subscribe, client.on_message = self._subscribed, self._message
        self._client = client

    @property
    def is_connected(self) -> bool:
        return bool(self._client.is_connected())

    def start(self) -> None:
        """Listen in a thread of its own; a broker that is not there yet is waited for."""
        self._ended.clear()
        self._client.connect_async(self._broker.host, self._broker.port, KEEPALIVE)
        self._client.loop_start()

    def stop(self) -> None:
        """Say good-bye; the broker keeps what comes meanwhile."""
        self._ended.set()
        self._client.disconnect()
        self._client.loop_stop()

    def again(self) -> None:
        """Come back, so that what was not acknowledged is sent again."""
        self.counts.failed = 0
        self._client.reconnect()

    def _connected(
        self, client: Any, _data: Any, _flags: Any, reason: Any, _properties: Any
    ) -> None:
        if reason.is_failure:
            log.error("mqtt: the broker refuses: %s", reason)
            return
        client.subscribe(mqtt_words.TOPIC, qos=1)
        log.info("mqtt: listening at %s", self._broker.host)

    def _subscribed(self, *_: Any) -> None:
        self.listens = True

    def _gone(self, *_: Any) -> None:
        self.listens = False

    def _message(self, client: Any, _data: Any, message: Any) -> None:
        if self._ended.is_set():  # not acknowledged: the broker keeps it for our return
            return
        if take(self._database, message.topic, message.payload, self.counts):
            client.ack(message.mid, message.qos)


_listening: list[Listener] = []


def listen(house: JobHouse) -> None:
    """Listen in this process if a broker is named and nobody listens yet; called each minute."""
    url = house.settings.mqtt_url
    if not url:
        return
    if _listening and _listening[0].url == url:
        one = _listening[0]
        log.info("mqtt: connected %s, %s", one.is_connected, one.counts)
        if one.counts.failed:
            one.again()
        return
    made = Listener(house.database, url)
    made.start()
    _listening[:] = [made]
    threading.Thread(target=_until_the_end, args=(made,), daemon=True).start()


def _until_the_end(listener: Listener) -> None:
    stopping.ASKED.wait()
    listener.stop()
    _listening[:] = [one for one in _listening if one is not listener]


JOB: Final = Job(
    code="rabc.mqtt",
    label="Écouter les capteurs (MQTT)",
    trigger="interval",
    when={"minutes": 1},
    run=listen,
)
