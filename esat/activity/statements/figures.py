"""What a monthly statement is made of and what it says: frozen shapes, in minutes, no euro."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Half:
    """A half-day of a worker. `planned` is what was expected of him, `off` what a public holiday
    took out of it; `status` is empty while nobody recorded it.
    """

    day: date
    half: str
    planned: int = 0
    off: int = 0
    status: str = ""
    present: int = 0
    late: int = 0
    early: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """Minutes of a day by activity; an empty activity is presence of which nothing was said."""

    day: date
    activity: str
    minutes: int
    unsettled: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Minutes of a half-day that the office gave a reason to. Those with a `column` count there;
    `rest` are taken from the compensatory rest.
    """

    day: date
    half: str
    code: str
    minutes: int
    label: str = ""
    paid: bool = False
    absence_id: int = 0
    column: str = ""
    rest: bool = False
    there: bool = False
    """A sheet has him present within it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The dated rules of that month, in minutes; `today` is the day of the computation."""

    today: date
    week_limit: int
    two_jobs_limit: int
    rest_ratio: Decimal = Decimal(1)

    def due(self, day: date) -> bool:
        """Whether the sheets of a day should be there: today's are, on the last of the month."""
        return day < self.today or (day == self.today and (day + timedelta(days=1)).day == 1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A timetable that a worker keeps, since when."""

    name: str
    since: date


@dataclass(frozen=True, slots=True)
class Person:
    """Whose statement it is, as the office and payroll know him."""

    worker_id: int
    name: str
    payroll_id: str = ""
    group: str = ""
    contract_kind: str = ""
    contract_since: date | None = None
    contract_until: date | None = None
    full_time: int = 0
    weekly: int = 0
    elsewhere: int = 0
    fte: Decimal | None = None
    timetables: tuple[Kept, ...] = ()
    has_contract: bool = True
    has_timetable: bool = True
    trial_until: date | None = None


@dataclass(frozen=True, slots=True)
class Counter:
    """A leave counter in jours ouvrables, as a proposal that the office confirms."""

    code: str
    label: str
    earned: Decimal
    taken: Decimal
    left: Decimal
    carried: Decimal = Decimal(0)
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """All that one statement is computed from. `before` holds the minutes present on the days of
    the first week that lie in the month before; `left_on` is his last day, where he has one.
    """

    month: date
    person: Person
    rules: Rules
    halves: tuple[Half, ...] = ()
    lines: tuple[Line, ...] = ()
    reasons: tuple[Reason, ...] = ()
    agreements: frozenset[date] = frozenset()
    before: Mapping[date, int] = field(default_factory=dict)
    leave: tuple[Counter, ...] = ()
    saturdays: tuple[date, ...] = ()
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """One absence within the month; an empty code is an absence without a reason yet."""

    code: str
    label: str
    paid: bool
    since: date
    until: date
    minutes: int
    half_days: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the month, and whether it passes the limit: a warning, nothing more."""

    monday: date
    minutes: int
    above: bool


@dataclass(frozen=True, slots=True)
class Anomaly:
    """What is left open, and on which days; `detail` completes its sentence."""

    code: str
    days: tuple[date, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day as the page of the month shows it."""

    day: date
    morning: str
    afternoon: str
    planned: int
    present: int
    columns: tuple[tuple[str, int], ...] = ()
    absences: tuple[tuple[str, int], ...] = ()
    late: int = 0
    early: int = 0
    not_said: int = 0
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """The month of a worker. Always, to the minute:

    contractual = holiday + to do;
    to do + beyond = columns + absences + late + early + not said + unrecorded + to come.
    """

    month: date
    person: Person
    contractual: int
    holiday: int
    to_do: int
    beyond: int
    columns: tuple[tuple[str, int], ...]
    support_outside: int
    absences: tuple[AbsenceLine, ...]
    late: int
    early: int
    not_said: int
    unrecorded: int
    to_come: int
    sunday: int
    may_day: int
    rest_owed: int
    rest_taken: int
    weeks: tuple[Week, ...]
    leave: tuple[Counter, ...]
    saturdays: tuple[date, ...]
    trial_half_days: int
    anomalies: tuple[Anomaly, ...]
    days: tuple[DayLine, ...]

    @property
    def worked(self) -> int:
        """Minutes within the duration of the contract, whatever the activity."""
        return sum(minutes for _, minutes in self.columns)

    @property
    def away(self) -> int:
        return sum(line.minutes for line in self.absences)

    def column(self, code: str) -> int:
        return dict(self.columns).get(code, 0)


@dataclass(frozen=True, slots=True)
class Signed:
    """Who validated, and when."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Explained:
    """An anomaly that was left open, and the sentence that the office gave for it."""

    code: str
    words: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """A month as it was closed: what a version keeps."""

    statement: Statement
    supervisor: Signed | None
    office: Signed | None
    notes: tuple[Explained, ...] = ()
