"""What the forms of the tariff give: a price, a bracket, a text; shapes before any rule."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl

Name = Annotated[str, StringConstraints(min_length=1, max_length=60), NoControl]
Short = Annotated[str, StringConstraints(max_length=80), NoControl]
Source = Annotated[str, StringConstraints(max_length=160), NoControl]
Reason = Annotated[str, StringConstraints(max_length=200), NoControl]
Price = Annotated[FrenchDecimal, Field(ge=0, le=9999, max_digits=6, decimal_places=2)]
Status = Literal["proposed", "validated"]


class TariffIn(FormShape):
    """The price of a service on a nature of article, from a day on."""

    article: Name
    service: Name
    price: Price
    unit: Literal["pièce", "paire", "kg"]
    since: date
    status: Status
    source: Source = ""
    reason: Reason = ""


class BracketIn(FormShape):
    """A bracket from a day on; `percent` or, for fixed prices, fields of their own."""

    label: Name
    bound: Short = ""
    kind: Literal["percent", "fixed"]
    percent: Annotated[
        FrenchDecimal | None, Field(gt=0, le=100, max_digits=5, decimal_places=2), Blank
    ] = None
    since: date
    status: Status
    source: Source = ""
    reason: Reason = ""


class TextIn(FormShape):
    """A text from a day on."""

    body: Annotated[str, StringConstraints(min_length=1, max_length=2000), NoControl]
    since: date
    status: Status
    source: Source = ""
    reason: Reason = ""


class FixedIn(FormShape):
    """One fixed price; empty where the full one is asked."""

    price: Annotated[Price | None, Blank] = None


class ReasonIn(FormShape):
    """Why something is withdrawn."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]


Prices = dict[str, Decimal]
"""Fixed prices by tariff code."""
