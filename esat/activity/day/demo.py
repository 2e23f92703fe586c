"""The demo's outputs and handovers: what teams noted on the last days, by their supervisors."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.activity.allocations.models import Allocation
from esat.activity.day import keeping
from esat.activity.day.keeping import Page
from esat.activity.outputs import reads, recording, units
from esat.activity.outputs.recording import Made
from esat.errors import Refused
from esat.production.models import Order
from esat.production.rehearsal import Scene
from esat.workers.models import Group

LAST: Final = timedelta(days=21)
"""Only the last weeks are played: older outputs would show nothing more."""
LINES: Final = (
    "Finir les cartons de la palette du fond.",
    "La presse 2 est réparée : elle peut servir.",
    "Le client passe à 10 h pour les coffrets.",
    "Il manque du ruban : demander au magasin.",
)
WORDS: Final = 0.2
SHARE: Final = (4, 9)
"""Of what was ordered, in hundredths, how much a team makes in a day."""


def demo(_scene: Scene) -> Callable[[Scene], None]:
    """Play the end of a day: an output of orders worked at, a line for tomorrow now and then. Its
    draws are its own: they change nothing for the others.
    """

    def play(scene: Scene) -> None:
        if scene.day < scene.last_day - LAST:
            return
        rng = Random(scene.day.toordinal())  # noqa: S311 - a demo, not a secret
        for workshop, groups in scene.groups.items():
            for key in groups:
                group = scene.session.get(Group, key)
                if group is not None:
                    _evening(scene, rng, workshop, group)

    return play


def _evening(scene: Scene, rng: Random, workshop: str, group: Group) -> None:
    when, by = scene.at(16, 20), scene.actors[workshop]
    with clock.pinned(when):
        for order in _worked(scene.session, group, scene.day, workshop):
            made = _made(scene.session, rng, order)
            if made is None:
                continue
            try:
                recording.record(scene.session, group, scene.day, order, made, by=by, at=when)
            except Refused:  # closed or cancelled in the meantime
                continue
        if rng.random() < WORDS:
            line = rng.choice(LINES)
            keeping.hand_over(scene.session, Page(group, scene.day), line, by=by, at=when)


def _made(session: Session, rng: Random, order: Order) -> Made | None:
    """A share of what was ordered, in the order's first unit."""
    known = units.of_orders(session, [order.id or 0])[order.id or 0]
    unit, ordered = next(((u, n) for u, n in known.items() if n), ("", None))
    if ordered is None:
        return None
    left = ordered - reads.total(session, order.id or 0, unit).quantity
    done = min(max(ordered * rng.randrange(*SHARE) // 100, Decimal(1)), left)
    if done <= 0:
        return None
    scrap = Decimal(rng.randrange(5)) if done > 100 else Decimal(0)
    return Made(done, unit, scrap)


def _worked(session: Session, group: Group, day: date, workshop: str) -> list[Order]:
    query = (
        select(Order)
        .where(
            Order.workshop == workshop,
            col(Order.id).in_(
                select(Allocation.order_id).where(
                    Allocation.group_id == group.id, Allocation.day == day
                )
            ),
        )
        .order_by(col(Order.id))
        .limit(2)
    )
    return list(session.exec(query))
