"""Reads the scale for as long as it runs: each new load is kept, then sent; troubles are told."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final

from esat.errors import Refused
from workshops.laundry.intake.scale import frames
from workshops.laundry.intake.scale.courier import Courier
from workshops.laundry.intake.scale.frames import Frame, NoWeight
from workshops.laundry.intake.scale.gate import Gate
from workshops.laundry.intake.scale.line import SerialLine
from workshops.laundry.intake.scale.outbox import Outbox

PATIENCE: Final = 0.5
SILENT: Final = 120
"""Half seconds of silence before it is told."""
STRANGE: Final = 8
"""Lines in a row that are none of a scale's, before it is told."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale: where it is plugged, how fast it speaks, how it is called on the server."""

    port: Path
    instrument: str
    speed: int = 9600
    unit: str = "kg"
    ask: str = ""


@dataclass(slots=True)
class Watch:
    """One scale watched. `say` tells people; `stop` ends it."""

    scale: Scale
    outbox: Outbox
    courier: Courier
    gate: Gate
    say: Callable[[str], None]
    stop: Event
    strange: int = 0
    silent: int = 0
    told: str = ""

    def run(self) -> None:
        """Open the line, and again when the scale was unplugged."""
        self.courier.start()
        while not self.stop.is_set():
            try:
                with SerialLine(self.scale.port, self.scale.speed) as line:
                    self._tell(f"Balance {self.scale.instrument} : prête.")
                    self._listen(line)
            except Refused as trouble:
                self._tell(trouble.message)
                self.stop.wait(2)
        self.courier.end()
        self.courier.join(PATIENCE)

    def _listen(self, line: SerialLine) -> None:
        while not self.stop.is_set():
            if self.scale.ask:
                line.ask(self.scale.ask)
            came = line.lines(PATIENCE)
            self.silent = 0 if came else self.silent + 1
            if self.silent == SILENT and not self.scale.ask:
                self._tell("Rien ne vient de la balance. Est-elle allumée, le câble est-il mis ?")
            for text in came:
                self._hear(text)

    def _hear(self, text: str) -> None:
        heard = frames.read(text, self.scale.unit)
        if heard is None:
            self.strange += 1
            if self.strange == STRANGE:
                self._tell(
                    f"La balance envoie autre chose qu’un poids : « {text[:40]} »."
                    " Vérifiez la vitesse (--baud) et son format."
                )
            return
        self.strange = 0
        if isinstance(heard, NoWeight):
            self._tell(f"La balance dit « {heard.text[:20]} » : trop lourd, ou à remettre à zéro.")
            return
        self._weigh(heard)

    def _weigh(self, frame: Frame) -> None:
        load = self.gate.hear(frame)
        if load is not None:
            self.outbox.add(load, self.scale.instrument)
            self.told = ""
            self.courier.wake.set()

    def _tell(self, words: str) -> None:
        if words != self.told:
            self.say(words)
        self.told = words
