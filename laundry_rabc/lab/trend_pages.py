"""Trends on the screen: the series that exist, and one of them with limits of each day, raw
results, and the control chart where one fits.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow
from esat.errors import NotFound
from esat.web import htmx
from laundry_rabc.charts.fitting import Fitted
from laundry_rabc.lab import plots, rights, trends
from laundry_rabc.lab.pages import may, scoped
from laundry_rabc.lab.trends import Line

blueprint = Blueprint("rabc_lab_trends", __name__, url_prefix="/rabc/laboratoire/tendances")

PERIODS: Final = {"1": "Un an", "3": "Trois ans", "6": "Six ans"}
ALL: Final = "tous"
MIXED: Final = Fitted(
    "none",
    "Pas de carte de contrôle pour plusieurs lieux ensemble. Choisissez un lieu.",
)


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """The series that exist; those that drift first."""
    session = scoped(rights.READ)
    drifting = {
        (one.point, one.place_id, one.method): found
        for one, found in trends.drifting(session, clock.now())
    }
    found = trends.lines(session)
    rows = [(one, drifting.get((one.point, one.place_id, one.method))) for one in found]
    return htmx.render(
        "laundry_rabc/lab/trends.html",
        rows_of=sorted(rows, key=lambda row: row[1] is None),
        drifting=len(drifting),
        most=trends.SERIES,
        may_rule=may(rights.TRENDS),
    )


@blueprint.get("/<point>")
@allow(rights.READ)
def show(point: str) -> Response:
    """One checkpoint by one method, at one place or all."""
    session, now = scoped(rights.READ), clock.now()
    found = trends.lines(session, point)
    if not found:
        raise NotFound("not_found")
    method, place_id = _method(found), _place(found)
    years = request.args.get("ans", "1")
    years = years if years in PERIODS else "1"
    since = now - timedelta(days=366 * int(years))
    spots = trends.series(session, point, method, since=since, until=now, place_id=place_id)
    steps = trends.steps(session, point, since=_first(spots, since), until=now)
    fitted = MIXED if place_id is None else trends.fitted(session, spots, now)
    title = f"{point} · {found[0].label} · {method or 'sans méthode'}"
    return htmx.render(
        "laundry_rabc/lab/trend.html",
        point=point, label=found[0].label, method=method, spots=spots, steps=steps,
        fitted=fitted, exact=trends.exact(spots),
        finding=None if place_id is None else trends.drift(session, spots, now),
        plot=plots.plot(title, spots, steps, fitted),
        methods=_tabs(point, "methode", [(one, one or "Sans méthode") for one in _methods(found)],
                      method),
        places=_tabs(point, "lieu", _offered(found, method), str(place_id or ALL)),
        periods=_tabs(point, "ans", list(PERIODS.items()), years),
        most=trends.MOST,
    )  # fmt: skip


def _first(spots: list[trends.Spot], since: datetime) -> datetime:
    return spots[0].at if spots else since


def _methods(found: list[Line]) -> list[str]:
    return sorted({one.method for one in found})


def _method(found: list[Line]) -> str:
    """The method asked for, else that of the newest result: two are never shown together."""
    asked = request.args.get("methode", "")
    return asked if asked in {one.method for one in found} else found[0].method


def _offered(found: list[Line], method: str) -> list[tuple[str, str]]:
    places = {str(one.place_id): one.place for one in found if one.method == method}
    return [(ALL, "Tous les lieux"), *sorted(places.items(), key=lambda item: item[1])]


def _place(found: list[Line]) -> int | None:
    """The place asked for; all of them unless it is one of the series."""
    asked = request.args.get("lieu", type=int)
    return asked if asked in {one.place_id for one in found} else None


def _tabs(
    point: str, name: str, offered: list[tuple[str, str]], chosen: str
) -> list[tuple[str, str, bool]]:
    """Filters that keep the other choices."""
    kept: dict[str, Any] = {
        key: value for key in ("methode", "lieu", "ans") if (value := request.args.get(key))
    }
    return [
        (word, url_for("rabc_lab_trends.show", point=point, **(kept | {name: value})),
         value == chosen)
        for value, word in offered
    ]  # fmt: skip
