"""The tiles of places, what is due, secondments, delegates and the yearly figures."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from esat import clock
from esat.activity.reports import due, figure_pages, secondment_pages, secondments
from esat.actors import Actor
from esat.web.filters import number
from esat.workers.contracts import pages
from esat.workers.contracts.gauge import Gauge
from esat.workers.tiles import PLACES, Figure, Tile


def _places(session: Session, _by: Actor, now: datetime) -> Figure:
    level = Gauge(session).on(clock.local(now).date())
    held = number(round(level.fte, 2))
    return Figure(held, f"places tenues sur {number(level.places)}", bad=level.over)


def _due(session: Session, _by: Actor, now: datetime) -> int:
    return due.count(session, clock.local(now).date())


def _away(session: Session, _by: Actor, now: datetime) -> int:
    day = clock.local(now).date()
    return sum(one.stands(day) for one in secondments.everything(session))


TILES: Final = (
    Tile(PLACES, "Places", "speedometer2", "contracts.show", pages.READ, shown=_places),
    Tile(
        PLACES, "Échéances", "bell", "activity_due.show", pages.READ, _due,
        ("à faire", "à faire"),
    ),
    Tile(
        PLACES, "Mises à disposition", "building", "activity_secondments.index",
        secondment_pages.READ, _away, ("en cours", "en cours"),
    ),
    Tile(PLACES, "Délégués", "megaphone", "activity_due.seats", pages.READ),
    Tile(
        PLACES, "Bilan d’activité", "bar-chart", "activity_figures.show", figure_pages.READ
    ),
)  # fmt: skip
