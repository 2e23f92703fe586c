"""Hours as hands write them: « 9:15 », « 9h15 », « 9h », « 915 », « 0915 »; nothing is guessed."""

import re
from datetime import time
from typing import Annotated, Final

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from esat.web.forms import Blank

_WRITTEN: Final = re.compile(r"(\d{1,2})\s*[:hH.]\s*(\d{2})?(?::00)?|(\d{1,2})(\d{2})")
_LAST_HOUR, _LAST_MINUTE = 23, 59


def read(value: object) -> object:
    """A time of the day without seconds; pydantic would read « 915 » as so many seconds."""
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    found = _WRITTEN.fullmatch(str(value).strip())
    if found is None:
        raise _wrong()
    hour, minute = (int(part or 0) for part in (found[1] or found[3], found[2] or found[4]))
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        raise _wrong()
    return time(hour, minute)


def _wrong() -> PydanticCustomError:
    return PydanticCustomError("wall_time", "no hour of the day")


WallTime = Annotated[time, BeforeValidator(read)]
OptionalWallTime = Annotated[WallTime | None, Blank]
