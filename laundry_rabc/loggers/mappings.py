"""Descriptions of tables: written once by a person, used by every later file with those titles."""

from typing import Annotated, Literal

from pydantic import StringConstraints
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.web.forms import Blank, FormShape, NoControl
from laundry_rabc.instruments.models import Instrument
from laundry_rabc.loggers import rights
from laundry_rabc.loggers.formats import mapped, zones
from laundry_rabc.loggers.formats.mapped import Mapping
from laundry_rabc.loggers.models import LoggerMapping


class MappingIn(FormShape):
    """What somebody says of the columns; `hour` empty where day and hour are in one."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
    day: int
    hour: Annotated[int | None, Blank] = None
    value: int
    order: Literal["dmy", "mdy", "ymd"]
    decimal: Literal[",", "."]
    unit: Literal["C", "F"]
    zone: Annotated[str, StringConstraints(max_length=20), NoControl]
    instrument: Annotated[int | None, Blank] = None


def add(session: Session, given: MappingIn, lines: list[str], *, by: Actor) -> LoggerMapping:
    """Keep the description of a file's columns. Refuses `logger_not_one` for what is no table and
    `logger_mapped` for titles that are described already; Invalid for columns it has not. Flushes.
    """
    rights.require(by, rights.SET)
    table = mapped.titles(lines)
    if table is None:
        raise Invalid("logger_not_one")
    place, heads = table
    errors = _wrong(session, given, len(heads))
    if errors:
        raise Invalid("form_invalid", errors)
    header = mapped.signature(lines[place])
    if any(row.header == header for row in in_use(session)):
        raise Refused("logger_mapped")
    made = LoggerMapping(
        name=given.name, header=header[:2000], day_column=given.day,
        hour_column=-1 if given.hour is None else given.hour, value_column=given.value,
        date_order=given.order, decimal_sign=given.decimal, unit=given.unit, zone=given.zone,
        instrument_id=given.instrument, created_at=clock.now(), created_by=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def withdraw(session: Session, mapping_id: int, *, by: Actor) -> LoggerMapping:
    """A description that is used no more; what it read stays. Refuses `logger_mapping_gone`."""
    rights.require(by, rights.SET)
    found = session.get(LoggerMapping, mapping_id)
    if found is None:
        raise NotFound("not_found")
    if found.withdrawn_at is not None:
        raise Refused("logger_mapping_gone")
    found.withdrawn_at, found.withdrawn_by = clock.now(), by.account_id
    session.flush()
    return found


def in_use(session: Session) -> list[LoggerMapping]:
    """The descriptions in use, the newest first."""
    query = (
        select(LoggerMapping)
        .where(col(LoggerMapping.withdrawn_at).is_(None))
        .order_by(col(LoggerMapping.id).desc())
        .limit(200)
    )
    return list(session.exec(query))


def shape(row: LoggerMapping) -> Mapping:
    """A row as the reader of files takes it."""
    return Mapping(
        row.header, row.day_column, row.hour_column, row.value_column, row.date_order,
        row.decimal_sign, row.unit, row.zone,
    )  # fmt: skip


def _wrong(session: Session, given: MappingIn, width: int) -> dict[str, str]:
    errors = {}
    for name, place in (("day", given.day), ("hour", given.hour), ("value", given.value)):
        if place is not None and not 0 <= place < width:
            errors[name] = "Choisissez une colonne du fichier."
    if given.value in {given.day, given.hour}:
        errors["value"] = "Cette colonne est celle de la date."
    if zones.zone(given.zone) is None:
        errors["zone"] = "Choisissez dans la liste."
    if given.instrument is not None and session.get(Instrument, given.instrument) is None:
        errors["instrument"] = "Choisissez dans la liste."
    return errors
