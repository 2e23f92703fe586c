"""The shapes of what is typed about scanners; no rule of who may."""

from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from esat.accounts.devices import FASTEST, SLOWEST
from esat.scanners.setups import NARROWEST, WIDEST
from esat.web.forms import Blank, FormShape, NoControl

Whole = BeforeValidator(lambda value: value.strip() if isinstance(value, str) else value)


class SpeedForm(FormShape):
    scan_ms: Annotated[int, Field(ge=FASTEST, le=SLOWEST), Whole]


class SetupForm(FormShape):
    name: Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
    note: Annotated[str, StringConstraints(max_length=280), NoControl] = ""
    width_mm: Annotated[int | None, Field(ge=NARROWEST, le=WIDEST), Blank] = None
