"""The counter of leave of each worker on a day, as a proposal: from the figure that stands, what
was earned and taken since by the absences that are coded. For the office's own pages and papers.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlmodel import Session, col, select

from esat.workers.absences import figures, kinds, leave, leave_days, month, reads, sealed
from esat.workers.absences.figures import Figure
from esat.workers.absences.kinds import Kind
from esat.workers.absences.leave import Facts, Rules, Standing, Taking
from esat.workers.absences.models import Absence
from esat.workers.absences.month import Shown
from esat.workers.models import Worker
from esat.workers.rules.keeping import BOOK
from esat.workers.timetables.plans import HALVES

_HALF = Decimal("0.5")
_NONE = Decimal(0)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Counter:
    """What is proposed for a worker, from which figure, and what is still open.

    `gap` is what the calculation would now add to the confirmed figure it starts from: something
    was coded or corrected since. `asked` counts the leaves whose Saturday is not answered.
    """

    worker_id: int
    standing: Standing
    base: Figure | None
    gap: Decimal
    mobile: Decimal
    asked: int

    @property
    def confirmed(self) -> bool:
        """Whether the office confirmed it as it now stands."""
        standing = self.base.standing if self.base else None
        confirmed = self.base is not None and self.base.kind == figures.CONFIRMED
        return confirmed and standing == self.standing and not self.gap

    @property
    def clear(self) -> bool:
        """Whether nothing speaks against confirming it unread."""
        ready = self.base is not None and not self.confirmed
        return ready and not (self.gap or self.asked) and self.standing.left >= 0

    @property
    def state(self) -> str:
        """The first thing to know of it, in French."""
        if self.confirmed:
            return "Confirmé"
        if self.gap:
            return "Recalculé"
        if self.asked:
            return "Samedi à décider"
        if self.standing.left < 0:
            return "Pris d’avance"
        return "À confirmer" if self.base else "Sans reprise"


def counters(session: Session, worker_ids: Collection[int], day: date) -> dict[int, Counter]:
    """The counter of each at the end of a day; the statements do not grow with the workers."""
    workers = list(session.exec(select(Worker).where(col(Worker.id).in_(worker_ids))))
    known = figures.known(session, [worker.id or 0 for worker in workers], day)
    rules = _rules(session)
    began = leave.year_start(day, rules(day).year_month)
    first = min([began, *(rows[-1].standing.day for rows in known.values())])
    absences: dict[int, list[Absence]] = {}
    for row in reads.standing(session, first, day + timedelta(days=7), worker_ids):
        absences.setdefault(row.worker_id, []).append(row)
    catalogue = kinds.catalogue(session, day)
    saturday = BOOK.is_on(session, "saturday_counts", day)
    found: dict[int, Counter] = {}
    for worker in workers:
        mine = _Mine(worker, absences.get(worker.id or 0, []), catalogue, saturday)
        found[worker.id or 0] = mine.counter(known.get(worker.id or 0, []), day, began, rules)
    return found


class _Mine:
    """The facts of one worker."""

    def __init__(
        self,
        worker: Worker,
        rows: list[Absence],
        catalogue: dict[str, Kind],
        saturday: bool,  # noqa: FBT001 - private
    ) -> None:
        self._worker = worker
        self._poorer: dict[tuple[date, str], str] = {}
        """The half-days that do not earn as usual, and how they do."""
        self._takings: list[Taking] = []
        self._mobile: list[Taking] = []
        self._asked: list[date] = []
        for row in rows:
            self._read(row, catalogue, saturday)

    def _read(self, row: Absence, catalogue: dict[str, Kind], saturday: bool) -> None:  # noqa: FBT001 - private
        reason, stretch = reads.reason(row), reads.stretch(row)
        kind = catalogue[reason.code]
        if stretch.times is not None:
            return
        if kind.accrual != "full":
            for key in stretch.keys(row.since, row.until):
                self._poorer[key] = kind.accrual
        if kind.counter == "annual":
            counts = (
                saturday if reason.saturday == sealed.ASKED else reason.saturday == sealed.COUNTS
            )
            self._takings += leave_days.taken(stretch, reason.extra if counts else 0)
            if reason.saturday == sealed.ASKED:
                self._asked.append(row.until)
        elif kind.counter == "mobile":
            self._mobile += leave_days.taken(stretch)

    def counter(
        self, known: list[Figure], day: date, began: date, rules: Callable[[date], Rules]
    ) -> Counter:
        facts = Facts(self._earning, self._takings)
        base = known[0] if known else None
        start = base.standing if base else Standing(began - timedelta(days=1))
        gap = _NONE
        if base is not None and base.kind == figures.CONFIRMED and len(known) > 1:
            again = leave.advance(known[1].standing, base.standing.day, facts, rules)
            gap = again.left - base.standing.left
        return Counter(
            self._worker.id or 0,
            leave.advance(start, day, facts, rules),
            base,
            gap,
            sum((days for when, days in self._mobile if began <= when <= day), _NONE),
            sum(began <= when <= day for when in self._asked),
        )

    def _earning(self, day: date) -> tuple[Decimal, Decimal]:
        starts, left = self._worker.contract_starts, self._worker.left_on
        if (starts and day < starts) or (left and day > left):
            return _NONE, _NONE
        usual = sick = _NONE
        for half in HALVES:
            how = self._poorer.get(_as(day, half), "full")
            usual += _HALF if how == "full" else _NONE
            sick += _HALF if how == "sick" else _NONE
        return usual, sick


def leaves(session: Session, worker_id: int, since: date, until: date) -> list[Shown]:
    """The leaves of a worker that touch these days, with the days they take of their counter."""
    rows = reads.standing(session, since, until, [worker_id])
    shown = month.shown(session, rows, until)
    return [one for one in shown if one.kind.counter in {"annual", "mobile"}]


def rules_on(session: Session, day: date) -> Rules:
    """What the book says on a day."""
    return _rules(session)(day)


def _as(day: date, half: str) -> tuple[date, str]:
    """A Saturday earns as the Friday afternoon before it: who is ill all week is ill that day."""
    if day.weekday() == _SATURDAY:
        return day - timedelta(days=1), HALVES[1]
    return day, half


def _rules(session: Session) -> Callable[[date], Rules]:
    """The book on a day, each month read once."""
    known: dict[date, Rules] = {}

    def on(day: date) -> Rules:
        if day not in known:
            values = BOOK.values(session, day)
            known[day] = Rules(
                values["leave_days_month"], values["leave_days_most"],
                values["sick_leave_days_month"], values["sick_leave_days_most"],
                int(values["carry_over_months"]), int(values["leave_year_month"]),
            )  # fmt: skip
        return known[day]

    return on
