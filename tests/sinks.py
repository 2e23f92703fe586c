"""A label printer of the network that is none: keeps what it is sent, answers for its state, and
dies when it is told to. It knows no product.
"""

import socket
import struct
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

WELL = b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n"
NO_PAPER = b"\x02030,1,0,1245,000,0,0,0,000,0,0,0\x03\r\n"
REST = b"\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"


class LabelSink:
    """Listens on a port of this machine. `dies_after` labels it answers no more: it reads a part
    of the next one and resets the line, as a printer does that loses its power.
    """

    def __init__(
        self, port: int = 0, *, dies_after: int | None = None, status: bytes = WELL
    ) -> None:
        self.labels: list[str] = []
        self.status = status
        self.died = threading.Event()
        self._dies_after = dies_after
        self._listening = socket.create_server(("127.0.0.1", port))
        self.port = int(self._listening.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def close(self) -> None:
        self.died.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while not self.died.is_set():
            try:
                line, _address = self._listening.accept()
            except OSError:
                return
            with line:
                self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        data = b""
        while part := line.recv(65536):
            data += part
            if data == b"~HS":
                line.sendall(self.status + REST)
                return
            if self._dies_after is not None and len(self.labels) >= self._dies_after:
                # A reset, not a close: whoever sends cannot tell how much of it was read.
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.died.set()
                self._listening.close()
                return
        self.labels.append(data.decode())
