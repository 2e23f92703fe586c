"""The reports' part of a demo: two secondments, an immersion, the delegates; hours added up."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Protocol

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import AccountRole
from esat.activity.reports import rollups, secondments
from esat.activity.reports.forms import SecondmentIn
from esat.actors import Actor
from esat.workers.contracts import agreeing
from esat.workers.contracts.forms import SeatIn
from esat.workers.models import Worker

WEEK = timedelta(days=7)


class Scene(Protocol):
    """What a simulated day gives."""

    session: Session
    day: date
    last_day: date
    fictive: list[int]


def demo(scene: Scene) -> Callable[[Scene], None]:
    """Write the contracts once, then add the hours up on the last day."""
    first = scene.day
    office = select(AccountRole.account_id).where(AccountRole.role == "bureau")
    by = Actor(account_id=scene.session.exec(office).first())
    started = col(Worker.contract_starts).is_not(None)
    keys = scene.session.exec(select(Worker.id).where(started).order_by(col(Worker.id))).all()
    _write(scene, [key or 0 for key in keys], by)

    def play(today: Scene) -> None:
        if today.day == today.last_day:
            rollups.remake(today.session, first, today.day)

    return play


def _write(scene: Scene, keys: list[int], by: Actor) -> None:
    if len(keys) < 40 or not scene.fictive:
        return
    session, first, last = scene.session, scene.day, scene.last_day
    at = datetime.combine(first, time(9), clock.PARIS)

    def keep(**said: Any) -> None:
        secondments.keep(session, SecondmentIn.model_validate(said), by=by, at=at)

    support = "Un moniteur passe chaque semaine."
    keep(
        kind="individual", client_id=scene.fictive[0], place="Cuisine de la résidence",
        workers=(keys[30],), weekly_hours=Decimal("17.5"), since=first, until=last + 3 * WEEK,
        billing="Par heure faite", support=support, mdph_on=first,
    )  # fmt: skip
    keep(
        kind="collective", client_id=scene.fictive[-1], place="Parc", workers=tuple(keys[33:36]),
        since=first, until=last + 20 * WEEK, billing="Par journée", support=support,
    )  # fmt: skip
    keep(
        kind="placement", employer="Garage des Dômes (démo)", workers=(keys[38],), mdph_on=first,
        since=last - WEEK, until=last + WEEK, adaptation="Consignes avec des images.",
    )  # fmt: skip
    for seat, worker in (("delegate", keys[5]), ("deputy", keys[25])):
        given = SeatIn.model_validate({"seat": seat, "worker_id": worker, "since": first})
        agreeing.seat(session, given, by=by, at=at)
