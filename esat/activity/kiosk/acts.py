"""The acts `kiosk.say` and `kiosk.undo`: the same two taps, sent later when there is no network.

What they answer names nobody: the answer of a capture is kept for weeks.
"""

from typing import Literal

from pydantic import ValidationError
from sqlmodel import Session

from esat.activity.kiosk import saying
from esat.declarations import Act, ActDone, ActSent
from esat.errors import Invalid
from esat.web.forms import FormShape


class SayIn(FormShape):
    """Who says what."""

    worker: int
    saying: Literal["arrive", "leave"]


class UndoIn(FormShape):
    """Who takes it back."""

    worker: int


def say(session: Session, sent: ActSent) -> ActDone:
    """Refusals are those of `saying.say`, and Invalid `kiosk_unreadable`."""
    try:
        given = SayIn.model_validate(sent.data)
    except ValidationError as error:
        raise Invalid("kiosk_unreadable") from error
    saying.say(session, given.worker, given.saying, by=sent.actor, at=sent.at)
    return ActDone("C’est noté.")


def undo(session: Session, sent: ActSent) -> ActDone:
    """Refusals are those of `saying.undo`, and Invalid `kiosk_unreadable`."""
    try:
        given = UndoIn.model_validate(sent.data)
    except ValidationError as error:
        raise Invalid("kiosk_unreadable") from error
    saying.undo(session, given.worker, by=sent.actor, at=sent.at)
    return ActDone("C’est annulé.")


ACTS = (
    Act("kiosk.say", "Dire à la borne", saying.SAY, say),
    Act("kiosk.undo", "Annuler à la borne", saying.SAY, undo),
)
