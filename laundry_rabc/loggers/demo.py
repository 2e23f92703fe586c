"""A demo's loggers: one is in the first washer each Tuesday, another goes once to a further washer,
whose display shows more than there is. In one file the probe came off for a while.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlmodel import Session, col, select

from esat import clock, config
from esat.actors import SYSTEM
from esat.files.store import store_of
from esat.production.rehearsal import Player, Scene
from laundry_rabc.instruments import calibrations, keeping
from laundry_rabc.instruments.calibrations import PermittedIn
from laundry_rabc.instruments.keeping import InstrumentIn
from laundry_rabc.loggers import importing, matching, places
from laundry_rabc.loggers.formats.reading import Said
from laundry_rabc.loggers.places import PlaceIn
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Machine
from workshops.laundry.washing.models import Cycle

TUESDAY = 1
STEP: Final = timedelta(seconds=30)
WARMING: Final = timedelta(minutes=20)
"""From cold water to the temperature of the programme."""
ROOM, COOLED = 21.0, 38.0
COLD: Final = -4.5
"""What the other washer misses of what it shows, in °C."""
ABOVE: Final = 0.2
SOURCE: Final = "Fiche de l’enregistreur : 0,5 °C entre 0 et 100 °C"
UNPLUGGED: Final = "-888.88"


class Loggers:
    """The two instruments and where they travel."""

    def __init__(self, scene: Scene, washers: Sequence[Machine]) -> None:
        self.weeks, self.found_cold = 0, False
        self.first, self.others = washers[0], washers[1:]
        with scene.moment(scene.at(8)):
            self.stays, self.travels = (self._logger(scene.session, n) for n in (1, 2))
            self._put(scene, self.stays, self.first)

    def play(self, scene: Scene) -> None:
        """What the logger of the day wrote, brought in at the end of the day."""
        if scene.day.weekday() == TUESDAY:
            self.weeks += self._bring(scene, self.first, self.stays, broken=self.weeks == 1)
        elif self.weeks >= 2:
            for one in reversed(self.others):
                self.found_cold = self.found_cold or self._bring(scene, one, self.travels)

    def _logger(self, session: Session, number: int) -> int:
        given = InstrumentIn(
            code=f"ENR-{number}", name=f"Enregistreur {number}", kind="thermometer", unit="°C"
        )
        made = keeping.declare(session, given, by=SYSTEM)
        error = PermittedIn(value=Decimal("0.5"), source=SOURCE, status="proposed")
        calibrations.permit(session, made.id or 0, error, by=SYSTEM)
        return made.id or 0

    def _put(self, scene: Scene, instrument: int, machine: Machine) -> None:
        put = PlaceIn(
            instrument=instrument, machine=machine.resource_id, since=scene.at(6),
            serial=_serial(instrument),
        )  # fmt: skip
        places.put(scene.session, put, by=SYSTEM)

    def _bring(
        self, scene: Scene, machine: Machine, instrument: int, *, broken: bool = False
    ) -> bool:
        session, end = scene.session, scene.at(17, 30)
        cycles = _cycles(session, machine.resource_id, scene.at(6), end)
        if not cycles:
            return False
        above = ABOVE if instrument == self.stays else COLD
        data = _file(cycles, _serial(instrument), above, broken=broken)
        name = f"{machine.label} {scene.day:%Y-%m-%d}.csv"
        with scene.moment(end):
            if instrument == self.travels:
                self._put(scene, instrument, machine)
            kept = importing.keep(
                session, store_of(config.current()), data, name, Said(order="mdy"),
                instrument_id=None, by=SYSTEM,
            )  # fmt: skip
            found = [one.cycle.id or 0 for one in matching.proposals(session, kept)]
            if found:
                matching.confirm(session, kept.id or 0, found, by=SYSTEM)
        return True


def _serial(instrument: int) -> str:
    """The number that the files of a logger bear."""
    return f"2010{instrument:04d}"


def _cycles(session: Session, machine: int, since: datetime, until: datetime) -> list[Cycle]:
    """The cycles of a machine over a day whose highest temperature it showed."""
    query = (
        select(Cycle)
        .where(
            Cycle.machine_id == machine,
            col(Cycle.started_at) >= since,
            col(Cycle.ended_at) <= until,
            col(Cycle.max_c).is_not(None),
        )
        .order_by(col(Cycle.started_at))
    )
    return list(session.exec(query))


def _file(cycles: list[Cycle], serial: str, above: float, *, broken: bool) -> bytes:
    """A day as HOBOware exports it, on the clock of Paris that day."""
    start = cycles[0].started_at - timedelta(minutes=20)
    last = cycles[-1].ended_at or start
    count = int((last + timedelta(minutes=20) - start) / STEP)
    offset = clock.local(start).strftime("%z")
    head = (
        f'"Plot Title: {serial}"\r\n"#","Date Time, GMT{offset[:3]}:{offset[3:]}",'
        f'"Temp, °C (LGR S/N: {serial}, SEN S/N: {serial})"\r\n'
    )
    hole = range(count // 3, count // 3 + 12) if broken else range(0)
    rows = []
    for n in range(count):
        at = start + n * STEP
        value = UNPLUGGED if n in hole else f"{_celsius(cycles, at, above):.2f}"
        rows.append(f"{n + 1},{clock.local(at):%m/%d/%y %I:%M:%S %p},{value}\r\n")
    return (head + "".join(rows)).encode("utf-8-sig")


def _celsius(cycles: list[Cycle], at: datetime, above: float) -> float:
    """Up within `WARMING`, flat for a third of the cycle, then down with the rinses."""
    for cycle in cycles:
        if (
            cycle.ended_at is None
            or cycle.max_c is None
            or not cycle.started_at <= at <= cycle.ended_at
        ):
            continue
        length, since = cycle.ended_at - cycle.started_at, at - cycle.started_at
        top, flat = float(cycle.max_c) + above, WARMING + length / 3
        if since < WARMING:
            return ROOM + (top - ROOM) * (since / WARMING)
        if since < flat:
            return top
        return max(COOLED, top - 3 * ((since - flat) / timedelta(minutes=1)))
    return ROOM


def demo(scene: Scene) -> Player | None:
    """Two loggers from the first day; None in a laundry without a washer."""
    machines = versions.in_force(scene.session, Machine, "resource_id")
    washers = sorted((one for one in machines if one.kind == "washer"), key=lambda one: one.label)
    return Loggers(scene, washers).play if washers else None
