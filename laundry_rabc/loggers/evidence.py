"""What a measured curve proves of a cycle: from a logger's file, else from a sensor's readings.

Other rooms ask `of_cycle`. Where several instruments measured, the coldest answers: heat must have
reached everywhere. SELECTs only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from laundry_rabc import curves
from laundry_rabc.curves import Gap, Hold, Point
from laundry_rabc.instruments.models import Instrument, Reading
from laundry_rabc.loggers import packing, permitted, places
from laundry_rabc.loggers.models import LoggerCurve, LoggerFile, LoggerMatch
from workshops.laundry.plant.models import Programme
from workshops.laundry.washing import fixes
from workshops.laundry.washing.models import Cycle

MOST: Final = 20_000
"""Readings of a sensor read for one cycle."""
AROUND: Final = timedelta(minutes=15)
"""How far around a cycle readings are looked for, so that its ends lie on a line."""
Source = Literal["logger", "sensor"]


@dataclass(frozen=True, slots=True)
class Required:
    """What the version of the programme asks: °C, minutes, minutes of mixing."""

    celsius: Decimal
    minutes: Decimal | None
    mixing: Decimal


@dataclass(frozen=True, slots=True)
class CurveEvidence:
    """A curve over a cycle and what the machine declared of it; both are kept. `permitted_c` is how
    wrong the instrument may be, None where nobody said it: then no difference is permitted.
    """

    cycle: Cycle
    source: Source
    instrument: Instrument
    files: tuple[LoggerFile, ...]
    points: tuple[Point, ...]
    interval: timedelta | None
    required: Required | None
    declared_c: Decimal | None
    declared_minutes: Decimal | None
    permitted_c: Decimal | None

    @property
    def window(self) -> tuple[datetime, datetime]:
        return self.cycle.started_at, self.cycle.ended_at or self.points[-1].at

    def hold(self, celsius: Decimal, mixing: Decimal = Decimal(0)) -> Hold:
        """Time at or above a temperature within the cycle, mixing time subtracted."""
        return curves.hold_above(
            self.points, celsius, mixing, interval=self.interval, window=self.window
        )

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return curves.gaps_of(self.points, self.interval, self.window)

    @property
    def own(self) -> Hold:
        """The hold that the programme asks; at no threshold, only the peak is of use."""
        if self.required is None:
            return self.hold(Decimal(1000))
        return self.hold(self.required.celsius, self.required.mixing)

    @property
    def difference_c(self) -> Decimal | None:
        """What the machine showed above the peak of the curve."""
        peak = self.own.peak
        if self.declared_c is None or peak is None or peak.celsius is None:
            return None
        return self.declared_c - peak.celsius.quantize(Decimal("0.001"))

    @property
    def lies(self) -> bool | None:
        """Whether the machine showed another temperature than was there, beyond the permitted
        error; None where one of the two is not known.
        """
        difference = self.difference_c
        return None if difference is None else abs(difference) > (self.permitted_c or Decimal(0))


@dataclass(frozen=True, slots=True)
class Check:
    """A machine checked by a logger: which cycle, when it ended, and whether its display agreed."""

    match_id: int
    cycle_id: int
    at: datetime
    agreed: bool | None


def of_cycle(session: Session, cycle_id: int) -> CurveEvidence | None:
    """The curve that counts for a cycle; None when nothing measured it."""
    found = all_of_cycle(session, cycle_id)
    return min(found, key=warmth, default=None)


def all_of_cycle(session: Session, cycle_id: int) -> list[CurveEvidence]:
    """One curve for each instrument whose files were matched; without any, one for each sensor."""
    cycle = session.get(Cycle, cycle_id)
    if cycle is None:
        return []
    files = _matched(session, cycle_id)
    by_instrument: dict[int, list[LoggerFile]] = {}
    for file in files:
        by_instrument.setdefault(file.instrument_id, []).append(file)
    found = [from_files(session, cycle, some) for some in by_instrument.values()]
    return found or _sensors(session, cycle)


def from_files(session: Session, cycle: Cycle, files: Sequence[LoggerFile]) -> CurveEvidence:
    """The curve of one instrument over a cycle, of one or several files put in order."""
    pieces = [packing.unpack(session.get_one(LoggerCurve, file.id or 0).points) for file in files]
    instrument = session.get_one(Instrument, files[0].instrument_id)
    steps = [curves.interval_of(piece) for piece in pieces]
    interval = min((step for step in steps if step is not None), default=None)
    points = merged(pieces)
    return _evidence(session, cycle, instrument, points, interval, tuple(files))


def merged(pieces: Iterable[Sequence[Point]]) -> tuple[Point, ...]:
    """Points of several files in order; at the same moment the colder one counts."""
    found: dict[datetime, Point] = {}
    for piece in pieces:
        for point in piece:
            found[point.at] = _colder(found.get(point.at), point)
    return tuple(found[at] for at in sorted(found))


def _colder(known: Point | None, other: Point) -> Point:
    """The one that answered, and the colder of two that did."""
    if known is None or known.celsius is None:
        return other
    if other.celsius is None or other.celsius >= known.celsius:
        return known
    return other


def last_check_of_machine(
    session: Session, machine_id: int, before: datetime, *, agreed: bool = False
) -> Check | None:
    """The last cycle of a machine that ended before a moment and that a logger measured; with
    `agreed`, the last one whose display was not contradicted.
    """
    query = (
        select(LoggerMatch)
        .where(
            LoggerMatch.machine_id == machine_id,
            col(LoggerMatch.cycle_at) < before,
            standing(),
        )
        .order_by(col(LoggerMatch.cycle_at).desc(), col(LoggerMatch.id).desc())
        .limit(1)
    )
    if agreed:
        query = query.where(col(LoggerMatch.lies).is_not(True))
    row = session.exec(query).first()
    return None if row is None else _check(row)


def next_good_check(session: Session, machine_id: int, after: datetime) -> Check | None:
    """The first cycle of a machine that ended after a moment and whose display a logger found to
    agree.
    """
    query = (
        select(LoggerMatch)
        .where(
            LoggerMatch.machine_id == machine_id,
            col(LoggerMatch.cycle_at) > after,
            col(LoggerMatch.lies).is_(False),
            standing(),
        )
        .order_by(col(LoggerMatch.cycle_at), col(LoggerMatch.id))
        .limit(1)
    )
    row = session.exec(query).first()
    return None if row is None else _check(row)


def _check(row: LoggerMatch) -> Check:
    return Check(
        row.id or 0, row.cycle_id, row.cycle_at, None if row.lies is None else not row.lies
    )


def standing() -> ColumnElement[bool]:
    """Matches that are no withdrawal and that none withdraws."""
    gone = select(LoggerMatch.withdraws_id).where(col(LoggerMatch.withdraws_id).is_not(None))
    return col(LoggerMatch.withdraws_id).is_(None) & col(LoggerMatch.id).not_in(gone)


def _matched(session: Session, cycle_id: int) -> list[LoggerFile]:
    query = (
        select(LoggerFile)
        .join(LoggerMatch, col(LoggerMatch.file_id) == col(LoggerFile.id))
        .where(LoggerMatch.cycle_id == cycle_id, standing())
        .order_by(col(LoggerFile.first_at), col(LoggerFile.id))
    )
    return list(session.exec(query))


def _sensors(session: Session, cycle: Cycle) -> list[CurveEvidence]:
    if cycle.ended_at is None:
        return []
    found = []
    for instrument in places.instruments_on(session, cycle.machine_id, cycle.started_at):
        points = _readings(session, instrument, cycle.started_at - AROUND, cycle.ended_at + AROUND)
        if any(cycle.started_at <= point.at <= cycle.ended_at for point in points):
            interval = curves.interval_of(points)
            found.append(_evidence(session, cycle, instrument, points, interval))
    return found


def _readings(
    session: Session, instrument: Instrument, since: datetime, until: datetime
) -> tuple[Point, ...]:
    query = (
        select(Reading)
        .where(
            Reading.instrument_id == instrument.id,
            col(Reading.at) >= since,
            col(Reading.at) <= until,
        )
        .order_by(col(Reading.at), col(Reading.id))
        .limit(MOST)
    )
    return merged([[Point(row.at, row.value) for row in session.exec(query)]])


def _evidence(
    session: Session,
    cycle: Cycle,
    instrument: Instrument,
    points: tuple[Point, ...],
    interval: timedelta | None,
    files: tuple[LoggerFile, ...] = (),
) -> CurveEvidence:
    values = fixes.current(session, cycle)
    return CurveEvidence(
        cycle=cycle,
        source="logger" if files else "sensor",
        instrument=instrument,
        files=files,
        points=points,
        interval=interval,
        required=_required(session, cycle),
        declared_c=values.get("max_c"),
        declared_minutes=values.get("hold_minutes"),
        permitted_c=permitted.error_of(session, instrument.id or 0, cycle.started_at),
    )


def _required(session: Session, cycle: Cycle) -> Required | None:
    programme = None if cycle.programme_id is None else session.get(Programme, cycle.programme_id)
    if programme is None or programme.temperature_c is None:
        return None
    mixing = programme.mixing_minutes or Decimal(0)
    return Required(programme.temperature_c, programme.hold_minutes, mixing)


def warmth(one: CurveEvidence) -> tuple[Decimal, Decimal]:
    """What orders curves, the coldest first: the credited time, then the peak."""
    own = one.own
    peak = own.peak.celsius if own.peak is not None else None
    return own.credited_minutes, Decimal(-1000) if peak is None else peak
