"""The pages of figures: how much, of what quality, on time, with how much water and energy."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from flask import Blueprint, Response, request, url_for
from pydantic import Field

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.actors import Actor
from esat.errors import NotFound
from esat.exchange import spreadsheet
from esat.web import door, forms, htmx
from esat.web.filters import number
from esat.web.forms import Blank, FormShape
from workshops.laundry.figures import charts, exports, meters, periods, reads, words
from workshops.laundry.figures.periods import UNITS, Period
from workshops.laundry.figures.reads import Totals
from workshops.laundry.plant import limits

SEE = exports.SEE
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
"""Beyond these a year has no days before it or after it to compare with."""
blueprint = Blueprint("laundry_figures", __name__, url_prefix="/blanchisserie")
Row = tuple[str, str, str, str]


class AskedPeriod(FormShape):
    """Which days, and where they are."""

    par: Literal["jour", "semaine", "mois", "annee"] = "semaine"
    le: Annotated[date | None, Field(ge=FIRST, le=LAST), Blank] = None


class AskedFile(AskedPeriod):
    """A table of those days."""

    quoi: Literal["laundry_cycles", "laundry_clients", "laundry_rejects", "laundry_meters"]
    format: Literal["csv", "xlsx"] = "csv"


def scoped(capability: str) -> Actor:
    """Who asks, when the right is his for the laundry; the page of another workshop is none."""
    by = current_actor()
    if not by.can(capability, workshop="laundry"):
        raise NotFound("not_found")
    return by


@blueprint.get("/chiffres")
@allow(SEE)
def figures() -> Response:
    """The figures of some days beside those of the days before."""
    by, asked = scoped(SEE), _asked()
    session = door.session()
    target = limits.value(session, "rewash_target", clock.now())
    now = reads.totals(session, asked.since, asked.until)
    before = reads.totals(session, asked.before.since, asked.before.until)
    names = reads.names(session)
    lines = reads.lines(session, asked.since, asked.until, names)
    return htmx.render(
        "laundry/figures/figures.html",
        asked=asked,
        tabs=[(label, _url(periods.period(unit, asked.since)), unit == asked.unit)
              for unit, label in UNITS.items()],
        before_url=_url(asked.before),
        after_url=_url(asked.after) if asked.until < clock.today() else "",
        summary=_summary(now, before, target),
        now=now,
        target=number(target, "%"),
        charts=_charts(asked, target),
        lines=lines,
        clients=reads.clients(session, asked.since, asked.until),
        most=reads.MOST,
        asides=reads.asides(session, asked.since, asked.until),
        used=[(one, names.machines.get(one.machine_id or 0, meters.HOUSE), meters.KINDS[one.kind])
              for one in meters.used(session, asked.since, asked.until)],
        words=words,
        files=[(one.label, one.code) for one in exports.EXPORTS],
        may_read_meters=by.can(meters.READ, workshop="laundry"),
    )  # fmt: skip


@blueprint.get("/chiffres/fichier")
@allow(SEE)
def figures_file() -> Response:
    """One of the tables of those days, for a spreadsheet."""
    scoped(SEE)
    given = forms.read(AskedFile, request.args)
    days = periods.period(given.par, given.le or clock.today())
    wanted = next(one for one in exports.EXPORTS if one.code == given.quoi)
    rows = wanted.rows(door.session(), days.since, days.until)
    answer = Response(
        spreadsheet.write(given.format, wanted.headers, rows),
        mimetype=spreadsheet.MIME[given.format].partition(";")[0],
    )
    name = f"{wanted.code}-{days.since.isoformat()}-{days.until.isoformat()}.{given.format}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _asked() -> Period:
    given = forms.read(AskedPeriod, request.args)
    return periods.period(given.par, given.le or clock.today())


def _url(asked: Period) -> str:
    return url_for("laundry_figures.figures", par=asked.unit, le=asked.since.isoformat())


def _summary(now: Totals, before: Totals, target: Decimal) -> list[Row]:
    """Rows of the first table: what, now, before, and what to know of it."""

    def row(label: str, say: Callable[[Totals], str], note: str = "") -> Row:
        return label, say(now), say(before), note

    ordered = now.on_time + now.late
    return [
        row("Linge reçu", lambda t: words.weight(t.received_kg, t.received, t.received_unweighed),
            _missing(now.received, now.received_unweighed)),
        row("Linge lavé", lambda t: number(t.washed_kg, "kg"),
            _cycles(now)),
        row("Linge livré",
            lambda t: words.weight(t.delivered_kg, t.delivered, t.delivered_unweighed),
            _missing(now.delivered, now.delivered_unweighed)),
        row("Relavage", lambda t: words.percent(t.rewash_kg, t.washed_kg),
            _rewashed(now) + f"visé sous {number(target, '%')}"),
        row("Commandes à l’heure", lambda t: words.percent(t.on_time, t.on_time + t.late),
            (f"{now.on_time} sur {ordered}" if ordered else "aucune commande finie avec une date")
            + (f" · {now.undated} sans date" if now.undated else "")),
        row("Eau des machines", lambda t: words.ratio(t.water_l, t.water_kg, "L/kg"),
            _measured(now.water_kg, now.washed_kg)),
        row("Énergie des machines", lambda t: words.ratio(t.energy_kwh, t.energy_kg, "kWh/kg"),
            _measured(now.energy_kg, now.washed_kg)),
    ]  # fmt: skip


def _missing(things: int, unweighed: int) -> str:
    said = f"{things} sac{'s' if things > 1 else ''} ou colis" if things else ""
    few = "s" if unweighed > 1 else ""
    return f"{said}, dont {unweighed} non pesé{few}, pas dans ce poids" if unweighed else said


def _rewashed(now: Totals) -> str:
    if not now.washed_kg:
        return "rien n’a été lavé · "
    return f"{number(now.rewash_kg, 'kg')} sur {number(now.washed_kg, 'kg')} lavés · "


def _cycles(now: Totals) -> str:
    said = number(now.cycles, "cycle") if now.cycles else "aucun cycle"
    return f"{said}, {now.stopped} arrêté{'s' if now.stopped > 1 else ''}" if now.stopped else said


def _measured(kg: Decimal, whole: Decimal) -> str:
    """How much of the linen the figure speaks of."""
    return f"mesuré pour {words.percent(kg, whole)} du linge lavé" if kg else ""


def _charts(asked: Period, target: Decimal) -> list[charts.Chart]:
    steps = asked.steps()
    washed = reads.washed_by_step(door.session(), steps)
    drawn = (
        charts.bars(
            "Linge lavé, en kg",
            [(step.short, step.label, kg) for step, (kg, _) in zip(steps, washed, strict=True)],
            "kg",
        ),
        charts.bars(
            "Relavage, en % du linge lavé",
            [
                (step.short, step.label, words.share(again, kg))
                for step, (kg, again) in zip(steps, washed, strict=True)
            ],
            "%",
            target,
        ),
    )  # fmt: skip
    return [chart for chart in drawn if chart is not None]
