"""A file brought in: understood first, kept whole or not at all; the same bytes are kept once."""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.files.models import StoredFile
from esat.files.store import Store
from esat.web.filters import moment
from laundry_rabc.instruments.models import Instrument
from laundry_rabc.loggers import mappings, packing, places, rights
from laundry_rabc.loggers.formats.reading import Said, Understood, understand
from laundry_rabc.loggers.models import LoggerCurve, LoggerFile

CELSIUS: Final = "°C"


@dataclass(frozen=True, slots=True)
class Seen:
    """A file understood and not yet kept: whose it is as far as it says so, and what else of that
    instrument covers the same time.
    """

    found: Understood
    sha256: str
    instrument: Instrument | None
    mapping_id: int | None
    overlaps: tuple[LoggerFile, ...]


def look(session: Session, data: bytes, name: str, said: Said) -> Seen:
    """Understand a file without keeping anything. Refuses `logger_known` for bytes that are kept
    already, `logger_silent` for a probe that never answered; Invalid for all that is wrong in it.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    known = session.exec(select(LoggerFile).where(LoggerFile.sha256 == sha256)).first()
    if known is not None:
        raise Refused("logger_known", at=moment(known.imported_at))
    described = mappings.in_use(session)
    found = understand(data, name, said, [mappings.shape(row) for row in described], clock.now())
    if not found.measured:
        raise Invalid("logger_silent")
    row = next((r for r in described if mappings.shape(r) == found.mapping), None)
    instrument = _owner(session, found.serial)
    if instrument is None and row is not None and row.instrument_id is not None:
        instrument = session.get(Instrument, row.instrument_id)
    first, last = found.points[0].at, found.points[-1].at
    return Seen(
        found, sha256, instrument, None if row is None else row.id,
        () if instrument is None else tuple(overlapping(session, instrument.id or 0, first, last)),
    )  # fmt: skip


def keep(
    session: Session,
    store: Store,
    data: bytes,
    name: str,
    said: Said,
    *,
    instrument_id: int | None,
    by: Actor,
) -> LoggerFile:
    """Keep a file with its curve. What `look` refuses; Invalid on `instrument` when nobody says
    whose it is or when its number is another's; NotFound for an unknown one. Flushes.
    """
    rights.require(by, rights.IMPORT)
    seen = look(session, data, name, said)
    instrument = _whose(session, seen, instrument_id)
    now = clock.now()
    kept = StoredFile(
        sha256=store.put(data), size=len(data), media_type="text/csv", name=tidy(name),
        created_at=now, created_by=by.account_id,
    )  # fmt: skip
    session.add(kept)
    session.flush()
    row = _row(seen, instrument, kept, now)
    row.imported_by = by.account_id
    session.add(row)
    session.flush()
    session.add(LoggerCurve(file_id=row.id or 0, points=packing.pack(seen.found.points)))
    session.flush()
    return row


def overlapping(
    session: Session, instrument_id: int, since: datetime, until: datetime
) -> Sequence[LoggerFile]:
    """Files of an instrument that cover a part of a span."""
    query = (
        select(LoggerFile)
        .where(
            LoggerFile.instrument_id == instrument_id,
            col(LoggerFile.first_at) <= until,
            col(LoggerFile.last_at) >= since,
        )
        .order_by(col(LoggerFile.first_at))
        .limit(20)
    )
    return session.exec(query).all()


def tidy(name: str) -> str:
    """A name to show and to save under: no folder, no control sign."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '"<>|:*?')
    return kept.strip(" .")[-100:] or "releve.csv"


def kept_here(session: Session, file_id: int) -> bool:
    """Whether a stored file is a logger's: it is read through the pages of this room alone."""
    query = select(LoggerFile.id).where(LoggerFile.file_id == file_id).limit(1)
    return session.exec(query).first() is not None


def _owner(session: Session, serial: str) -> Instrument | None:
    """By its number; else the instrument to which its last file was given."""
    found = places.of_serial(session, serial)
    if found is not None or not serial:
        return found
    query = (
        select(Instrument)
        .join(LoggerFile, col(LoggerFile.instrument_id) == col(Instrument.id))
        .where(LoggerFile.serial == serial)
        .order_by(col(LoggerFile.id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def _whose(session: Session, seen: Seen, instrument_id: int | None) -> Instrument:
    given = None if instrument_id is None else session.get(Instrument, instrument_id)
    if instrument_id is not None and given is None:
        raise NotFound("instrument_unknown")
    owner = given or seen.instrument
    if owner is None:
        words = "Dites de quel enregistreur vient ce fichier."
        raise Invalid("logger_whose", {"instrument": words}, serial=seen.found.serial)
    numbered = places.of_serial(session, seen.found.serial)
    if numbered is not None and numbered.id != owner.id:
        words = f"Le fichier porte le numéro {seen.found.serial}, celui de {numbered.code}."
        raise Invalid("logger_other", {"instrument": words})
    if owner.unit != CELSIUS:
        words = f"{owner.code} ne mesure pas une température."
        raise Invalid("logger_other", {"instrument": words})
    return owner


def _row(seen: Seen, instrument: Instrument, kept: StoredFile, now: datetime) -> LoggerFile:
    found = seen.found
    return LoggerFile(
        file_id=kept.id or 0,
        sha256=seen.sha256,
        instrument_id=instrument.id or 0,
        mapping_id=seen.mapping_id,
        format=found.format,
        serial=found.serial[:40],
        unit=found.unit,
        zone=found.zone,
        zone_said=found.zone_said[:20],
        date_order=found.order,
        interval_s=seconds(found.interval),
        first_at=found.points[0].at,
        last_at=found.points[-1].at,
        measures=len(found.measured),
        gaps=len(found.gaps),
        min_c=min(found.measured),
        max_c=max(found.measured),
        imported_at=now,
    )


def seconds(length: timedelta | None) -> Decimal | None:
    """Seconds to the thousandth."""
    return None if length is None else Decimal(length // timedelta(milliseconds=1)).scaleb(-3)
