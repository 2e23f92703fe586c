"""What the forms of clients' codes and of their formats send; it reads no database."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from esat.web.forms import Blank, FormShape, NoControl

Raw = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""A text as the reader typed it: controls inside are refused as no code, not as a wrong field."""


class LinkIn(FormShape):
    foreign: Raw
    symbology: Annotated[str, StringConstraints(max_length=40)] = ""


class UnlinkIn(FormShape):
    linked: Raw
    why: Annotated[str, StringConstraints(max_length=280), NoControl] = ""


class FormatIn(FormShape):
    """A form of digit codes; no client means everybody's."""

    symbology: Annotated[str, StringConstraints(min_length=1, max_length=12)]
    length: Annotated[int, Field(ge=1, le=999)]
    check_digit: Annotated[str, StringConstraints(max_length=6)] = "gs1"
    client_id: Annotated[int | None, Blank] = None
    source: Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]
    since: Annotated[date | None, Blank] = None
