"""What is asked of a version of the plan: shapes of forms, and how rows fill them again."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints

from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from laundry_rabc.limits import Pair
from laundry_rabc.plan.models import PointVersion

Number = Annotated[FrenchDecimal | None, Field(max_digits=11, decimal_places=3), Blank]
Above = Annotated[FrenchDecimal, Field(ge=0, max_digits=11, decimal_places=3)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]
Short = Annotated[str, StringConstraints(max_length=120), NoControl]
Step = Annotated[str, StringConstraints(min_length=1, max_length=40), NoControl]
Procedure = Annotated[str, StringConstraints(max_length=400), NoControl]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]
Long = Annotated[str, StringConstraints(max_length=200), NoControl]
Day = Annotated[date | None, Blank]


class WhyIn(FormShape):
    """Why, and from which day; empty for as soon as it is approved."""

    reason: Reason
    since: Day = None


class VersionIn(WhyIn):
    """What a checkpoint demands, as its form sends it."""

    kind: str = ""
    label: Label
    question: Long = ""
    step: Step
    zone: str = ""
    direction: str = ""
    unit: str = ""
    surface_cm2: Number = None
    method: str = ""
    target_low: Number = None
    target_high: Number = None
    target_closed: bool = False
    has_alert: bool = False
    alert_low: Number = None
    alert_high: Number = None
    alert_closed: bool = False
    pairs: Short = ""
    margin_c: Above = Decimal(0)
    margin_minutes: Above = Decimal(0)
    misses: Annotated[int, Field(ge=1, le=9)] = 1
    forbidden: Short = ""
    plausible_low: Number = None
    plausible_high: Number = None
    frequency: str = ""
    times: Annotated[int, Field(ge=1, le=200)] = 1
    per_machine: bool = False
    late_after_hours: Annotated[int, Field(ge=0, le=8760)] = 4
    who: tuple[str, ...] = ()
    pictogram: Annotated[str, StringConstraints(max_length=40), NoControl] = "shield-check"
    alert_procedure: Procedure = ""
    action_procedure: Procedure = ""
    holds_lots: bool = False
    source: Reason
    mark: str = ""
    owner: Annotated[int | None, Blank] = None


class NewPointIn(VersionIn):
    """A checkpoint that the plan does not have yet."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}-\d{2}(-[A-Z])?$")]


class HazardIn(FormShape):
    """A hazard, and what keeps it under control."""

    family: Step
    label: Label
    examples: Long = ""
    step: Annotated[str, StringConstraints(max_length=40), NoControl] = ""
    severity: Annotated[int, Field(ge=1, le=5)]
    likelihood: Annotated[int, Field(ge=1, le=5)]
    measure: Annotated[str, StringConstraints(min_length=1, max_length=300), NoControl]
    points: Short = ""
    source: Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]
    reason: Reason
    withdrawn: bool = False


class FlowIn(FormShape):
    """A step of the flow diagram."""

    label: Annotated[str, StringConstraints(min_length=1, max_length=60), NoControl]
    zone: str = ""
    position: Annotated[int, Field(ge=1, le=99)]
    what: Annotated[str, StringConstraints(min_length=1, max_length=300), NoControl]
    recorded: Annotated[str, StringConstraints(max_length=300), NoControl] = ""
    reason: Reason
    withdrawn: bool = False


class SeenIn(FormShape):
    """The diagram was compared with the place."""

    verified_on: date
    same: Annotated[str, StringConstraints(pattern="^(oui|non)$")]
    note: Procedure = ""


class ClauseIn(FormShape):
    """The reference or the word of an edition."""

    key: str
    reference: Annotated[str, StringConstraints(max_length=40), NoControl] = ""
    wording: Reason
    source: Annotated[str, StringConstraints(min_length=1, max_length=160), NoControl]


SAME: Final = (
    "kind", "label", "question", "step", "zone", "direction", "unit", "surface_cm2", "method",
    "target_low", "target_high", "target_closed", "has_alert", "alert_low", "alert_high",
    "alert_closed", "margin_c", "margin_minutes", "misses", "forbidden", "plausible_low",
    "plausible_high", "frequency", "times", "per_machine", "late_after_hours", "pictogram",
    "alert_procedure", "action_procedure", "holds_lots", "source", "mark",
)  # fmt: skip
"""What a version says, field by field, under the same name in the form and in the row."""


def filled(version: PointVersion, pairs: tuple[Pair, ...]) -> dict[str, Any]:
    """A version as its form shows it: French numbers, its pairs as text."""
    found: dict[str, Any] = {name: _typed(getattr(version, name)) for name in SAME}
    found["pairs"] = " ; ".join(f"{_typed(one.celsius)} x {_typed(one.minutes)}" for one in pairs)
    found["who"] = version.who.split()
    found["owner"] = "" if version.owner_id is None else version.owner_id
    return found


def _typed(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return value
