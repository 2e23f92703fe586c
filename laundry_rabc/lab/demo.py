"""A demo's laboratory: quarterly campaigns by a fictive laboratory, quiet but for one alert and
its retest; the last report waits for its conclusion, as an audit would find it.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from esat import clock
from esat.actors import SYSTEM
from esat.production.rehearsal import Player, Scene
from laundry_rabc.lab import reads, reports, samples
from laundry_rabc.lab.models import LabReport, LabSample
from laundry_rabc.lab.reports import AccreditationIn, ReportIn
from laundry_rabc.lab.samples import SampleIn
from laundry_rabc.lab.values import Said
from laundry_rabc.plan import trend_rules
from laundry_rabc.plan.models import PointVersion

QUARTER: Final = timedelta(days=91)
PAST: Final = tuple(timedelta(days=days) for days in (145, 138, 54, 47, 40))
"""The days before the demo's first one when something of the laboratory happened."""
ANALYSIS: Final = timedelta(days=6)
"""From the plates to the report."""
LABORATORY: Final = "Laboratoire fictif du Volcan"
LINEN: Final = (
    "Drap plié, pile du haut", "Torchon plié", "Serviette pliée", "Tunique repassée",
    "Nappe pliée",
)  # fmt: skip
SURFACES: Final = ("Table de pliage 1", "Chariot propre 4", "Tambour côté propre")
QUIET: Final = ("< 1", "< 1", "1", "1", "2", "2", "3", "4")
ALERT: Final = "8"
CONCLUSION: Final = "Résultats dans la cible. Prochaine campagne au trimestre suivant."
SEEN: Final = "Une alerte sur un torchon : pile refaite, mains et table revues. Contre-analyse lue."


class Campaigns:
    """What is sampled each quarter, by whom, and what is on its way from the laboratory."""

    def __init__(self, scene: Scene) -> None:
        session = scene.session
        self.points = {
            code: one
            for code, one in reads.points(session, scene.at(9) - PAST[0])
            if code in {"HYG-01", "HYG-02"}
        }
        shown = AccreditationIn("1-0000 (fictif)", "Surfaces et textiles, flore totale",
                                scene.last_day + timedelta(days=200))  # fmt: skip
        with scene.moment(scene.at(8)):
            made = reports.add_laboratory(session, LABORATORY, shown, by=SYSTEM)
            self.laboratory = made.id or 0
            self.places = {
                label: reports.add_place(session, label, by=SYSTEM).id or 0
                for label in (*LINEN, *SURFACES)
            }
        self.last: datetime | None = None
        self.waiting: list[tuple[datetime, LabSample | None]] = []
        self.open: list[LabReport] = []
        self.count = 0
        for back in PAST:
            self._day(scene, scene.at(9, 30) - back)

    def play(self, scene: Scene) -> None:
        """Sample when a quarter is over; enter the reports that came today."""
        self._day(scene, scene.at(9, 30))

    def _day(self, scene: Scene, today: datetime) -> None:
        if self.points and (self.last is None or today - self.last >= QUARTER):
            self.last = today
            self.waiting.append((today, None))
        due = [one for one in self.waiting if today - one[0] >= ANALYSIS]
        self.waiting = [one for one in self.waiting if one not in due]
        for taken, first in due:
            with scene.moment(today + timedelta(hours=2)):
                if first is None:
                    self._campaign(scene, taken, today)
                else:
                    self._retest(scene, taken, first)

    def _campaign(self, scene: Scene, taken: datetime, today: datetime) -> None:
        """Ten plates of linen and three of surfaces; the second campaign has an alert."""
        for one in self.open:
            reports.conclude(scene.session, one, CONCLUSION, by=SYSTEM)
        report = self._report(scene)
        given = [self._linen(place, taken, scene.rng.choice(QUIET)) for place in LINEN * 2]
        given += [self._surface(place, taken, str(scene.rng.randint(0, 9))) for place in SURFACES]
        samples.enter(scene.session, report, [one for one in given if one], by=SYSTEM)
        self.open = [report]
        alert = self._linen(LINEN[1], taken, ALERT)
        if self.count == 2 and alert is not None:
            (first,) = samples.enter(scene.session, report, [alert], by=SYSTEM)
            self.waiting.append((today, first))

    def _retest(self, scene: Scene, taken: datetime, first: LabSample) -> None:
        report = self._report(scene)
        given = [self._linen(LINEN[1], taken, text, first.id) for text in ("2", "< 1", "1")]
        samples.enter(scene.session, report, [one for one in given if one], by=SYSTEM)
        reports.conclude(scene.session, report, SEEN, by=SYSTEM)

    def _report(self, scene: Scene) -> LabReport:
        self.count += 1
        today = clock.today()
        given = ReportIn(self.laboratory, f"FV-{today:%y}-{self.count:03d}", today)
        return reports.open_report(scene.session, given, by=SYSTEM)

    def _linen(
        self, place: str, taken: datetime, text: str, retest: int | None = None
    ) -> SampleIn | None:
        return self._sample("HYG-01", place, taken, text, retest)

    def _surface(self, place: str, taken: datetime, text: str) -> SampleIn | None:
        return self._sample("HYG-02", place, taken, text, None)

    def _sample(
        self, point: str, place: str, taken: datetime, text: str, retest: int | None
    ) -> SampleIn | None:
        version = self.points.get(point)
        if version is None:
            return None
        return SampleIn(
            point=point, place_id=self.places[place], taken_at=taken,
            sampler="Préleveur du laboratoire", said=said(version, text),
            medium="Gélose PCA", incubation_c=Decimal(30), incubation_h=Decimal(72),
            retest_of_id=retest,
        )  # fmt: skip


def said(version: PointVersion, text: str) -> Said:
    """A count on the plate of the limits, by their method."""
    surface = version.surface_cm2
    unit = version.unit if surface is None else f"{version.unit}/{surface:g} cm²"
    return Said(text, unit, version.method, surface)


def demo(scene: Scene) -> Player:
    """Prepare the laboratory and answer its player."""
    trend_rules.install(scene.session, scene.at(6) - PAST[0])
    return Campaigns(scene).play
