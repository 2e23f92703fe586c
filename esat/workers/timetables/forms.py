"""The grid of a template as it is given: two weeks of seven days of two halves, from and to."""

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Final, Literal

from pydantic import StringConstraints, TypeAdapter, ValidationError

from esat import texts
from esat.errors import Invalid
from esat.web.forms import FormShape, NoControl, field_errors, read
from esat.workers.timetables import plans
from esat.workers.timetables.keeping import Week
from esat.workers.timetables.plans import Slots, Span
from esat.workers.timetables.views import VersionRow
from esat.workers.wall_times import WallTime

WEEKS: Final = ("A", "B")
ENDS: Final = ("from", "to")
_TIME: Final = TypeAdapter(WallTime)


class TemplateIn(FormShape):
    """A template's name."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]


class VersionIn(FormShape):
    """From when a version counts, over how many weeks, and why."""

    since: date
    weeks: Literal["1", "2"]
    first_week: Literal["A", "B"] = "A"
    reason: Annotated[str, StringConstraints(max_length=200), NoControl] = ""


class AssignIn(FormShape):
    """Which template a worker keeps, and from when; no code is the usual hours of his group."""

    template: Annotated[str, StringConstraints(max_length=40), NoControl] = ""
    since: date


def cell(week: str, weekday: int, half: str, end: str) -> str:
    """The name of a box of the grid."""
    return f"{week}-{weekday}-{half}-{end}"


def read_week(form: Mapping[str, str]) -> Week:
    """What the grid says; week B counts only where there are two.

    Invalid: `form_invalid`, a sentence by box; `timetable_empty` under `_`.
    """
    faults: dict[str, str] = {}
    given = None
    try:
        given = read(VersionIn, form)
    except Invalid as error:
        faults |= error.fields
    weeks = WEEKS if form.get("weeks") == "2" else WEEKS[:1]
    slots: Slots = {}
    for week in weeks:
        for weekday in range(7):
            _read_day(form, (week, weekday), slots, faults)
    if not slots and not faults:
        faults["_"] = texts.sentence("timetable_empty")
    if faults or given is None:
        raise Invalid("form_invalid", faults)
    return Week(given.since, int(given.weeks), slots, given.first_week, given.reason)


def values_of(version: VersionRow) -> dict[str, str]:
    """The boxes as a version fills them."""
    found = {"weeks": str(version.weeks)}
    for (week, weekday, half), span in version.slots.items():
        for end, moment in zip(ENDS, (span.start, span.end), strict=True):
            found[cell(week, weekday, half, end)] = f"{moment:%H:%M}"
    return found


def _read_day(
    form: Mapping[str, str], day: tuple[str, int], slots: Slots, faults: dict[str, str]
) -> None:
    for half in plans.HALVES:
        start, end = (_read_time(form, cell(*day, half, name), faults) for name in ENDS)
        box = cell(*day, half, "to")
        if start is None and end is None:
            continue
        if start is None or end is None:
            faults.setdefault(box, texts.sentence("timetable_half_open"))
        elif start >= end:
            faults.setdefault(box, texts.sentence("half_day_to_before_from"))
        else:
            slots[*day, half] = Span(start, end)
    morning, afternoon = (slots.get((*day, half)) for half in plans.HALVES)
    if morning and afternoon and morning.end > afternoon.start:
        faults[cell(*day, plans.AFTERNOON, "from")] = texts.sentence("half_day_overlap")


def _read_time(form: Mapping[str, str], box: str, faults: dict[str, str]) -> time | None:
    given = form.get(box, "").strip()
    if not given:
        return None
    try:
        return _TIME.validate_python(given)
    except ValidationError as error:
        faults[box] = next(iter(field_errors(error).values()))
        return None
