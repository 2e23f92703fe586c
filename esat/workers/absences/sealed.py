"""What of an absence the database never shows: sealed with the house's key, always of one length.

The key is not in the database. Each seal is bound to the worker, so that one cannot be put in the
place of another.
"""

from dataclasses import dataclass
from typing import Final

from esat import config
from esat.accounts import sealing

REASON_BYTES: Final = 24
WORDS_BYTES: Final = 2048
FIGURES_BYTES: Final = 512
NOTE_MOST: Final = 280
CORRECTION_MOST: Final = 200
_END: Final = "\x1f"

UNASKED, ASKED, COUNTS, FREE = "", "?", "y", "n"
"""Of the days between the leave and the next day of work: no question, open, yes, no."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, and for leave what was answered about the Saturday: `extra` is how many days that is."""

    code: str
    saturday: str = UNASKED
    extra: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """The note of the office, and why it was corrected."""

    note: str = ""
    correction: str = ""


def reason(worker_id: int, given: Reason) -> str:
    return _seal(
        f"{given.code}{_END}{given.saturday}{_END}{given.extra}", REASON_BYTES, "reason", worker_id
    )


def open_reason(worker_id: int, text: str) -> Reason:
    code, saturday, extra = _open(text, "reason", worker_id).split(_END)
    return Reason(code, saturday, int(extra))


def words(worker_id: int, given: Words) -> str:
    return _seal(f"{given.note}{_END}{given.correction}", WORDS_BYTES, "words", worker_id)


def open_words(worker_id: int, text: str) -> Words:
    note, correction = _open(text, "words", worker_id).split(_END)
    return Words(note, correction)


def figures(worker_id: int, given: str) -> str:
    return _seal(given, FIGURES_BYTES, "figures", worker_id)


def open_figures(worker_id: int, text: str) -> str:
    return _open(text, "figures", worker_id)


def _seal(text: str, size: int, what: str, worker_id: int) -> str:
    raw = text.encode()
    if len(raw) > size:
        msg = f"longer than {size} bytes: {len(raw)}"
        raise ValueError(msg)
    return sealing.seal(raw.ljust(size, b"\0"), _key(), _purpose(what, worker_id))


def _open(text: str, what: str, worker_id: int) -> str:
    return sealing.unseal(text, _key(), _purpose(what, worker_id)).rstrip(b"\0").decode()


def _purpose(what: str, worker_id: int) -> str:
    return f"absence {what} {worker_id}"


def _key() -> str:
    return config.current().secret()
