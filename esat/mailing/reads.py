"""What the outbox shows and what the sender picks: SELECTs only."""

from datetime import datetime
from typing import Final, Literal

from sqlalchemy import func
from sqlmodel import Session, col, select

from esat.mailing.models import Mail

State = Literal["waiting", "late", "sent", "given_up"]
LABELS: Final[dict[State, str]] = {
    "waiting": "À envoyer",
    "late": "Nouvel essai prévu",
    "sent": "Envoyé",
    "given_up": "Abandonné",
}
_OPEN = (col(Mail.sent_at).is_(None), col(Mail.given_up_at).is_(None))
_WHERE: Final = {
    "waiting": (*_OPEN, Mail.attempts == 0),
    "late": (*_OPEN, Mail.attempts > 0),
    "sent": (col(Mail.sent_at).is_not(None),),
    "given_up": (col(Mail.given_up_at).is_not(None), col(Mail.sent_at).is_(None)),
}


def state_of(mail: Mail) -> State:
    if mail.sent_at is not None:
        return "sent"
    if mail.given_up_at is not None:
        return "given_up"
    return "late" if mail.attempts else "waiting"


def due(session: Session, at: datetime, limit: int) -> list[Mail]:
    """The mails whose turn it is, oldest first."""
    query = (
        select(Mail)
        .where(*_OPEN, col(Mail.next_try_at) <= at)
        .order_by(col(Mail.next_try_at), col(Mail.id))
        .limit(limit)
    )
    return list(session.exec(query))


def outbox(
    session: Session, state: State | None = None, *, before: int | None = None, limit: int = 50
) -> list[Mail]:
    """A page of mails, the newest first; `before` is the last id of the page above."""
    query = select(Mail).order_by(col(Mail.id).desc()).limit(limit)
    if state is not None:
        query = query.where(*_WHERE[state])
    if before is not None:
        query = query.where(col(Mail.id) < before)
    return list(session.exec(query))


def counts(session: Session) -> dict[State, int]:
    """How many mails stand in each state."""
    count = select(func.count()).select_from(Mail)
    return {state: session.exec(count.where(*_WHERE[state])).one() for state in LABELS}


def queue_depth(session: Session) -> int:
    """How many mails wait to leave, for `/sante`."""
    return session.exec(select(func.count()).select_from(Mail).where(*_OPEN)).one()
