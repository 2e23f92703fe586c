"""A month of coded absences as the office's pages show it, with the reasons."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from babel.dates import format_date
from sqlmodel import Session, col, or_, select

from esat.folding import fold
from esat.workers import addresses
from esat.workers.absences import kinds, reads, sealed
from esat.workers.absences.halves import Stretch
from esat.workers.absences.kinds import Kind
from esat.workers.absences.leave_days import following, taken
from esat.workers.absences.models import Absence
from esat.workers.models import Worker
from esat.workers.statuses import HALVES


@dataclass(frozen=True, slots=True)
class Month:
    """A month that a page shows."""

    first: date

    @property
    def last(self) -> date:
        return _first(self.first, 31) - timedelta(days=1)

    @property
    def bounds(self) -> tuple[date, date]:
        return self.first, self.last

    @property
    def slug(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def label(self) -> str:
        return str(format_date(self.first, "MMMM y", locale="fr_FR")).capitalize()

    @property
    def before(self) -> "Month":
        return Month(_first(self.first, -1))

    @property
    def after(self) -> "Month":
        return Month(_first(self.first, 31))


@dataclass(frozen=True, slots=True)
class Shown:
    """An absence with its reason, for the office."""

    number: int
    version: int
    worker_id: int
    name: str
    stretch: Stretch
    kind: Kind
    reason: sealed.Reason
    recorded_at: datetime

    @property
    def when(self) -> str:
        return when(self.stretch)

    @property
    def takes(self) -> Decimal:
        """The jours ouvrables it takes: those that are not answered yet left out."""
        extra = self.reason.extra if self.reason.saturday == sealed.COUNTS else 0
        return sum((days for _, days in taken(self.stretch, extra)), Decimal(0))

    @property
    def extra(self) -> str:
        """The days of which it is asked whether they count: « samedi 28/11 »."""
        days = following(self.stretch.until, self.reason.extra)
        return " et ".join(f"{format_date(day, 'EEEE dd/MM', locale='fr_FR')}" for day in days)


def read(text: str, today: date) -> Month:
    """« 2026-11 », one to come too; this month where none is named. NotFound for no month."""
    return Month(addresses.any_month(text) if text else today.replace(day=1))


def coded(session: Session, since: date, until: date) -> list[Shown]:
    """What is coded and touches these days, by name and day."""
    return shown(session, reads.standing(session, since, until), until)


def saturdays(session: Session, since: date, until: date) -> list[Shown]:
    """The leaves that end in these days and of which the Saturday is not answered."""
    rows = coded(session, since, until)
    open_ones = [row for row in rows if row.reason.saturday == sealed.ASKED]
    return [row for row in open_ones if row.stretch.until <= until]


def shown(session: Session, rows: list[Absence], day: date) -> list[Shown]:
    """Rows as a page shows them; whoever shows them leaves a line in the access log."""
    query = select(Worker).where(col(Worker.id).in_({row.worker_id for row in rows}))
    names = {worker.id: worker.display_name for worker in session.exec(query)}
    catalogue = kinds.catalogue(session, day)
    found = []
    for row in rows:
        reason = reads.reason(row)
        found.append(
            Shown(
                row.number,
                row.version,
                row.worker_id,
                names[row.worker_id],
                reads.stretch(row),
                catalogue[reason.code],
                reason,
                row.recorded_at,
            )
        )
    return sorted(found, key=lambda one: (fold(one.name), one.worker_id, one.stretch.first))


def people(session: Session, day: date) -> list[tuple[int, str]]:
    """Those who are here or left within a year, to choose from."""
    left = col(Worker.left_on)
    query = select(Worker).where(or_(left.is_(None), left >= day - timedelta(days=366)))
    found = [(worker.id or 0, worker.display_name) for worker in session.exec(query)]
    return sorted(found, key=lambda one: (fold(one[1]), one[0]))


def when(of: Stretch) -> str:
    """« 23/11/2026 », « du 23/11/2026 au 27/11/2026 matin », « 23/11/2026, 08:30-09:00 »."""
    if of.times is not None:
        return f"{of.since:%d/%m/%Y}, de {of.times[0]:%H:%M} à {of.times[1]:%H:%M}"
    if of.since == of.until:
        one = "" if of.since_half != of.until_half else f", {HALVES[of.since_half]}"
        return f"{of.since:%d/%m/%Y}{one}"
    begins = "" if of.since_half == "morning" else ", après-midi"
    ends = "" if of.until_half == "afternoon" else ", matin"
    return f"du {of.since:%d/%m/%Y}{begins} au {of.until:%d/%m/%Y}{ends}"


def short(of: Stretch, today: date) -> str:
    """« ven. 20/11, après-midi », « mer. 18/11 au jeu. 19/11 »; the year when it is another."""
    form = "EEE dd/MM" if of.since.year == of.until.year == today.year else "EEE dd/MM/y"
    since, until = (str(format_date(day, form, locale="fr_FR")) for day in (of.since, of.until))
    begins = "" if of.since_half == "morning" else ", après-midi"
    ends = "" if of.until_half == "afternoon" else ", matin"
    if of.since == of.until:
        return since + (begins or ends)
    return f"{since}{begins} au {until}{ends}"


def _first(day: date, ahead: int) -> date:
    return (day + timedelta(days=ahead)).replace(day=1)
