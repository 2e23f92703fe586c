"""The page of places: how many are held, when there are too many, what is due; nothing is stopped.

Names stand here: it is for direction and office alone.
"""

from datetime import date
from decimal import Decimal
from typing import Final

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow
from esat.web import door, htmx
from esat.web.filters import number, short_day
from esat.workers import addresses
from esat.workers.contracts import agreeing, calendar, drawing, kinds, reminders
from esat.workers.contracts.gauge import Gauge, Run
from esat.workers.contracts.reminders import Watch
from esat.workers.rules.keeping import BOOK

READ: Final = "contracts.read"
KEEP: Final = "contracts.keep"
blueprint = Blueprint("contracts", __name__, url_prefix="/travailleurs/places")


@blueprint.get("")
@allow(READ)
def show() -> Response:
    """Places now, the month by day, the year by month, trials, short contracts, discoveries."""
    session, today = door.session(), clock.today()
    first = _month(today)
    gauge, watch = Gauge(session), reminders.watch(session, today)
    levels = gauge.over(first, calendar.month_end(first))
    ahead = BOOK.number(session, "places_ahead_days", today)
    place = (today - first).days if first <= today <= levels[-1].day else None
    runs = gauge.runs(today, today + calendar.DAY * ahead)
    two = [one for one in agreeing.two_jobs(session, today) if one.over]
    concerned = [(run, _concerned(gauge, run)) for run in runs]
    named = {*(one[0] for _, rows in concerned for one in rows), *_named(watch)}
    named |= {one.worker_id for one in two}
    return htmx.render(
        "workers/contracts/places.html",
        today=today,
        now=gauge.on(today),
        first=first,
        before=_url(calendar.months_after(first, -1)),
        after=_url(calendar.months_after(first, 1)),
        drawing=drawing.draw(levels, place),
        levels=levels,
        months=gauge.months(first.year),
        concerned=concerned,
        watch=watch,
        two=two,
        names=agreeing.names(session, named),
        kinds=kinds,
    )


def _month(today: date) -> date:
    given = request.args.get("mois", "")
    return addresses.any_month(given) if given else today.replace(day=1)


def _url(first: date) -> str:
    return url_for("contracts.show", mois=f"{first:%Y-%m}")


def _concerned(gauge: Gauge, run: Run) -> list[tuple[int, str]]:
    """Who makes the places too many on the first day of a run, and the short contracts then."""
    rows = [
        (one.worker_id, _grown(was, now, run.since)) for one, was, now in gauge.changed(run.since)
    ]
    known = {worker for worker, _ in rows}
    short = [one for one in gauge.held(run.since) if one.kind == kinds.SHORT]
    return rows + [
        (one.worker_id, f"contrat court jusqu’au {short_day(one.last)}")
        for one in short
        if one.worker_id not in known
    ]


def _grown(was: Decimal | None, now: Decimal | None, day: date) -> str:
    hours = number(now, "h")
    if was is None:
        return f"contrat de {hours} à partir du {short_day(day)}"
    return f"de {number(was, 'h')} à {hours} à partir du {short_day(day)}"


def _named(watch: Watch) -> set[int]:
    named = {one.worker_id for one in watch.trials} | set(watch.projects)
    held = [one.chain for one in watch.shorts] + [one.chain for one in watch.discoveries]
    for one in held:
        named |= {one.worker_id, one.newest.replaces_id or 0}
    return named
