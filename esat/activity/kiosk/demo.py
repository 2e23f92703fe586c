"""The kiosk's part of a demo: each has chosen a picture, no two alike in a group; no portrait."""

from typing import Protocol

from sqlalchemy import update
from sqlmodel import Session, col, select

from esat.activity.kiosk import pictograms
from esat.workers.models import Worker


class Scene(Protocol):
    """What a demo gives at its first day."""

    session: Session


def demo(scene: Scene) -> None:
    """Give the pictures once; there is nothing to play day by day."""
    query = select(Worker.id, Worker.first_group_id).order_by(col(Worker.id))
    names, met = tuple(pictograms.CHOICES), dict[int | None, int]()
    given = []
    for worker_id, group_id in scene.session.exec(query):
        n = met[group_id] = met.get(group_id, -1) + 1
        start = 7 * (group_id or 0)
        given.append({"id": worker_id, "pictogram": names[(start + n) % len(names)]})
    if given:
        scene.session.execute(update(Worker), given)
