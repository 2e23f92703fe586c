"""A serial line as lines of text, by the system's own terminals."""

import os
import select
import termios
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from esat.errors import Refused

SPEEDS: Final = {
    1200: termios.B1200, 2400: termios.B2400, 4800: termios.B4800, 9600: termios.B9600,
    19200: termios.B19200, 38400: termios.B38400, 57600: termios.B57600, 115200: termios.B115200,
}  # fmt: skip
LONGEST: Final = 256
IN, OUT, CONTROL, LOCAL, IN_SPEED, OUT_SPEED, SIGNS = range(7)


class SerialLine:
    """Eight bits, no parity, one stop bit. Refuses `scale_no_port`, `scale_port_closed` and
    `scale_port_gone` (unplugged).
    """

    def __init__(self, port: Path, speed: int) -> None:
        try:
            self._file = os.open(port, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        except FileNotFoundError as error:
            raise Refused("scale_no_port", port=port) from error
        except PermissionError as error:
            raise Refused("scale_port_closed", port=port) from error
        except OSError as error:
            raise Refused("scale_port_gone", port=port) from error
        self._port, self._held = port, b""
        try:
            _prepare(self._file, SPEEDS[speed])
        except termios.error as error:
            os.close(self._file)
            raise Refused("scale_port_gone", port=port) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._file)

    def ask(self, command: str) -> None:
        """For a scale that speaks only when it is asked."""
        try:
            os.write(self._file, f"{command}\r\n".encode("ascii"))
        except OSError as error:
            raise Refused("scale_port_gone", port=self._port) from error

    def lines(self, patience: float) -> list[str]:
        """The whole lines that came; none after `patience` seconds of silence."""
        ready, _, _ = select.select([self._file], [], [], patience)
        if not ready:
            return []
        try:
            came = os.read(self._file, 4096)
        except BlockingIOError:
            return []
        except OSError as error:
            raise Refused("scale_port_gone", port=self._port) from error
        if not came:
            raise Refused("scale_port_gone", port=self._port)
        *whole, rest = (self._held + came).replace(b"\r", b"\n").split(b"\n")
        self._held = rest[-LONGEST:]
        return [text for line in whole if (text := line.decode("ascii", "replace").strip())]


def _prepare(file: int, speed: int) -> None:
    """Raw: signs as they come, none echoed, none that means something to the terminal."""
    found = termios.tcgetattr(file)
    found[IN] = found[OUT] = found[LOCAL] = 0
    found[CONTROL] = termios.CS8 | termios.CREAD | termios.CLOCAL
    found[IN_SPEED] = found[OUT_SPEED] = speed
    termios.tcsetattr(file, termios.TCSANOW, found)
