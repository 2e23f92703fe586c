"""Readings over the API of CONTRACT §4: what sensors send, and what others fetch."""

import uuid
from decimal import Decimal
from typing import Annotated, Any

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from esat.accounts.permissions import allow, current_actor
from esat.production.api_shapes import Moment
from esat.web import door
from esat.web.forms import NoControl
from esat.web.openapi import Operation, operation
from esat.web.payload import body, shaped
from laundry_rabc.instruments import readings, reads
from laundry_rabc.instruments.models import Reading
from laundry_rabc.instruments.readings import Measure

bp = Blueprint("readings_api", __name__, url_prefix="/api/v1")
MOST = 500
MAX_KEY = 2**63 - 1


def _is_text(value: object) -> object:
    if not isinstance(value, str):
        msg = "not a string"
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns only this one into 422
    return value


def _is_number(value: object) -> object:
    """A number, or one written as text: true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        msg = "not a number"
        raise ValueError(msg)  # noqa: TRY004 - the same
    return value


class ReadingIn(BaseModel):
    """One measure; `id` is made by the device before the first try."""

    model_config = ConfigDict(extra="ignore")

    id: Annotated[uuid.UUID, BeforeValidator(_is_text)]
    instrument: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=30)]
    at: Moment
    value: Annotated[
        Decimal,
        Field(max_digits=14, decimal_places=3, allow_inf_nan=False),
        BeforeValidator(_is_number),
    ]
    unit: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=20)]
    note: Annotated[str, StringConstraints(strict=True, max_length=280), NoControl] = ""


class AskedIn(BaseModel):
    """Which readings are asked for."""

    since: Moment | None = None
    instrument: Annotated[str, StringConstraints(max_length=30)] | None = None
    after: Annotated[int, Field(ge=0, le=MAX_KEY)] = 0
    limit: Annotated[int, Field(ge=1, le=MOST)] = 100


class ReadingOut(BaseModel):
    """A reading as it is kept; values are texts, so that no digit is lost."""

    id: str
    instrument: str
    at: str
    received_at: str
    value: str
    unit: str
    note: str
    replay: bool = False


class ReadingsOut(BaseModel):
    """A page of readings; `next` is the `after` of the following page, null on the last."""

    readings: list[ReadingOut]
    next: int | None


@bp.post("/readings")
@allow("readings.write")
@operation(Operation("Une mesure d’un instrument", ReadingOut, takes=ReadingIn))
def add() -> Response:
    """Keep one measure, once."""
    read = shaped(ReadingIn, body())
    sent = Measure(read.id, read.instrument, read.at, read.value, read.unit, read.note)
    kept = readings.add(door.session(), sent, by=current_actor())
    return jsonify(_shown(kept.reading, kept.instrument.code) | {"replay": kept.replay})


@bp.get("/readings")
@allow("readings.read")
@operation(
    Operation(
        "Les mesures, dans l’ordre de leur arrivée",
        ReadingsOut,
        query={
            "since": {"type": "string", "format": "date-time"},
            "instrument": {"type": "string", "maxLength": 30},
            "after": {"type": "integer", "minimum": 0, "maximum": MAX_KEY},
            "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": 100},
        },
    )
)
def index() -> Response:
    """A page of readings."""
    asked = shaped(AskedIn, request.args.to_dict())
    found = reads.page(
        door.session(),
        since=asked.since,
        instrument=asked.instrument,
        after=asked.after,
        limit=asked.limit,
    )
    more = found[-1][0].id if len(found) == asked.limit else None
    return jsonify(readings=[_shown(row, code) for row, code in found], next=more)


def _shown(row: Reading, code: str) -> dict[str, Any]:
    return {
        "id": str(uuid.UUID(bytes=row.key)),
        "instrument": code,
        "at": row.at.isoformat(),
        "received_at": row.received_at.isoformat(),
        "value": f"{row.value.normalize():f}",
        "unit": row.unit,
        "note": row.note,
        "replay": False,
    }
