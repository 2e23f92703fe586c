"""What is told of pumps, as it is typed; and how far a measured dose is from what was set."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from laundry_rabc.prereq.models import PumpEvent
from laundry_rabc.prereq.saying import Key, When

Ml = Annotated[FrenchDecimal | None, Field(ge=0, max_digits=9, decimal_places=3), Blank]


class PumpIn(FormShape):
    """A pump as it is declared."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$")]
    place: Annotated[str, StringConstraints(max_length=80), NoControl] = ""
    machine: Key = None


class MachineIn(When):
    """A machine that a pump serves from then on, or no more."""

    machine: Annotated[int, Field(ge=1, le=2**31 - 1)]
    serves: bool


class FillIn(When):
    """What is in the pump from then on: a lot scanned or chosen, or nothing."""

    code: Annotated[str, StringConstraints(max_length=64), NoControl] = ""
    lot: Key = None
    nothing: bool = False


class EventIn(When):
    """What happened to a pump; `until` is empty while it lasts."""

    kind: Literal["empty", "fault", "calibration"]
    until: Annotated[str, StringConstraints(max_length=40), NoControl] = ""
    set_ml: Ml = None
    measured_ml: Ml = None


@dataclass(frozen=True, slots=True)
class Dosed:
    """How much of what was set a pump gave, in percent."""

    event: PumpEvent

    @property
    def percent(self) -> Decimal | None:
        if not self.event.set_ml or self.event.measured_ml is None:
            return None
        return (self.event.measured_ml * 100 / self.event.set_ml).quantize(Decimal("0.1"))

    @property
    def off(self) -> Decimal | None:
        """How far that is from what was set, in percent of it."""
        return None if self.percent is None else self.percent - 100
