"""A demo's plan: proposed some months before the days that are played."""

from datetime import timedelta
from typing import Final

from esat.production.rehearsal import Scene
from laundry_rabc.plan import proposing

BEFORE: Final = timedelta(days=150)


def demo(scene: Scene) -> None:
    """Propose the checkpoints; nothing is played day after day."""
    proposing.install(scene.session, scene.at(6) - BEFORE)
