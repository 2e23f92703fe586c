"""A demo's loggers: one travels in the first washer each Tuesday, and once in the last washer,
whose display shows more than there is. In one file the probe came off for a while.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from esat import clock, config
from esat.actors import SYSTEM
from esat.files.store import store_of
from esat.production.rehearsal import Player, Scene
from laundry_rabc.instruments import keeping as instruments
from laundry_rabc.instruments.keeping import InstrumentIn
from laundry_rabc.loggers import importing, matching, places
from laundry_rabc.loggers.formats.reading import Said
from laundry_rabc.loggers.places import PlaceIn
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Machine, Programme
from workshops.laundry.washing.models import Cycle

TUESDAY, THURSDAY = 1, 3
STEP: Final = timedelta(seconds=30)
WARMING: Final = timedelta(minutes=20)
"""From cold water to the temperature of the programme."""
ROOM, COOLED = 21.0, 38.0
COLD: Final = -4.5
"""What the last washer misses of its programme, in °C."""
GOOD: Final = 0.9
UNPLUGGED: Final = "-888.88"


class Loggers:
    """The two instruments and where they travel."""

    def __init__(self, scene: Scene, washers: Sequence[Machine]) -> None:
        self.weeks = 0
        self.good, self.bad = washers[0], washers[-1]
        with scene.moment(scene.at(8)):
            self.codes = {
                one.resource_id: self._logger(scene.session, f"ENR-{n}", one)
                for n, one in enumerate((self.good, self.bad), 1)
            }

    def play(self, scene: Scene) -> None:
        """What the logger of the day wrote, brought in at the end of the day."""
        weekday = scene.day.weekday()
        if weekday == TUESDAY:
            self.weeks += 1
            self._bring(scene, self.good, GOOD, broken=self.weeks == 2)
        elif weekday == THURSDAY and self.weeks == 3:
            self._bring(scene, self.bad, COLD, broken=False)

    def _logger(self, session: Session, code: str, machine: Machine) -> str:
        given = InstrumentIn(
            code=code, name=f"Enregistreur {code[-1]}", kind="thermometer", unit="°C"
        )
        made = instruments.declare(session, given, by=SYSTEM)
        serial = f"2010000{code[-1]}"
        put = PlaceIn(instrument=made.id or 0, machine=machine.resource_id, serial=serial)
        places.put(session, put, by=SYSTEM)
        return serial

    def _bring(self, scene: Scene, machine: Machine, above: float, *, broken: bool) -> None:
        session, end = scene.session, scene.at(17, 30)
        cycles = _cycles(session, machine.resource_id, scene.at(6), end)
        if not cycles:
            return
        data = _file(cycles, self.codes[machine.resource_id], above, broken=broken)
        name = f"{machine.label} {scene.day:%Y-%m-%d}.csv"
        with scene.moment(end):
            kept = importing.keep(
                session, store_of(config.current()), data, name, Said(order="mdy"),
                instrument_id=None, by=SYSTEM,
            )  # fmt: skip
            found = [one.cycle.id or 0 for one in matching.proposals(session, kept)]
            if found:
                matching.confirm(session, kept.id or 0, found, by=SYSTEM)


def _cycles(
    session: Session, machine: int, since: datetime, until: datetime
) -> list[tuple[Cycle, float]]:
    """The cycles of a machine over a day with the temperature of their programme."""
    query = (
        select(Cycle, Programme)
        .join(Programme, col(Programme.id) == col(Cycle.programme_id))
        .where(
            Cycle.machine_id == machine,
            col(Cycle.started_at) >= since,
            col(Cycle.ended_at) <= until,
        )
        .order_by(col(Cycle.started_at))
    )
    return [
        (cycle, float(programme.temperature_c))
        for cycle, programme in session.exec(query)
        if programme.temperature_c is not None
    ]


def _file(cycles: list[tuple[Cycle, float]], serial: str, above: float, *, broken: bool) -> bytes:
    """A day as HOBOware exports it, on the clock of Paris that day."""
    start = cycles[0][0].started_at - timedelta(minutes=20)
    last = cycles[-1][0].ended_at or start
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
        value = UNPLUGGED if n in hole else f"{_celsius(cycles, at, above) + n % 3 * 0.05:.2f}"
        rows.append(f"{n + 1},{clock.local(at):%m/%d/%y %I:%M:%S %p},{value}\r\n")
    return (head + "".join(rows)).encode("utf-8-sig")


def _celsius(cycles: list[tuple[Cycle, float]], at: datetime, above: float) -> float:
    """Up within `WARMING`, flat for a third of the cycle, then down with the rinses."""
    for cycle, celsius in cycles:
        if cycle.ended_at is None or not cycle.started_at <= at <= cycle.ended_at:
            continue
        length, since = cycle.ended_at - cycle.started_at, at - cycle.started_at
        top, flat = celsius + above, WARMING + length / 3
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
