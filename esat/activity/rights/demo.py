"""The part of rights in a demo: one correction answered, one that waits."""

from datetime import date, datetime, time
from typing import Protocol

from sqlmodel import Session, col, select

from esat import clock
from esat.activity.rights import requests
from esat.activity.rights.models import RightsAnswer, RightsRequest, RightsWords
from esat.workers.models import Worker


class Scene(Protocol):
    """What the first simulated day gives."""

    session: Session
    day: date


def demo(scene: Scene) -> None:
    """Two people asked on the first day; the office answered one of them at once."""
    session, at = scene.session, datetime.combine(scene.day, time(9), clock.PARIS)
    keys = session.exec(select(Worker.id).order_by(col(Worker.id)).limit(9)).all()
    if len(keys) < 9:
        return
    for worker, words, done in (
        (keys[4], "Mon prénom s’écrit avec deux n.", "Corrigé sur la fiche."),
        (keys[8], "J’étais là mardi matin.", ""),
    ):
        row = RightsRequest(
            worker_id=worker or 0, kind="correction", asked_by="person", asked_on=scene.day, at=at
        )
        session.add(row)
        session.flush()
        session.add(RightsWords(request_id=row.id or 0, stage=requests.ASKED, words=words))
        if done:
            session.add(RightsAnswer(request_id=row.id or 0, outcome="corrected",
                                     done_on=scene.day, at=at))  # fmt: skip
            session.add(RightsWords(request_id=row.id or 0, stage=requests.ANSWERED, words=done))
    session.flush()
