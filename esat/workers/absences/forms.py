"""What the office sends of absences and of the catalogue: shapes, before any rule."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from esat.workers.absences.sealed import CORRECTION_MOST, NOTE_MOST

Half = Literal["morning", "afternoon"]
OptionalDay = Annotated[date | None, Blank]
OptionalTime = Annotated[time | None, Blank]
Tick = Annotated[bool, BeforeValidator(lambda value: value or False)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=160), NoControl]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]{0,9}$"), NoControl]
Days = Annotated[FrenchDecimal, Field(ge=0, le=200, max_digits=6, decimal_places=2)]


class AbsenceIn(FormShape):
    """An absence as the office enters it: whole half-days, or some hours of one day."""

    worker_id: int
    since: date
    since_half: Half = "morning"
    until: OptionalDay = None
    until_half: Half = "afternoon"
    from_time: OptionalTime = None
    to_time: OptionalTime = None
    code: Annotated[str, StringConstraints(min_length=1, max_length=10), NoControl]
    saturday: Literal["", "y", "n"] = ""
    note: Annotated[str, StringConstraints(max_length=NOTE_MOST), NoControl] = ""
    correction: Annotated[str, StringConstraints(max_length=CORRECTION_MOST), NoControl] = ""

    @property
    def last(self) -> date:
        return self.until or self.since


class KindIn(FormShape):
    """A line of the catalogue as the office writes it."""

    code: Code = "X"
    label: Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
    category: Literal["paid", "unpaid", "outside"]
    unit: Literal["day", "half_day", "hour"]
    counts_as_time: Tick = False
    paid_hint: Annotated[str, StringConstraints(max_length=160), NoControl] = ""
    accrual: Literal["", "full", "sick"] = ""
    counter: Literal["", "annual", "mobile", "rest"] = ""
    withdrawn: Tick = False
    source: Words
    status: Literal["proposed", "validated"]
    reason: Words
    since: OptionalDay = None


class FiguresIn(FormShape):
    """What the office confirms of a worker's leave at the end of a day."""

    day: date
    earned: Days
    taken: Days
    carried: Days = Decimal(0)
    expires: OptionalDay = None
    shown: Annotated[str, StringConstraints(max_length=600), NoControl] = ""
