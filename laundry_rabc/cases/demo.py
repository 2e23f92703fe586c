"""A demo's cases: what its machines, waits and plates opened by themselves. The oldest alert is
closed with a note; the others wait, late ones among them, as an audit would find them.
"""

from typing import Final

from sqlmodel import col, select

from esat import clock
from esat.production.rehearsal import Scene
from laundry_rabc.cases import steps
from laundry_rabc.cases.models import Case
from laundry_rabc.cases.steps import Step

SEEN: Final = "Vu ensemble à la réunion du matin. Charge ajustée aux cycles suivants."


def demo(scene: Scene) -> None:
    """Prepare what is closed last."""
    scene.endings.append(_close_one)


def _close_one(scene: Scene) -> None:
    session, by = scene.session, scene.actor("laundry")
    query = select(Case).where(Case.kind == "alert", col(Case.closed_at).is_(None))
    found = session.exec(query.order_by(col(Case.id)).limit(1)).first()
    if found is not None and found.opened_at < clock.now():
        steps.take(session, found, Step("release", SEEN), by=by)
