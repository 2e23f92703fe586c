"""What the gap list is drawn from: a few counted facts of a period, without any session; pure."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from laundry_rabc.qualifications import State


@dataclass(frozen=True, slots=True)
class CheckFact:
    """A check that did not end on time: `state` is `missed`, `done_late` or `not_done`."""

    code: str
    label: str
    where: str
    due_at: datetime
    state: str
    recorded_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LateFact:
    """A result entered after the fact, with its reason."""

    code: str
    taken_at: datetime
    recorded_at: datetime
    reason: str
    result_id: int


@dataclass(frozen=True, slots=True)
class JudgedFact:
    """How many results a version that nobody validated judged."""

    code: str
    label: str
    version: int
    count: int


@dataclass
class Use:
    """The cycles of a period that are alike: machine, version of the programme, and how that pair
    stood when they began. `measured` by a curve, `declared` by the machine, `none` without either.
    """

    machine: str
    machine_id: int
    programme: str
    card_id: int
    version: int
    state: State
    why: str
    first: datetime
    last: datetime
    count: int = 0
    measured: int = 0
    declared: int = 0
    none: int = 0
    running: int = 0
    """Not ended yet: nothing is missing of them."""
    bare_since: datetime | None = None
    """When the first of those without any proof began."""
    kg: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class LoggerFact:
    """A machine that washed in the period, and how many of its cycles a logger or sensor saw."""

    machine: str
    machine_id: int
    cycles: int
    measured: int


@dataclass(frozen=True, slots=True)
class InstrumentFact:
    """How far an instrument in use may be believed: a word of `believed`, and since when not."""

    instrument_id: int
    code: str
    name: str
    word: str
    due: date | None
    range_proved: bool


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A case that was open in the period. `limit`: days that its kind may stay open."""

    case_id: int
    ref: str
    kind: str
    title: str
    opened_at: datetime
    closed_at: datetime | None
    days: int
    limit: int


@dataclass(frozen=True, slots=True)
class PersonFact:
    """Somebody whose authorisation at a post has run out."""

    name: str
    post: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """A gap that another room has found by its own rules: its kind there, its words."""

    kind: str
    words: str
    ref: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the gap list reads. The lists are those of the period; `on` is its last day."""

    since: date
    until: date
    on: date
    due: int = 0
    """How many checks were due."""
    checks: tuple[CheckFact, ...] = ()
    late: tuple[LateFact, ...] = ()
    judged: tuple[JudgedFact, ...] = ()
    uses: tuple[Use, ...] = ()
    loggers: tuple[LoggerFact, ...] = ()
    instruments: tuple[InstrumentFact, ...] = ()
    cases: tuple[CaseFact, ...] = ()
    people: tuple[PersonFact, ...] = ()
    papers: tuple[Told, ...] = ()
    prereq: tuple[Told, ...] = ()
    to_warn: tuple[Told, ...] = ()
    """Clients of an impact search who were not told."""
    unconcluded: tuple[Told, ...] = ()
    """Reports of a laboratory without the house's own conclusion."""
    hazards: int = 0
    """How many hazards are proposals still."""
    flow: int = 0
    """How many steps of the diagram are proposals still."""
    flow_seen: date | None = None
    """When somebody last compared the diagram with the place."""
    flow_same: bool = True
    drilled: bool = True
    """Whether a recall drill was ever ended before the end of the period."""
    drills: tuple[Told, ...] = ()
    """Drills of the period that have no end, or did not find all."""
    unproved: tuple[Told, ...] = field(default=())
    """Starts without proof that somebody let go, with the reason."""
