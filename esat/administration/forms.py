"""The shapes of what the house sets; they read no database."""

from typing import Annotated

from pydantic import Field, StringConstraints

from esat.web.forms import Blank, FormShape, NoControl, Text

Hours = Annotated[str, StringConstraints(max_length=500), NoControl]


class ContactIn(FormShape):
    """How clients reach the house or a workshop."""

    phone: Annotated[str, StringConstraints(max_length=40), NoControl] = ""
    email: Text = ""
    address: Text = ""
    hours: Hours = ""


class StageIn(FormShape):
    """What the house says of one stage; an empty label is the workshop's own."""

    label: Annotated[str, StringConstraints(max_length=60), NoControl] = ""
    position: Annotated[Annotated[int, Field(ge=1, le=99)] | None, Blank] = None
    hidden: bool = False
    resting_minutes: Annotated[Annotated[int, Field(ge=1, le=60 * 24 * 14)] | None, Blank] = None
