"""Carries what waits to the server, in order, again and again until it has it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Event, Thread
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from workshops.laundry.intake.scale.outbox import Outbox

PATIENCE: Final = 10
SOONEST, LATEST = 2.0, 60.0
NOT_LET_IN: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
AGAIN: Final = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)


@dataclass(frozen=True, slots=True)
class Server:
    """Where readings go, and with which token of a device."""

    url: str
    token: str

    def send(self, reading: dict[str, Any]) -> tuple[int, str]:
        """The status of the answer and its sentence; 0 when nobody answered."""
        request = Request(  # noqa: S310 - the command takes http and https only
            f"{self.url.rstrip('/')}/api/v1/readings",
            data=json.dumps(reading).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {self.token}",
            },
        )
        try:
            with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - the same
                return int(answer.status), ""
        except HTTPError as error:
            with error:
                return error.code, _sentence(error.read())
        except (URLError, OSError) as error:
            return 0, str(getattr(error, "reason", error))


class Courier(Thread):
    """Sends in the background, so that the scale is never left unread. `say` tells people."""

    def __init__(
        self, outbox: Outbox, server: Server, say: Callable[[str], None], soonest: float = SOONEST
    ) -> None:
        super().__init__(daemon=True)
        self.outbox, self.server, self.say = outbox, server, say
        self.wake, self.ended = Event(), Event()
        self._soonest, self._wait, self._told = soonest, soonest, ""

    def run(self) -> None:
        """Until it is ended: at each new reading, and later where a try failed."""
        while not self.ended.is_set():
            self.wake.clear()
            good = self.flush()
            self._wait = self._soonest if good else min(self._wait * 2, LATEST)
            self.wake.wait(LATEST if good else self._wait)

    def flush(self) -> bool:
        """Send what waits, in order; false when it is to be tried again later."""
        for path in self.outbox.waiting():
            reading = self.outbox.read(path)
            status, sentence = self.server.send(reading)
            if status == HTTPStatus.OK:
                self.outbox.done(path)
                self._tell(f"Envoyé : {_written(reading)}.")
            elif HTTPStatus.BAD_REQUEST <= status < 500 and status not in (*NOT_LET_IN, *AGAIN):
                self.outbox.set_aside(path)
                self._tell(f"Refusé : {_written(reading)}. {sentence} Gardé dans « refuses ».")
            else:
                self._tell(_trouble(status, sentence))
                return False
        return True

    def end(self) -> None:
        """Stop after the try that is under way."""
        self.ended.set()
        self.wake.set()

    def _tell(self, words: str) -> None:
        """The same trouble is told once, not at each try."""
        if words != self._told:
            self.say(words)
        self._told = words


def _written(reading: dict[str, Any]) -> str:
    return f"{reading['value'].replace('.', ',')} {reading['unit']}"


def _trouble(status: int, sentence: str) -> str:
    if status in NOT_LET_IN:
        return (
            "Le serveur ne connaît pas ce poste, ou il n’a pas le droit d’envoyer des mesures."
            " Vérifiez le jeton. Rien n’est perdu."
        )
    if status:
        return f"Le serveur a une panne ({status}). Nouvel essai bientôt. Rien n’est perdu."
    return f"Le serveur ne répond pas ({sentence}). Nouvel essai bientôt. Rien n’est perdu."


def _sentence(body: bytes) -> str:
    try:
        return str(json.loads(body)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return ""
