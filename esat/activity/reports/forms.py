"""A secondment as the office writes it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl

Words = Annotated[str, StringConstraints(max_length=120), NoControl]
Basis = Annotated[str, StringConstraints(max_length=160), NoControl]
Facts = Annotated[str, StringConstraints(max_length=280), NoControl]
OptionalDay = Annotated[date | None, Blank]


class SecondmentIn(FormShape):
    """Who goes where, until when, on which terms."""

    kind: Literal["individual", "collective", "placement"]
    client_id: Annotated[int | None, Blank] = None
    employer: Words = ""
    place: Words = ""
    workers: tuple[int, ...] = Field(default=(), max_length=100)
    weekly_hours: Annotated[
        Annotated[FrenchDecimal, Field(gt=0, le=48, max_digits=6, decimal_places=3)] | None, Blank
    ] = None
    since: date
    until: OptionalDay = None
    billing: Basis = ""
    support: Facts = ""
    adaptation: Facts = ""
    mdph_on: OptionalDay = None
