"""Home: one thing to do first, by what one may do; then what waits today."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, url_for

from esat import clock, registry
from esat.accounts.marks import OWN
from esat.accounts.permissions import allow, current_actor
from esat.actors import Actor
from esat.production import anomalies, home_reads, order_reads
from esat.production.home_reads import Today
from esat.production.order_reads import Wish
from esat.web import door, htmx
from esat.workers import reads as workers
from esat.workers import statuses
from esat.workers.posts import reads as post_reads
from esat.workers.posts import rights as post_rights

blueprint = Blueprint("home", __name__)
SHOWN = 8


@dataclass(frozen=True, slots=True)
class First:
    """The one primary act of the page."""

    label: str
    url: str
    pictogram: str
    detail: str = ""


@blueprint.get("/")
@allow(OWN)
def index() -> Response:
    """What to do first, then today's work in one's workshops."""
    session, by, today = door.session(), current_actor(), clock.today()
    sees = by.can("orders.read")
    counts = home_reads.today_of(session, by, today) if sees else ()
    wishes = [Wish(state, order_reads.scope(by), limit=SHOWN) for state in ("retard", "aujourdhui")]
    pressing = (
        [order_reads.page(session, wish, today).rows for wish in wishes] if sees else [(), ()]
    )
    settles = by.can("production.settle")
    primary = first(by)
    return htmx.render(
        "production/home.html",
        first=primary,
        days=[one for one in days(by) if one != primary],
        counts=counts,
        sums=_sums(counts),
        late=pressing[0],
        due=pressing[1],
        sees=sees,
        endings=post_reads.ending_count(session, by, clock.now())
        if by.can(post_rights.GIVE)
        else 0,
        anomalies=len(anomalies.waiting(session, by=by)) if settles else None,
        workshops=registry.current().workshops,
        may_search=sees,
        today=today,
        by=by,
    )


def first(by: Actor) -> First:
    """The counter scans; a supervisor fills his sheet, then keeps the day of his group, or moves
    his workshop; the office opens orders; those who only read look at the list.
    """
    if "comptoir" in by.roles:
        return First("Ouvrir le comptoir", url_for("counter.index"), "upc-scan",
                     "Scanner ce qui arrive et ce qui part")  # fmt: skip
    if {"moniteur", "responsable_atelier"} & by.roles:
        return _sheet(by) or next(iter(days(by)), None) or _workshop(by) or _list()
    if by.can("orders.write"):
        return First("Nouvelle commande", url_for("new_order.new"), "plus-lg",
                     "Choisir l’atelier, puis le client")  # fmt: skip
    return _list()


def _sheet(by: Actor) -> First | None:
    """The half-day sheet of a group one leads, as long as people are expected and none is on it."""
    today, half = clock.today(), clock.half_of(clock.now())
    if not by.groups:
        return None
    for group in workers.groups(door.session(), by, today):
        done, left = group.morning if half == "morning" else group.afternoon
        if left and not done:
            url = url_for("workers.sheet", code=group.code, day=today.isoformat(),
                          half=statuses.SLUG_OF[half])  # fmt: skip
            word = "du matin" if half == "morning" else "de l’après-midi"
            return First(f"Feuille {word}", url, "card-checklist", f"{group.name} : qui est là ?")
    return None


def days(by: Actor) -> list[First]:
    """The day of each group that one leads oneself."""
    if not by.groups:
        return []
    today = clock.today()
    return [
        First("Ma journée", f"/equipes/{group.code}/{today.isoformat()}", "sun", group.name)
        for group in workers.groups(door.session(), by, today)
        if group.people
    ]


def _workshop(by: Actor) -> First | None:
    for workshop in registry.current().workshops.values():
        if by.workshops is None or workshop.code in by.workshops:
            return First(workshop.label, url_for("boards.tablet", workshop=workshop), "kanban",
                         "Le tableau de l’atelier")  # fmt: skip
    return None


def _list() -> First:
    return First("Voir les commandes", url_for("orders.index"), "list-check")


def _sums(counts: Iterable[Today]) -> dict[str, int]:
    rows = tuple(counts)
    return {
        name: sum(getattr(row, name) for row in rows) for name in ("live", "late", "due", "held")
    }
