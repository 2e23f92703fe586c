"""Instruments: declared, found by their code, retired; it knows no limit and no verdict."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.web.forms import FormShape, NoControl
from laundry_rabc.instruments.models import Instrument

KINDS = (
    ("thermometer", "Thermomètre"),
    ("probe", "Sonde"),
    ("scale", "Balance"),
    ("ph", "pH-mètre"),
    ("luminometer", "Lecteur d’ATP"),
    ("dosing", "Doseur"),
    ("other", "Autre"),
)
UNITS = ("°C", "kg", "g", "ml", "pH", "RLU", "%", "bar", "min")

Kind = Literal["thermometer", "probe", "scale", "ph", "luminometer", "dosing", "other"]
Unit = Literal["°C", "kg", "g", "ml", "pH", "RLU", "%", "bar", "min"]


class InstrumentIn(FormShape):
    """An instrument as it is declared; its code is what a sensor sends."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,29}$")]
    name: Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]
    kind: Kind
    unit: Unit


def declare(
    session: Session, given: InstrumentIn, *, by: Actor, at: datetime | None = None
) -> Instrument:
    """A new instrument. Invalid when its code is taken, retired ones included; flushes."""
    _require(by)
    taken = session.exec(select(Instrument.id).where(Instrument.code == given.code)).first()
    if taken is not None:
        raise Invalid("form_invalid", {"code": "Ce code est déjà celui d’un instrument."})
    made = Instrument(
        code=given.code,
        name=given.name,
        kind=given.kind,
        unit=given.unit,
        created_at=at or clock.now(),
    )
    session.add(made)
    session.flush()
    return made


def retire(
    session: Session, instrument_id: int, *, by: Actor, at: datetime | None = None
) -> Instrument:
    """An instrument that measures no more; its readings stay. Refuses `instrument_retired`."""
    _require(by)
    found = session.get(Instrument, instrument_id)
    if found is None:
        raise NotFound("instrument_unknown")
    if found.retired_at is not None:
        raise Refused("instrument_retired", code=found.code)
    found.retired_at = at or clock.now()
    session.flush()
    return found


def by_code(session: Session, code: str) -> Instrument:
    """An instrument by the code that a sensor sends. Refuses `instrument_unknown`."""
    found = session.exec(select(Instrument).where(col(Instrument.code) == code)).first()
    if found is None:
        raise Refused("instrument_unknown", code=code)
    return found


def _require(by: Actor) -> None:
    if not by.is_system and not by.can("rabc.instruments"):
        raise Forbidden("not_allowed")
