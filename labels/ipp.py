"""The few words of IPP (RFC 8010, 8011) that a label needs: print, ask for the state, find a job.

One client serves a printer of the network and a queue of CUPS alike; it knows no label.
"""

import http.client
import struct
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from labels.spec import DoubtError, NotSentError, Printer

PORT = 631
SECONDS = 15.0
_PRINT_JOB, _GET_JOBS, _GET_PRINTER = 0x0002, 0x000A, 0x000B
_OPERATION, _JOB, _END, _PRINTER = 0x01, 0x02, 0x03, 0x04
_INTEGER, _ENUM, _TEXT, _NAME, _KEYWORD = 0x21, 0x23, 0x41, 0x42, 0x44
_URI, _CHARSET, _LANGUAGE, _MIME = 0x45, 0x47, 0x48, 0x49
_FORMATS = {b"%PDF": "application/pdf", b"\x89PNG": "image/png"}
_RAW = "application/octet-stream"
_BUSY, _PAUSE = {0x0506, 0x0507}, 0.3
IDLE, PROCESSING, STOPPED = 3, 4, 5


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of an operation, and its groups of attributes by name."""

    status: int
    groups: tuple[dict[str, list[str | int]], ...]

    @property
    def good(self) -> bool:
        return self.status < 0x0100


def print_job(data: bytes, printer: Printer, *, name: str, seconds: float = SECONDS) -> None:
    """Print a document, waiting while the printer is busy with another. NotSentError when it
    refused it or was not there; DoubtError when it did not answer.
    """
    end = time.monotonic() + seconds
    kind = next((mime for start, mime in _FORMATS.items() if data.startswith(start)), _RAW)
    wanted = [(_NAME, "job-name", name or "label"), (_MIME, "document-format", kind)]
    media = [(_KEYWORD, "media", printer.media)] if printer.media else []
    body = _request(_PRINT_JOB, printer, wanted, media) + data
    answer = _post(printer, body, seconds)
    while answer.status in _BUSY and time.monotonic() < end:
        time.sleep(_PAUSE)
        answer = _post(printer, body, seconds)
    if not answer.good:
        raise NotSentError("ipp_refused", printer=printer.name, reason=f"0x{answer.status:04x}")


def state_of(printer: Printer, seconds: float = SECONDS) -> tuple[int, list[str]]:
    """What the printer says of itself: _BUSY, _PAUSE = {0x0506, 0x0507}, 0.3
    IDLE, PROCESSING or STOPPED, and its reasons.
    """
    answer = _post(printer, _request(_GET_PRINTER, printer, []), seconds)
    if not answer.good:
        raise NotSentError("ipp_refused", printer=printer.name, reason=f"0x{answer.status:04x}")
    found: dict[str, list[str | int]] = {}
    for group in answer.groups:
        found |= group
    state = found.get("printer-state", [IDLE])[0]
    reasons = [str(one) for one in found.get("printer-state-reasons", []) if one != "none"]
    return (state if isinstance(state, int) else IDLE), reasons


def has_job(printer: Printer, name: str, seconds: float = SECONDS) -> bool | None:
    """Whether the printer knows a job of this name; None when it does not say."""
    for which in ("not-completed", "completed"):
        asked = [(_KEYWORD, "which-jobs", which), (_KEYWORD, "requested-attributes", "job-name")]
        body = _request(_GET_JOBS, printer, asked)
        answer = _post(printer, body, seconds)
        if not answer.good:
            return None
        if any(name in group.get("job-name", []) for group in answer.groups):
            return True
    return False


def _request(
    operation: int,
    printer: Printer,
    wanted: list[tuple[int, str, str]],
    of_job: list[tuple[int, str, str]] | None = None,
) -> bytes:
    head = struct.pack(">BBHI", 1, 1, operation, 1)
    always = [
        (_CHARSET, "attributes-charset", "utf-8"),
        (_LANGUAGE, "attributes-natural-language", "fr"),
        (_URI, "printer-uri", printer.target),
        (_NAME, "requesting-user-name", "esat"),
    ]
    body = bytes([_OPERATION]) + b"".join(_attribute(*one) for one in [*always, *wanted])
    if of_job:
        body += bytes([_JOB]) + b"".join(_attribute(*one) for one in of_job)
    return head + body + bytes([_END])


def _attribute(tag: int, name: str, value: str) -> bytes:
    key, raw = name.encode(), value.encode()
    return struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(raw)) + raw


def _post(printer: Printer, body: bytes, seconds: float) -> Answer:
    parts = urlsplit(printer.target)
    if parts.scheme not in {"ipp", "ipps"} or not parts.hostname:
        raise NotSentError("address_unreadable", printer=printer.name, target=printer.target)
    over = http.client.HTTPSConnection if parts.scheme == "ipps" else http.client.HTTPConnection
    line = over(parts.hostname, parts.port or PORT, timeout=seconds)
    try:
        try:
            line.connect()
        except OSError as error:
            reason = error.strerror or str(error)
            raise NotSentError(
                "printer_unreachable", printer=printer.name, reason=reason
            ) from error
        return _asked(line, parts.path or "/", body, printer)
    finally:
        line.close()


def _asked(line: http.client.HTTPConnection, path: str, body: bytes, printer: Printer) -> Answer:
    try:
        line.request("POST", path, body, {"Content-Type": "application/ipp"})
        answer = line.getresponse()
        read = answer.read()
    except TimeoutError as error:
        raise DoubtError("printer_silent", printer=printer.name) from error
    except (OSError, http.client.HTTPException) as error:
        raise DoubtError("printer_cut", printer=printer.name, reason=str(error)) from error
    if answer.status != http.client.OK:
        raise NotSentError("ipp_refused", printer=printer.name, reason=f"HTTP {answer.status}")
    try:
        return _answer(read)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise DoubtError("printer_cut", printer=printer.name, reason="IPP") from error


def _answer(data: bytes) -> Answer:
    """Read an answer; values of kinds that nobody here asks for are passed over."""
    _major, _minor, status, _id = struct.unpack_from(">BBHI", data)
    groups: list[dict[str, list[str | int]]] = []
    at, name = 8, ""
    while at < len(data) and data[at] != _END:
        tag = data[at]
        at += 1
        if tag <= 0x0F:
            groups.append({})
            continue
        key, at = _piece(data, at)
        raw, at = _piece(data, at)
        name = key.decode() or name
        if tag in {_INTEGER, _ENUM}:
            groups[-1].setdefault(name, []).append(int.from_bytes(raw, "big", signed=True))
        elif tag in {_TEXT, _NAME, _KEYWORD, _URI}:
            groups[-1].setdefault(name, []).append(raw.decode())
    return Answer(status, tuple(groups))


def _piece(data: bytes, at: int) -> tuple[bytes, int]:
    (size,) = struct.unpack_from(">H", data, at)
    end = at + 2 + size
    if end > len(data):
        raise IndexError
    return data[at + 2 : end], end
