"""Bytes to a printer: a folder, an IPP address or a socket; no failure is silent, and each says
whether something may have left.
"""

import os
import re
import socket
import time
import uuid
from contextlib import suppress
from pathlib import Path

from labels import ipp
from labels.spec import DoubtError, NotSentError, Printer, TransportError

PORT = 9100
SECONDS = 15.0
"""How long a printer may take, from the first byte to its own closing."""
CALLING = 4.0
"""How long a printer may take to answer the call at all."""

_SUFFIXES = {b"%PDF": ".pdf", b"\x89PNG": ".png", b"^XA": ".zpl"}
_TARGET = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[\w.-]+))(?::(?P<port>\d{1,5}))?")


def send(data: bytes, printer: Printer, *, name: str = "", seconds: float = SECONDS) -> None:
    """Hand the bytes to the printer. Raises NotSentError when not a byte left, DoubtError when
    some may have.

    Taken by the printer is not yet printed: the job stays open until somebody has seen it.
    """
    if not data:
        raise NotSentError("nothing_to_print", printer=printer.name)
    if printer.kind == "file":
        _to_folder(data, printer, name)
    elif printer.kind == "ipp":
        ipp.print_job(data, printer, name=name, seconds=seconds)
    else:
        _to_socket(data, printer, seconds)


def suffix(data: bytes) -> str:
    return next((end for start, end in _SUFFIXES.items() if data.startswith(start)), ".bin")


def written(printer: Printer, name: str) -> bool:
    """Whether a folder already holds the file of this job: a killed process had written it."""
    safe = _safe(name)
    folder = Path(printer.target)
    return bool(safe) and any((folder / f"{safe}{end}").exists() for end in _SUFFIXES.values())


def _safe(name: str) -> str:
    return re.sub(r"[^\w.-]+", "_", name).strip("._")[:80]


def _to_folder(data: bytes, printer: Printer, name: str) -> None:
    """Write a file of its own: whole or not at all, and over no other."""
    folder = Path(printer.target)
    unique = uuid.uuid4().hex
    path = folder / f"{_safe(name) or unique}{suffix(data)}"
    partial = folder / f".{unique}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with partial.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.link(partial, path)
    except FileExistsError as error:
        raise TransportError("file_exists", printer=printer.name, file=path.name) from error
    except OSError as error:
        raise NotSentError(
            "folder_unwritable", printer=printer.name, reason=error.strerror
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def address(printer: Printer) -> tuple[str, int]:
    """The host and port of a label printer, or NotSentError `address_unreadable`."""
    found = _TARGET.fullmatch(printer.target)
    if not found or int(found["port"] or PORT) not in range(1, 65536):
        raise NotSentError("address_unreadable", printer=printer.name, target=printer.target)
    return found["six"] or found["host"], int(found["port"] or PORT)


def call(printer: Printer, seconds: float = CALLING) -> socket.socket:
    """A line to a label printer, or NotSentError `printer_unreachable`."""
    try:
        return socket.create_connection(address(printer), timeout=seconds)
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotSentError("printer_unreachable", printer=printer.name, reason=reason) from error


def _to_socket(data: bytes, printer: Printer, seconds: float) -> None:
    """Send, say that all is sent, and wait until the printer has read it and closes."""
    with call(printer, min(seconds, CALLING)) as line:
        end = time.monotonic() + seconds
        try:
            line.settimeout(_left(end))
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
            line.settimeout(_left(end))
            while line.recv(4096):
                line.settimeout(_left(end))
        except TimeoutError as error:
            raise DoubtError("printer_silent", printer=printer.name) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise DoubtError("printer_cut", printer=printer.name, reason=reason) from error


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
