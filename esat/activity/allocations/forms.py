"""What a page or a tablet sends to place somebody: shapes, before any rule."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError

from esat import clock
from esat.activity.allocations import moments
from esat.activity.allocations.service import Place
from esat.errors import Invalid
from esat.web.forms import Blank, FormShape, NoControl, field_errors
from esat.web.keys import LARGEST
from esat.workers.models import Group
from esat.workers.timetables import plans
from esat.workers.wall_times import OptionalWallTime, WallTime


def _several(value: object) -> object:
    """A name that comes once in a form is no list."""
    return [value] if isinstance(value, str | int) else value


Key = Annotated[int, Field(gt=0, le=LARGEST)]
Keys = Annotated[tuple[Key, ...], BeforeValidator(_several), Field(min_length=1, max_length=200)]
GroupCode = Annotated[str, StringConstraints(min_length=1, max_length=40), NoControl]
Reason = Annotated[str, StringConstraints(max_length=280), NoControl]
Where = Annotated[str, StringConstraints(pattern=r"^(post|activity):[a-z0-9_]{1,20}$")]


class MoveIn(FormShape):
    """`place` is `post:12` or `activity:support`; `when` is now, the whole day, or from `from`."""

    group: GroupCode
    day: date
    worker: Keys
    place: Where
    order: Annotated[Key | None, Blank] = None
    lot: Annotated[Key | None, Blank] = None
    when: Literal["now", "day", "time"] = "now"
    from_time: OptionalWallTime = Field(default=None, alias="from")
    to_time: OptionalWallTime = Field(default=None, alias="to")


class SameIn(FormShape):
    group: GroupCode
    day: date


class EndIn(FormShape):
    group: GroupCode
    day: date
    worker: Keys
    to_time: OptionalWallTime = Field(default=None, alias="to")


class TakeBackIn(FormShape):
    line: Key
    reason: Reason = ""


class CorrectIn(FormShape):
    """The times of a line, as its day's wall clock."""

    from_time: WallTime = Field(alias="from")
    to_time: OptionalWallTime = Field(default=None, alias="to")
    reason: Reason = ""


def read(shape: type[Any], data: Mapping[str, Any]) -> Any:
    """Invalid: `allocation_unreadable`, with the fields; `allocation_nobody`, `activity_unknown`
    when that is what is missing; `allocation_hour` where only an hour is wrong.
    """
    try:
        return shape.model_validate(dict(data))
    except ValidationError as error:
        fields = field_errors(error)
        missing = {name for name in ("worker", "place") if not data.get(name)} & fields.keys()
        code = "allocation_nobody" if "worker" in missing else "activity_unknown"
        other = "allocation_hour" if fields.keys() <= {"from", "to"} else "allocation_unreadable"
        raise Invalid(code if missing else other, fields) from error


def place_of(given: MoveIn, group: Group, *, late: bool) -> Place:
    """The place that a form names. Invalid: `allocation_unreadable` without the hour it asks."""
    kind, _, code = given.place.partition(":")
    if kind == "post" and not (code.isdecimal() and 0 < int(code) <= LARGEST):
        raise Invalid("activity_unknown")
    post: dict[str, Any] = {"post_id": int(code)} if kind == "post" else {"activity": code}
    return Place(
        group,
        given.day,
        order_id=given.order,
        lot_id=given.lot,
        starts_at=_start(given),
        ends_at=moment(given.day, given.to_time),
        late=late,
        whole=given.when == "day",
        **post,
    )


def moment(day: date, wall: time | None) -> datetime | None:
    """That hour of the day; none for none."""
    return None if wall is None else moments.moment_of(plans.minutes(wall), day)


def _start(given: MoveIn) -> datetime | None:
    if given.when != "time":
        return None
    if given.from_time is None:
        raise Invalid("allocation_hour_missing")
    return moment(given.day, given.from_time)


def day_of(text: str) -> date:
    """The day an address names, or today. ValueError when it names none."""
    return date.fromisoformat(text) if text else clock.today()
