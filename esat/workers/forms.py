"""A half-day sheet, a worker and a group as they are given: shapes, before any rule."""

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError

from esat import texts
from esat.errors import Invalid
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl, field_errors, read
from esat.workers import statuses
from esat.workers.wall_times import OptionalWallTime, WallTime

Status = Literal[
    "present", "absent_announced", "absent_unannounced", "late", "left_early", "elsewhere",
    "outside",
]  # fmt: skip
Half = Literal["morning", "afternoon"]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
Title = Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$"), NoControl]
Text40 = Annotated[str, StringConstraints(max_length=40), NoControl]
Text80 = Annotated[str, StringConstraints(max_length=80), NoControl]
Reason = Annotated[str, StringConstraints(max_length=280), NoControl]
OptionalDay = Annotated[date | None, Blank]


class EntryIn(FormShape):
    """What is said of one worker for one half-day."""

    worker: int
    status: Status
    from_time: OptionalWallTime = Field(default=None, alias="from")
    to_time: OptionalWallTime = Field(default=None, alias="to")


class SheetIn(FormShape):
    """What a tablet sends as `half_day.record`: the whole sheet of a group."""

    group: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    day: date
    half: Half
    entries: tuple[EntryIn, ...] = Field(min_length=1, max_length=200)
    reason: Reason = ""


class WorkerIn(FormShape):
    """A worker: what payroll and the workshop need, and nothing else."""

    first_name: Name
    last_name: Text80 = ""
    payroll_id: Annotated[Text40 | None, Blank] = None
    group_id: Annotated[int | None, Blank] = None
    contract_kind: Text40 = ""
    contract_starts: OptionalDay = None
    contract_ends: OptionalDay = None
    weekly_hours: Annotated[
        Annotated[FrenchDecimal, Field(gt=0, le=48, max_digits=6, decimal_places=3)] | None, Blank
    ] = None
    left_on: OptionalDay = None


class GroupIn(FormShape):
    """A group and its usual hours."""

    code: Code
    name: Title
    workshop: Text40 = ""
    morning_from: WallTime = time(8, 30)
    morning_to: WallTime = time(12, 0)
    afternoon_from: WallTime = time(13, 0)
    afternoon_to: WallTime = time(16, 30)


class LeadIn(FormShape):
    """Who leads a group, and when."""

    account_id: int
    since: date
    until: OptionalDay = None


def read_sheet(form: Mapping[str, str]) -> tuple[EntryIn, ...]:
    """The entries of the page: `status-12`, `from-12`, `to-12`. An untouched row says nothing.

    Times are read of who was there: the boxes of who was away are hidden, and may be stale.

    Invalid: `form_invalid` with one sentence a worker; `sheet_empty` when no row says anything.
    """
    entries: list[EntryIn] = []
    faults: dict[str, str] = {}
    for name, status in form.items():
        prefix, _, worker = name.partition("-")
        if prefix != "status" or not status:
            continue
        given = {"worker": worker, "status": status}
        if status not in statuses.AWAY:
            given |= {end: form.get(f"{end}-{worker}", "") for end in ("from", "to")}
        try:
            entries.append(EntryIn.model_validate(given))
        except ValidationError as error:
            faults[worker] = next(iter(field_errors(error).values()))
    if faults:
        raise Invalid("form_invalid", faults)
    if not entries:
        raise Invalid("sheet_empty", {"_": texts.sentence("sheet_empty")})
    return tuple(entries)


class ReasonIn(FormShape):
    """Why a half-day is corrected."""

    reason: Reason = ""


def read_reason(form: Mapping[str, str]) -> str:
    """Invalid: `form_invalid` when it is too long."""
    return read(ReasonIn, form).reason


def read_act(data: Mapping[str, Any]) -> SheetIn:
    """The sheet of a device: with its `entries`, or in the words of the page's own form.

    Invalid: `sheet_unreadable`, and what `read_sheet` refuses.
    """
    given = dict(data)
    if "entries" not in given:
        words = {name: value for name, value in given.items() if isinstance(value, str)}
        given["entries"] = read_sheet(words)
    try:
        return SheetIn.model_validate(given)
    except ValidationError as error:
        raise Invalid("sheet_unreadable", field_errors(error)) from error
