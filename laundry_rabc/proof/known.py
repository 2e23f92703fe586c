"""What may be known of a delivery's hygiene: the facts that a statement draws from; pure."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from laundry_rabc.limits import Verdict

Source = Literal["measured", "declared", ""]


@dataclass(frozen=True, slots=True)
class Heat:
    """What is known of the temperature of a wash. `celsius` was held for `minutes`, mixing taken
    off where it was measured; `peak` is the hottest of a curve that no threshold is asked of.
    """

    source: Source = ""
    celsius: Decimal | None = None
    minutes: Decimal | None = None
    peak: Decimal | None = None
    whole: bool = True
    verdict: Verdict | None = None
    """How the plan judged what was measured; None where it judged nothing."""
    proposed: bool = True
    """Whether the limits that judged it are still proposals."""


@dataclass(frozen=True, slots=True)
class Wash:
    """A wash of a load. `celsius` is what its version of the programme asks; `qualified` None where
    nobody can say which programme it was.
    """

    at: datetime
    celsius: Decimal | None
    version: int | None
    done: bool
    heat: Heat
    qualified: bool | None
    proposed: bool


@dataclass(frozen=True, slots=True)
class Check:
    """A check of these loads that was out of its limits, and what became of it."""

    at: datetime
    step: str
    verdict: Verdict
    closed: bool
    rewashed: bool
    released: bool
    proposed: bool
    followed: bool = True
    """Whether a case was opened for it."""


@dataclass(frozen=True, slots=True)
class Load:
    """A wash load that the linen was in, or may have been in. `mixed`: with other clients' linen.
    `bare`: some of it is of a category of which no paper may promise anything.
    """

    washes: tuple[Wash, ...]
    certain: bool
    mixed: bool
    bare: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a statement may draw from. `judged` counts the results of these loads; `looking`:
    an open case or search; `closed` the days on which other searches about them ended.
    """

    order: str
    note: str
    delivered_at: datetime
    what: tuple[str, ...]
    loads: tuple[Load, ...]
    checks: tuple[Check, ...] = ()
    judged: int = 0
    looking: bool = False
    closed: tuple[date, ...] = ()
    bare: bool = False
