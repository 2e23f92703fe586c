"""Opening days, shifts and delays: dated rows, each with its source, never changed afterwards."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Final

from flask import Response, request, url_for
from pydantic import Field, StringConstraints
from sqlmodel import col, select
from werkzeug.datastructures import MultiDict

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, Refused
from esat.production import once
from esat.web import door, forms, htmx
from esat.web.forms import FormShape, FrenchDecimal, NoControl, Required
from laundry_rabc.checks import calendar, rights
from laundry_rabc.checks.models import CalendarDay, CalendarShift, CheckRule
from laundry_rabc.checks.pages import blueprint, mine

WEEKDAYS: Final = (
    ("1", "Lundi"), ("2", "Mardi"), ("3", "Mercredi"), ("4", "Jeudi"), ("5", "Vendredi"),
    ("6", "Samedi"), ("7", "Dimanche"),
)  # fmt: skip
SHOWN: Final = 40
Why = Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]


class DayIn(FormShape):
    """A day that differs."""

    day: date
    opened: Annotated[str, StringConstraints(pattern="^(open|closed)$")]
    reason: Why


class ShiftIn(FormShape):
    """A shift from a day on."""

    code: Annotated[str, StringConstraints(pattern="^[a-z0-9-]{1,20}$")]
    label: Annotated[str, StringConstraints(min_length=1, max_length=40), NoControl]
    since: date
    weekdays: list[Annotated[str, StringConstraints(pattern="^[1-7]$")]]
    starts: time
    ends: time
    source: Why


class RuleIn(FormShape):
    """A delay from a day on."""

    code: Annotated[str, StringConstraints(pattern="^(escalate|entry)$")]
    since: date
    value: Annotated[FrenchDecimal, Field(ge=Decimal(0), le=Decimal(1000))]
    source: Required


@blueprint.get("/calendrier")
@allow(rights.READ)
def calendar_page() -> Response:
    """When the laundry is open, and how long one waits."""
    mine(rights.READ)
    return _calendar("", {}, "", 200)


@blueprint.post("/calendrier/jours")
@allow(rights.CALENDAR)
def add_day() -> Response:
    """Close or open a day."""
    return _do("day", _add_day)


@blueprint.post("/calendrier/equipes")
@allow(rights.CALENDAR)
def add_shift() -> Response:
    """Decide a shift from a day on; without a weekday it ends."""
    return _do("shift", _add_shift)


@blueprint.post("/calendrier/delais")
@allow(rights.CALENDAR)
def add_rule() -> Response:
    """Decide a delay from a day on."""
    return _do("rule", _add_rule)


def _add_day() -> None:
    given = forms.read(DayIn, _named("day"))
    _ahead(given.day, "day")
    door.session().add(
        CalendarDay(
            day=given.day, is_open=given.opened == "open", reason=given.reason,
            created_at=clock.now(), created_by=current_actor().account_id,
        )
    )  # fmt: skip


def _add_shift() -> None:
    given = forms.read(ShiftIn, _named("shift"))
    _ahead(given.since, "since")
    if given.ends <= given.starts:
        raise Invalid("form_invalid", {"ends": "La fin est avant le début."})
    session = door.session()
    twin = select(CalendarShift.id).where(
        CalendarShift.code == given.code, col(CalendarShift.since) == given.since
    )
    if session.exec(twin).first() is not None:
        raise Refused("calendar_shift_known")
    session.add(
        CalendarShift(
            code=given.code, label=given.label, since=given.since,
            weekdays="".join(sorted(set(given.weekdays))), starts=given.starts, ends=given.ends,
            withdrawn=not given.weekdays, source=given.source, status="validated",
            created_at=clock.now(), created_by=current_actor().account_id,
        )
    )  # fmt: skip


def _add_rule() -> None:
    given = forms.read(RuleIn, _named("rule"))
    _ahead(given.since, "since")
    door.session().add(
        CheckRule(
            code=given.code, since=given.since, value=given.value,
            unit=calendar.RULES[given.code][2], source=given.source[:120], status="validated",
            created_at=clock.now(), created_by=current_actor().account_id,
        )
    )  # fmt: skip


def _named(act: str) -> MultiDict[str, str]:
    """The fields of one of the page's forms, which bear its name: no two on a page are one."""
    start = f"{act}_"
    return MultiDict(
        (name.removeprefix(start), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(start)
    )


def _ahead(day: date, field: str) -> None:
    """What is past stays as it was: no closed day hides a check that was missed."""
    if day < clock.today():
        raise Invalid("form_invalid", {field: "Ce jour est passé. Choisissez un jour à venir."})
    if day.year > clock.today().year + 2:
        raise Invalid("form_invalid", {field: "Vérifiez l’année."})


def _do(act: str, work: Callable[[], None]) -> Response:
    by, session = mine(rights.CALENDAR), door.session()

    def doing() -> str:
        work()
        session.flush()
        return url_for("rabc_checks.calendar_page")

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, f"rabc.calendar.{act}", doing, by=by))
    except Invalid as error:
        session.rollback()
        named = ((name.partition(".")[0], words) for name, words in error.fields.items())
        fields = {f"{act}_{name}": words for name, words in named}
        return _calendar(act, fields, "", 422)
    except Refused as refusal:
        session.rollback()
        return _calendar(act, {}, refusal.message, 409)


def _calendar(act: str, errors: dict[str, str], said: str, status: int) -> Response:
    session, by, now = door.session(), current_actor(), clock.now()
    book = calendar.load(session)
    today = clock.today()
    days = [one for day, one in sorted(book.days.items()) if day >= today][:SHOWN]
    names = dict(WEEKDAYS)
    return htmx.render(
        "laundry_rabc/checks/calendar.html",
        status=status,
        shifts=[
            (one, ", ".join(names[n].casefold() for n in one.weekdays))
            for versions in book.shifts.values()
            for one in versions
        ],
        in_force={one.id for one in book.in_force(today)},
        days=days,
        rules=[
            (code, label, calendar.rule(session, code, now), unit)
            for code, (label, _, unit) in calendar.RULES.items()
        ],
        rule_rows=list(
            session.exec(select(CheckRule).order_by(col(CheckRule.since), col(CheckRule.id)))
        ),
        weekdays=WEEKDAYS,
        may_keep=by.can(rights.CALENDAR, workshop=rights.WORKSHOP),
        act=act,
        errors=errors,
        said=said,
        values=request.form if act else {},
        key=once.fresh(),
    )
