"""What the pages and the tile of the loggers' room show. SELECTs only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.files.models import StoredFile
from esat.production import tables
from esat.production.models import Lot
from laundry_rabc.instruments.models import Instrument
from laundry_rabc.loggers import evidence
from laundry_rabc.loggers.evidence import standing
from laundry_rabc.loggers.models import InstrumentPlace, LoggerFile, LoggerMatch
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Machine, Programme
from workshops.laundry.washing.models import Cycle

PAGE: Final = 50
MOST: Final = 200
EXPORT_HEADERS: Final = (
    "importe_le", "fichier", "sha256", "enregistreur", "numero", "format", "unite", "fuseau",
    "du", "au", "mesures", "trous", "min_c", "max_c",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file in the list: whose it is, what it is called, how many cycles it measured."""

    file: LoggerFile
    code: str
    instrument: str
    name: str
    matches: int


@dataclass(frozen=True, slots=True)
class Liar:
    """A machine whose display its last logger contradicted."""

    match: LoggerMatch
    machine: str


@dataclass(frozen=True, slots=True)
class Matched:
    """A match as a page shows it, with its end when it was taken back."""

    match: LoggerMatch
    machine: str
    programme: str
    started_at: datetime
    gone: LoggerMatch | None
    who: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An instrument in °C and where it stands now."""

    instrument: Instrument
    place: InstrumentPlace | None
    machine: str


def files(session: Session, page: int) -> tuple[list[FileRow], bool]:
    """A page of the files, the newest first, and whether there are older ones."""
    counted = (
        select(LoggerMatch.file_id, func.count().label("matches"))
        .where(standing())
        .group_by(col(LoggerMatch.file_id))
        .subquery()
    )
    query = (
        select(LoggerFile, Instrument, StoredFile.name, func.coalesce(counted.c.matches, 0))
        .join(Instrument, col(Instrument.id) == col(LoggerFile.instrument_id))
        .join(StoredFile, col(StoredFile.id) == col(LoggerFile.file_id))
        .outerjoin(counted, counted.c.file_id == col(LoggerFile.id))
        .order_by(col(LoggerFile.id).desc())
        .offset(page * PAGE)
        .limit(PAGE + 1)
    )
    rows = [
        FileRow(file, one.code, one.name, name, int(count))
        for file, one, name, count in session.exec(query)
    ]
    return rows[:PAGE], len(rows) > PAGE


def liars(session: Session) -> list[Liar]:
    """The machines whose newest standing check contradicts their display."""
    newest = (
        select(LoggerMatch.machine_id, func.max(LoggerMatch.cycle_at).label("at"))
        .where(standing(), col(LoggerMatch.lies).is_not(None))
        .group_by(col(LoggerMatch.machine_id))
        .subquery()
    )
    query = (
        select(LoggerMatch, Machine.label)
        .join(
            newest,
            (newest.c.machine_id == col(LoggerMatch.machine_id))
            & (newest.c.at == col(LoggerMatch.cycle_at)),
        )
        .join(Cycle, col(Cycle.id) == col(LoggerMatch.cycle_id))
        .join(Machine, col(Machine.id) == col(Cycle.machine_version_id))
        .where(standing(), col(LoggerMatch.lies).is_(True))
        .order_by(col(LoggerMatch.machine_id), col(LoggerMatch.id))
        .limit(MOST)
    )
    found = {match.machine_id: Liar(match, label) for match, label in session.exec(query)}
    return list(found.values())


def lying(session: Session, by: Actor, at: datetime) -> int:
    """How many machines show another temperature than there was."""
    del by, at
    return len(liars(session))


def matches_of(session: Session, file_id: int) -> list[Matched]:
    """The cycles of a file in order of time, those taken back included."""
    account = tables.account
    query = (
        select(LoggerMatch, Machine.label, Programme.label, Cycle.started_at)
        .join(Cycle, col(Cycle.id) == col(LoggerMatch.cycle_id))
        .join(Machine, col(Machine.id) == col(Cycle.machine_version_id))
        .outerjoin(Programme, col(Programme.id) == col(Cycle.programme_id))
        .where(LoggerMatch.file_id == file_id)
        .order_by(col(Cycle.started_at), col(LoggerMatch.id))
    )
    rows = session.exec(query).all()
    gone = {row.withdraws_id: row for row, *_ in rows if row.withdraws_id is not None}
    keys = {row.account_id for row, *_ in rows if row.account_id is not None}
    named = session.connection().execute(
        account.select().with_only_columns(account.c.id, account.c.display_name)
        .where(account.c.id.in_(keys))
    )  # fmt: skip
    names = {row.id: str(row.display_name) for row in named}
    return [
        Matched(row, machine, programme or "", started, gone.get(row.id or 0),
                names.get(row.account_id or 0, ""))
        for row, machine, programme, started in rows
        if row.withdraws_id is None
    ]  # fmt: skip


def standing_of(session: Session, cycle_id: int) -> list[LoggerMatch]:
    """The matches of a cycle that stand."""
    query = select(LoggerMatch).where(LoggerMatch.cycle_id == cycle_id, standing())
    return list(session.exec(query.order_by(col(LoggerMatch.id))))


def loads_between(
    session: Session, machine_id: int, since: datetime | None, until: datetime
) -> tuple[list[tuple[Cycle, str]], bool]:
    """What a machine washed after a moment until another, the newest first, and whether there is
    more than is given.
    """
    query = (
        select(Cycle, Lot)
        .join(Lot, col(Lot.id) == col(Cycle.lot_id))
        .where(Cycle.machine_id == machine_id, col(Cycle.started_at) <= until)
        .order_by(col(Cycle.started_at).desc(), col(Cycle.id).desc())
        .limit(MOST + 1)
    )
    if since is not None:
        query = query.where(col(Cycle.started_at) > since)
    rows = [(cycle, f"{lot.label} · {lot.ref}".strip(" ·")) for cycle, lot in session.exec(query)]
    return rows[:MOST], len(rows) > MOST


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a machine washed between the last check that agreed (None: never) and the next, or now;
    `more` when older loads are not among `loads`.
    """

    since: datetime | None
    until: datetime
    loads: list[tuple[Cycle, str]]
    more: bool


