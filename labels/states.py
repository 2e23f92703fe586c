"""What a printer says of itself: ready, wanting somebody, stopped, or away; prints nothing."""

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from labels import ipp, transports
from labels.spec import DoubtError, NotSentError, Printer

SECONDS = 2.0
_LINES = re.compile(rb"\x02([^\x03]*)\x03")
_FIRST = {1: "paper_out", 2: "paused", 5: "buffer_full", 10: "too_cold", 11: "too_hot"}
"""Places of the first line that `~HS` answers which stop a printer, per the ZPL II manual."""
_SECOND = {2: "head_open", 3: "ribbon_out"}
_IPP_WORDS = (
    ("media-empty", "paper_out"), ("media-needed", "paper_out"), ("media-jam", "jam"),
    ("cover-open", "head_open"), ("door-open", "head_open"), ("toner-empty", "ribbon_out"),
    ("marker-supply-empty", "ribbon_out"), ("paused", "paused"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """`reasons` are codes; a printer that says nothing of its state is `ready` without any."""

    word: Literal["ready", "attention", "stopped", "unreachable"]
    reasons: tuple[str, ...] = ()

    @property
    def prints(self) -> bool:
        return self.word in {"ready", "attention"}


def state(printer: Printer, *, asks_zpl: bool = True, seconds: float = SECONDS) -> State:
    """Ask a printer how it is. `asks_zpl` sends `~HS`, which no other language understands."""
    try:
        if printer.kind == "file":
            return _folder(Path(printer.target))
        if printer.kind == "ipp":
            return _ipp(printer, seconds)
        return _zpl(printer, seconds) if asks_zpl else _there(printer, seconds)
    except NotSentError as error:
        return State("unreachable", (error.code,))
    except DoubtError as error:
        return State("attention", (error.code,))


def _folder(folder: Path) -> State:
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()
        return State("ready")
    return State("stopped", ("folder_unwritable",))


def _ipp(printer: Printer, seconds: float) -> State:
    number, said = ipp.state_of(printer, seconds)
    reasons = dict.fromkeys(word for start, word in _IPP_WORDS for one in said if start in one)
    if number == ipp.STOPPED:
        return State("stopped", tuple(reasons) or ("paused",))
    return State("attention" if reasons else "ready", tuple(reasons))


def _there(printer: Printer, seconds: float) -> State:
    transports.call(printer, seconds).close()
    return State("ready")


def _zpl(printer: Printer, seconds: float) -> State:
    answer = b""
    with transports.call(printer, seconds) as line, suppress(OSError):
        line.settimeout(seconds)
        line.sendall(b"~HS")
        while len(_LINES.findall(answer)) < 3 and (part := line.recv(4096)):
            answer += part
    return read_host_status(answer)


def read_host_status(answer: bytes) -> State:
    """Judge the three lines of `~HS`; an answer of another form says nothing."""
    lines = [line.decode("ascii", "replace").split(",") for line in _LINES.findall(answer)]
    reasons = [
        word
        for line, places in zip(lines, (_FIRST, _SECOND), strict=False)
        for place, word in places.items()
        if len(line) > place and line[place].strip() == "1"
    ]
    return State("stopped", tuple(reasons)) if reasons else State("ready")
