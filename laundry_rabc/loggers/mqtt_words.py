"""What a sensor says over MQTT, made into a measure; pure.

topic     esat/mesures/<code of the instrument>
payload   {"at": "2026-11-23T10:00:00+01:00", "value": 71.5, "unit": "°C",
           "key": "<uuid, made before the first try>", "note": ""}

Delivered twice, a message is kept once: by its key, and without one by its instrument and moment.
"""

import json
import re
import uuid
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from laundry_rabc.instruments.readings import Measure

ROOT: Final = "esat/mesures"
TOPIC: Final = f"{ROOT}/+"
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}")
_FIRST_YEAR: Final = 2000
LONGEST: Final = 4096
_SPACE: Final = uuid.UUID("5d0f6a52-6f0e-4a8e-9a39-0f8a1f0c4c11")
_THOUSANDTH: Final = Decimal("0.001")


class UnreadableError(ValueError):
    """A message that is no measure; the text says why."""


def measure_of(topic: str, payload: bytes) -> Measure:
    """The measure of one message. UnreadableError for anything else."""
    code = topic.removeprefix(f"{ROOT}/")
    if code == topic or not _CODE.fullmatch(code):
        raise UnreadableError("another topic")
    if len(payload) > LONGEST:
        raise UnreadableError("too long")
    said = _object(payload)
    at = _moment(said.get("at"))
    value = _value(said.get("value"))
    unit, note = said.get("unit"), said.get("note", "")
    if not isinstance(unit, str) or not 0 < len(unit) <= 20 or not unit.isprintable():
        raise UnreadableError("unit")
    if not isinstance(note, str) or len(note) > 280 or not note.isprintable():
        raise UnreadableError("note")
    return Measure(_key(said.get("key"), code, at), code, at, value, unit, note)


def _object(payload: bytes) -> dict[str, Any]:
    try:
        said = json.loads(payload, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise UnreadableError("not JSON") from error
    if not isinstance(said, dict):
        raise UnreadableError("not an object")
    return said


def _moment(text: object) -> datetime:
    if not isinstance(text, str):
        raise UnreadableError("at")
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise UnreadableError("at") from error
    if at.tzinfo is None or at.year < _FIRST_YEAR:
        raise UnreadableError("at has no offset, or no year")
    return at


def _value(said: object) -> Decimal:
    if isinstance(said, bool) or not isinstance(said, str | Decimal):
        raise UnreadableError("value")
    try:
        value = Decimal(said)
    except InvalidOperation as error:
        raise UnreadableError("value") from error
    if not value.is_finite() or abs(value) >= Decimal(10) ** 9:
        raise UnreadableError("value")
    return value.quantize(_THOUSANDTH)


def _key(said: object, code: str, at: datetime) -> uuid.UUID:
    if said is None:
        return uuid.uuid5(_SPACE, f"{code} {at.timestamp():.6f}")
    try:
        return uuid.UUID(str(said))
    except ValueError as error:
        raise UnreadableError("key") from error
