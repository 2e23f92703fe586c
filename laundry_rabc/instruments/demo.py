"""A demo's instruments: thermometers with their permitted error, calibrated months ago; one is
overdue and one was never calibrated, as an audit would find them.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from esat.actors import SYSTEM
from esat.production.rehearsal import Player, Scene
from laundry_rabc.instruments import calibrations, keeping
from laundry_rabc.instruments.calibrations import CalibrationIn, PermittedIn
from laundry_rabc.instruments.keeping import InstrumentIn, Kind

WANTED: Final[tuple[tuple[str, str, Kind, int | None], ...]] = (
    ("T-01", "Thermomètre du bain", "thermometer", 130),
    ("T-02", "Sonde de la laveuse 1", "probe", 60),
    ("T-03", "Sonde de la laveuse 2", "probe", 420),
    ("T-04", "Sonde de la laveuse 3", "probe", None),
)
"""Code, name, kind, and how many days before the last day it was calibrated."""
YEARS: Final = 4
"""How many past years of calibrations the papers of the demo tell."""


def demo(scene: Scene) -> Player:
    """Declare the instruments; each is calibrated once a year."""
    made = {}
    with scene.moment(scene.at(7)):
        for code, name, kind, _ in WANTED:
            one = keeping.declare(
                scene.session, InstrumentIn(code=code, name=name, kind=kind, unit="°C"), by=SYSTEM
            )
            made[code] = one.id or 0
            permitted = PermittedIn(
                value=Decimal(1), source="Besoin : marge de 1 °C au palier", status="proposed"
            )
            calibrations.permit(scene.session, one.id or 0, permitted, by=SYSTEM)
    waiting = [
        (on, made[code])
        for code, _, _, days in WANTED
        if days is not None
        for on in _days(scene.day, scene.last_day - timedelta(days=days))
    ]

    def play(scene: Scene) -> None:
        for on, instrument_id in [one for one in waiting if one[0] <= scene.day]:
            _calibrate(scene, instrument_id, on)
            waiting.remove((on, instrument_id))

    return play


def _days(first: date, last: date) -> list[date]:
    """The days of its yearly calibrations, the oldest first: one of them before the demo begins."""
    every = [last - timedelta(days=365 * n) for n in range(YEARS)]
    before = [on for on in every if on < first][:1]
    return sorted([*before, *(on for on in every if on >= first)])


def _calibrate(scene: Scene, instrument_id: int, on: date) -> None:
    """Two points against a reference; an old one is entered from its paper certificate."""
    given = CalibrationIn(
        method="reference", on=on, performed_by="Laboratoire de métrologie",
        reference="Étalon Pt100, certificat annuel", certificate=f"CE-{on:%y%m}-{instrument_id}",
        uncertainty=Decimal("0.2"), true_1=Decimal(60), shown_1=Decimal("60.3"),
        true_2=Decimal(80), shown_2=Decimal("80.4"),
    )  # fmt: skip
    with scene.moment(scene.at(7, 30)):
        calibrations.record(scene.session, instrument_id, given, by=SYSTEM)