def doubt(session: Session, cycle: Cycle, at: datetime) -> Doubt:
    """All that is in doubt with a cycle whose display lied."""
    ended = cycle.ended_at or cycle.started_at
    last = evidence.last_check_of_machine(session, cycle.machine_id, cycle.started_at, agreed=True)
    following = evidence.next_good_check(session, cycle.machine_id, ended)
    since = None if last is None else last.at
    until = at if following is None else session.get_one(Cycle, following.cycle_id).started_at
    just_before = until - timedelta(microseconds=1)
    loads, more = loads_between(session, cycle.machine_id, since, just_before)
    return Doubt(since, until, loads, more)


def machines(session: Session) -> list[tuple[int, str]]:
    """The machines in use, by their label."""
    rows = versions.in_force(session, Machine, "resource_id")
    return sorted(((one.resource_id, one.label) for one in rows), key=lambda one: one[1])


def instruments(session: Session) -> list[Standing]:
    """The instruments in °C in use, each where it stands now."""
    newest = (
        select(func.max(InstrumentPlace.since).label("since"), InstrumentPlace.instrument_id)
        .where(col(InstrumentPlace.since) <= clock.now())
        .group_by(col(InstrumentPlace.instrument_id))
        .subquery()
    )
    query = (
        select(Instrument, InstrumentPlace)
        .outerjoin(newest, newest.c.instrument_id == col(Instrument.id))
        .outerjoin(
            InstrumentPlace,
            (col(InstrumentPlace.instrument_id) == newest.c.instrument_id)
            & (col(InstrumentPlace.since) == newest.c.since),
        )
        .where(Instrument.unit == "°C", col(Instrument.retired_at).is_(None))
        .order_by(col(Instrument.code), col(InstrumentPlace.id))
        .limit(MOST)
    )
    labels = dict(machines(session))
    found = {
        one.id: Standing(one, place, labels.get(place.machine_id or 0, "") if place else "")
        for one, place in session.exec(query)
    }
    return list(found.values())


def export_rows(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """The files by the moment of their import; the days are those of Paris, both included."""
    query = (
        select(LoggerFile, StoredFile.name, Instrument.code)
        .join(StoredFile, col(StoredFile.id) == col(LoggerFile.file_id))
        .join(Instrument, col(Instrument.id) == col(LoggerFile.instrument_id))
        .order_by(col(LoggerFile.imported_at), col(LoggerFile.id))
    )
    if since is not None:
        query = query.where(col(LoggerFile.imported_at) >= clock.midnight(since))
    if until is not None:
        query = query.where(col(LoggerFile.imported_at) < clock.midnight(until + timedelta(days=1)))
    for file, name, code in session.exec(query):
        yield (
            file.imported_at, name, file.sha256, code, file.serial, file.format, f"°{file.unit}",
            file.zone, file.first_at, file.last_at, file.measures, file.gaps, file.min_c,
            file.max_c,
        )  # fmt: skip
