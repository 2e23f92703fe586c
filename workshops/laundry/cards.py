"""The laundry's action cards: one a step that the counter makes by scanning, printed once."""

from datetime import datetime

from sqlmodel import Session, col, select

from esat import clock
from esat.production import things
from esat.production.models import Resource
from workshops.laundry.stages import MACHINE

KIND = "card"
ASKED_FIRST = frozenset({"hand_over"})
"""A hand-over is asked about on the screen first."""


def standard_cards(session: Session, *, at: datetime | None = None) -> list[Resource]:
    """Make the cards that are still missing, one a move of the laundry; answers the new ones."""
    moment = at or clock.now()
    there = set(
        session.exec(
            select(Resource.action).where(
                Resource.kind == KIND,
                Resource.workshop == "laundry",
                col(Resource.retired_at).is_(None),
            )
        )
    )
    return [
        things.add_resource(
            session, KIND, move.label, "laundry", "K", action=move.action, at=moment
        )[0]
        for move in MACHINE.moves
        if move.action not in there | ASKED_FIRST
    ]


def install(session: Session, at: datetime) -> None:
    """What an empty house gets on its first day."""
    standard_cards(session, at=at)
