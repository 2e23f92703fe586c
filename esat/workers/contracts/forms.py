"""What the office writes of contracts, as typed shapes."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl

Words = Annotated[str, StringConstraints(max_length=80), NoControl]
OptionalDay = Annotated[date | None, Blank]
Weekly = Annotated[FrenchDecimal, Field(gt=0, le=48, max_digits=6, decimal_places=3)]
Ticked = Annotated[bool, BeforeValidator(lambda value: value or False)]
HoursOrNone = Annotated[FrenchDecimal, Field(ge=0, le=48, max_digits=6, decimal_places=3)]


class ContractIn(FormShape):
    """A contract that is opened."""

    kind: Literal["support", "short", "discovery"]
    why: Literal["", "replacement", "shared", "left_for_job"] = ""
    replaces_id: Annotated[int | None, Blank] = None
    begins: date
    until: OptionalDay = None
    weekly_hours: Weekly
    trial: Ticked = False
    host: Words = ""
    prescriber: Words = ""


class AmendIn(FormShape):
    """What changes in a contract, and from which day."""

    since: date
    weekly_hours: Weekly
    until: OptionalDay = None


class StepIn(FormShape):
    """A date kept: what was done, and when."""

    kind: Literal["project_update", "final_review", "discovery_sent", "project_next"]
    day: date


class ExtensionIn(FormShape):
    """The director accepts the extension that he read, and says when the CDAPH was told."""

    until: date
    told_on: date


class AgreementIn(FormShape):
    """Days for which a worker agreed, when and how he said so."""

    days: tuple[date, ...] = Field(default=(), max_length=60)
    other_day: OptionalDay = None
    agreed_on: date
    how: Literal["written", "spoken", "message"]


class OtherJobIn(FormShape):
    """Hours with another employer, from a day on; nought ends them."""

    other_hours: HoursOrNone
    other_since: date
    convention_on: OptionalDay = None


class SeatIn(FormShape):
    """Who holds a seat from a day on."""

    seat: Literal["delegate", "deputy"]
    worker_id: Annotated[int | None, Blank] = None
    since: date


def hours(value: Decimal) -> Decimal:
    """Hours as they are kept, at three decimals."""
    return value.quantize(Decimal("0.001"))
