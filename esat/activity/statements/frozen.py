"""A statement as it is kept: sealed text and back, and the digest that tells whether it changed."""

import hashlib
import hmac
import json
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter

from esat import config
from esat.accounts import sealing
from esat.activity.statements.figures import Closed, Given, Statement

_SHAPE: Final = TypeAdapter(Statement)
_CLOSED: Final = TypeAdapter(Closed)
_STEP: Final = 1024
"""Sealed texts have few lengths, so that a length tells nothing of what was sealed."""
_UNTOLD: Final = frozenset({"anomalies", "unrecorded", "to_come", "saturdays", "leave"})
"""What depends on other months, or on the day on which it is asked."""
_UNTOLD_OF_PERSON: Final = frozenset(
    {"name", "payroll_id", "group", "has_contract", "has_timetable"}
)


def seal(closed: Closed) -> str:
    """The words of a version, unreadable without the house's key, bound to worker and month.

    His name and number are not in it: they are those of his sheet, and go with it.
    """
    statement = closed.statement
    nameless = replace(statement, person=replace(statement.person, name="", payroll_id=""))
    raw = zlib.compress(_CLOSED.dump_json(replace(closed, statement=nameless)))
    return _sealed(raw, _purpose(statement.person.worker_id, statement.month))


def unseal(worker_id: int, month: date, text: str) -> Closed:
    """The month again, as it was closed."""
    return _CLOSED.validate_json(zlib.decompress(_opened(text, _purpose(worker_id, month))))


def seal_words(worker_id: int, words: str) -> str:
    """A sentence of the office: it may speak of an absence."""
    return _sealed(words.encode(), f"statement words {worker_id}")


def open_words(worker_id: int, text: str) -> str:
    return _opened(text, f"statement words {worker_id}").decode()


def digest(statement: Statement) -> str:
    """Changes with any hour or absence of the month, and with nothing else."""
    said: dict[str, Any] = _SHAPE.dump_python(statement, mode="json", exclude=set(_UNTOLD))
    person = said["person"]
    said["person"] = {
        name: value for name, value in person.items() if name not in _UNTOLD_OF_PERSON
    }
    return _digest(said)


def facts(given: Given) -> str:
    """What was recorded on the ground: what a supervisor validates; no reason is in it."""
    halves = [
        (half.day.isoformat(), half.half, half.status, half.present, half.late, half.early)
        for half in given.halves
        if half.status
    ]
    lines = sorted(
        (line.day.isoformat(), line.activity, line.minutes, line.unsettled) for line in given.lines
    )
    return _digest({"halves": sorted(halves), "lines": lines})


def _digest(said: Mapping[str, Any]) -> str:
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hmac.new(_key().encode(), f"statement {text}".encode(), hashlib.sha256).hexdigest()


def _sealed(raw: bytes, purpose: str) -> str:
    sized = len(raw).to_bytes(4, "big") + raw
    return sealing.seal(sized.ljust(-(-len(sized) // _STEP) * _STEP, b"\0"), _key(), purpose)


def _opened(text: str, purpose: str) -> bytes:
    raw = sealing.unseal(text, _key(), purpose)
    return raw[4 : 4 + int.from_bytes(raw[:4], "big")]


def _purpose(worker_id: int, month: date) -> str:
    return f"statement {worker_id} {month:%Y-%m}"


def _key() -> str:
    return config.current().secret()
