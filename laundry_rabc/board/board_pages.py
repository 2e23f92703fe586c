"""The dashboard: each figure with its denominator, its month before, and the list behind it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import dropwhile
from typing import Any, Final

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, require
from esat.actors import Actor
from esat.web import door, htmx
from laundry_rabc.board import counting, figures, spans, washes
from laundry_rabc.board.figures import Checks, Figure, Results
from laundry_rabc.checks import rights as checks
from laundry_rabc.lab import rights as lab
from laundry_rabc.prereq import rights as prereq
from laundry_rabc.qualify import rights as qualify
from workshops.laundry.figures import charts
from workshops.laundry.figures.periods import Period

READ: Final = "rabc.board"
WORKSHOP: Final = "laundry"
LISTS: Final = {
    "checks": ("rabc_checks.balance", checks.READ),
    "results": ("rabc_checks.history", checks.READ),
    "cases": ("rabc_cases.index", "rabc.read"),
    "washes": ("rabc_dashboard.wash_list", READ),
    "qualified": ("rabc_qualify.index", qualify.READ),
    "calibrated": ("rabc_instruments.index", "rabc.instruments.read"),
    "cleaning": ("rabc_prereq.report", prereq.READ),
    "lab": ("rabc_lab.index", lab.READ),
}
"""The list behind each figure, and who may open it."""
blueprint = Blueprint("rabc_dashboard", __name__, url_prefix="/rabc/tableau-de-bord")


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure, the same a month before, and the address of its list."""

    now: Figure
    before: Figure | None
    url: str


@blueprint.get("")
@allow(READ)
def show() -> Response:
    """A month and the one before it side by side, then twelve months."""
    by = require(READ, workshop=WORKSHOP)
    session, now = door.session(), clock.now()
    month = spans.month(request.args.get("mois", ""), clock.today())
    mine = counting.all_of(session, spans.of(month, now))
    before = counting.all_of(session, spans.of(month.before, now))
    shown = [
        Shown(one, other, _url(one.code, month, by))
        for one, other in zip(mine, before, strict=True)
    ]
    later = "" if month.until >= clock.today() else spans.code(month.after)
    return htmx.render(
        "laundry_rabc/board/board.html", month=month, shown=shown, whole=figures.whole(mine),
        earlier=spans.code(month.before), later=later, year=_year(session, month, now),
    )  # fmt: skip


@blueprint.get("/lavages")
@allow(READ)
def wash_list() -> Response:
    """The washes of a month, each with what proves its temperature."""
    by = require(READ, workshop=WORKSHOP)
    month = spans.month(request.args.get("mois", ""), clock.today())
    wanted = request.args.get("preuve", "")
    span = spans.of(month, clock.now())
    found, more = washes.listed(door.session(), span, wanted)
    return htmx.render(
        "laundry_rabc/board/washes.html", month=month, found=found, more=more,
        wanted=wanted if wanted in washes.PROOFS else "", proofs=washes.PROOFS,
        code=spans.code(month), may_open=by.can("laundry.recall", workshop=WORKSHOP),
        most=washes.MOST,
    )  # fmt: skip


def strip(session: Session, by: Actor, now: datetime) -> list[Shown]:
    """The few figures of this month for the RABC home; nothing to those who may not see them."""
    if not by.can(READ, workshop=WORKSHOP):
        return []
    month = spans.month("", clock.local(now).date())
    found = counting.few(session, spans.of(month, now))
    return [Shown(one, None, _url(one.code, month, by)) for one in found]


def _url(code: str, month: Period, by: Actor) -> str:
    """The list behind a figure, of the same days where it can be; "" without the right."""
    endpoint, capability = LISTS[code]
    if not by.can(capability, workshop=WORKSHOP):
        return ""
    kept: dict[str, Any] = {}
    if code in {"checks", "results", "cleaning"}:
        kept = {"du": month.since, "au": month.until}
    if code == "washes":
        kept = {"mois": spans.code(month)}
    return url_for(endpoint, **kept)


@dataclass(frozen=True, slots=True)
class _Month:
    """A line of the table of twelve months."""

    label: str
    code: str
    checks: Checks
    results: Results


@dataclass(frozen=True, slots=True)
class _Year:
    """Twelve months, drawn and as a table."""

    months: tuple[_Month, ...]
    drawn: tuple[charts.Chart, ...]


def _year(session: Session, month: Period, now: datetime) -> _Year:
    months = spans.year_until(month)
    asked = [spans.of(one, now) for one in months]
    found = counting.checks_by(session, asked, asked[-1].until)
    judged = counting.results_by(session, asked)
    names = [(f"{one.since:%m}", one.label) for one in months]
    percent = [None if c.percent is None else Decimal(c.percent) for c in found]
    out = [Decimal(r.alert + r.action) if r.judged else None for r in judged]
    drawn = (
        charts.bars("Contrôles à l’heure, en %", _values(names, percent), "%"),
        charts.bars("Résultats en alerte ou en action", _values(names, out), ""),
    )
    rows = [
        _Month(one.label, spans.code(one), c, r)
        for one, c, r in zip(months, found, judged, strict=True)
    ]
    return _Year(
        tuple(dropwhile(lambda row: not row.checks.due and not row.results.judged, rows)),
        tuple(one for one in drawn if one is not None),
    )


def _values(
    names: list[tuple[str, str]], found: list[Decimal | None]
) -> list[tuple[str, str, Decimal | None]]:
    return [(short, full, value) for (short, full), value in zip(names, found, strict=True)]
