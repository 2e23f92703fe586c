"""Days, weeks, months and years, the one before each, and the steps that a chart shows; pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from babel.dates import format_date

UNITS: Final = {"jour": "Jour", "semaine": "Semaine", "mois": "Mois", "annee": "Année"}


@dataclass(frozen=True, slots=True)
class Step:
    """A bar of a chart: its days, both included, its short name and its whole one."""

    short: str
    label: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Period:
    """Some days, both included, as people call them."""

    unit: str
    since: date
    until: date

    @property
    def label(self) -> str:
        return _LABELS[self.unit](self)

    @property
    def before(self) -> "Period":
        return period(self.unit, self.since - timedelta(days=1))

    @property
    def after(self) -> "Period":
        return period(self.unit, self.until + timedelta(days=1))

    def steps(self) -> list[Step]:
        """Months of a year, days of the rest; a day stands among the seven that end with it."""
        if self.unit == "annee":
            months = [period("mois", date(self.since.year, n, 1)) for n in range(1, 13)]
            return [Step(_said(m.since, "LLLLL"), m.label, m.since, m.until) for m in months]
        first = self.until - timedelta(days=6) if self.unit == "jour" else self.since
        days = [first + timedelta(days=n) for n in range((self.until - first).days + 1)]
        form = "d" if self.unit == "mois" else "EEE d"
        return [Step(_said(day, form), _said(day, "EEEE d MMMM"), day, day) for day in days]


def period(unit: str, day: date) -> Period:
    """The day, week, month or year that holds a day."""
    if unit == "semaine":
        monday = day - timedelta(days=day.weekday())
        return Period(unit, monday, monday + timedelta(days=6))
    if unit == "mois":
        following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        return Period(unit, day.replace(day=1), following - timedelta(days=1))
    if unit == "annee":
        return Period(unit, date(day.year, 1, 1), date(day.year, 12, 31))
    return Period("jour", day, day)


def _said(day: date, form: str) -> str:
    return str(format_date(day, form, locale="fr_FR"))


_LABELS: Final[dict[str, Callable[[Period], str]]] = {
    "jour": lambda p: _said(p.since, "EEEE d MMMM y").capitalize(),
    "semaine": lambda p: f"Du {_said(p.since, 'd MMMM')} au {_said(p.until, 'd MMMM y')}",
    "mois": lambda p: _said(p.since, "MMMM y").capitalize(),
    "annee": lambda p: f"Année {p.since.year}",
}
