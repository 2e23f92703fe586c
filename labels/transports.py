"""Bytes to a printer: a folder, the system's spooler or a socket; a failure is never silent."""

import os
import re
import shutil
import socket
import subprocess
import time
import uuid
from contextlib import suppress
from pathlib import Path

from labels.spec import Printer, TransportError

PORT = 9100
SECONDS = 15.0
"""How long a printer may take, from the call to its own closing."""

_SUFFIXES = {b"%PDF": ".pdf", b"\x89PNG": ".png", b"^XA": ".zpl"}
_TARGET = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[\w.-]+))(?::(?P<port>\d{1,5}))?")


def send(data: bytes, printer: Printer, *, name: str = "", seconds: float = SECONDS) -> None:
    """Hand the bytes to the printer, or raise TransportError.

    Taken by the printer is not yet printed: the job stays open until somebody confirms it.
    """
    if not data:
        raise TransportError("nothing_to_print", printer=printer.name)
    if printer.kind == "file":
        _to_folder(data, printer, name)
    elif printer.kind == "spool":
        _to_spooler(data, printer, name, seconds)
    else:
        _to_socket(data, printer, seconds)


def _suffix(data: bytes) -> str:
    return next((end for start, end in _SUFFIXES.items() if data.startswith(start)), ".bin")


def _to_folder(data: bytes, printer: Printer, name: str) -> None:
    """Write a file of its own: whole or not at all, and over no other."""
    folder = Path(printer.target)
    safe = re.sub(r"[^\w.-]+", "_", name).strip("._")[:80]
    unique = uuid.uuid4().hex
    path = folder / f"{safe or unique}{_suffix(data)}"
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
        raise TransportError(
            "folder_unwritable", printer=printer.name, reason=error.strerror
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _to_spooler(data: bytes, printer: Printer, name: str, seconds: float) -> None:
    program = shutil.which("lp")
    if program is None:
        raise TransportError("spooler_missing", printer=printer.name)
    command = [program, "-d", printer.target]
    if name:
        command += ["-t", name]
    if printer.media:
        command += ["-o", f"media={printer.media}"]
    if _suffix(data) == ".zpl":
        command += ["-o", "raw"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TransportError("printer_silent", printer=printer.name) from error
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip()[:300]
        raise TransportError("spooler_refused", printer=printer.name, reason=reason)


def _address(printer: Printer) -> tuple[str, int]:
    found = _TARGET.fullmatch(printer.target)
    if not found or int(found["port"] or PORT) not in range(1, 65536):
        raise TransportError("address_unreadable", printer=printer.name, target=printer.target)
    return found["six"] or found["host"], int(found["port"] or PORT)


def _to_socket(data: bytes, printer: Printer, seconds: float) -> None:
    """Send, say that all is sent, and wait until the printer has read it and closes."""
    host, port = _address(printer)
    end = time.monotonic() + seconds
    try:
        with socket.create_connection((host, port), timeout=seconds) as line:
            line.settimeout(_left(end))
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
            line.settimeout(_left(end))
            while line.recv(4096):
                line.settimeout(_left(end))
    except TimeoutError as error:
        raise TransportError("printer_silent", printer=printer.name) from error
    except OSError as error:
        raise TransportError(
            "printer_unreachable", printer=printer.name, reason=error.strerror or str(error)
        ) from error


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
