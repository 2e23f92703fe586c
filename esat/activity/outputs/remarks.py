"""The short texts of teams: written, read, taken out by the office with a trace; no rule else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from esat import clock
from esat.activity.outputs.models import NOTE, Remark
from esat.actors import Actor
from esat.errors import Forbidden, NotFound, Refused

WITHDRAW = "remarks.withdraw"
GONE = "Texte retiré par le bureau."


@dataclass(frozen=True, slots=True)
class Written:
    """A text as the office sees it in its list."""

    id: int
    text: str
    written_at: datetime
    withdrawn_at: datetime | None


def write(session: Session, text: str, *, by: Actor, at: datetime) -> int | None:
    """Keep a text and give its key; None where nothing is said. Refuses `note_too_long`."""
    words = text.strip()
    if not words:
        return None
    if len(words) > NOTE:
        raise Refused("note_too_long")
    made = Remark(text=words, written_at=at, written_by=by.account_id)
    session.add(made)
    session.flush()
    return made.id


def texts(session: Session, keys: Collection[int | None]) -> dict[int | None, str]:
    """The texts by their key; the sentence of the house where one was taken out."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    rows = session.exec(select(Remark).where(col(Remark.id).in_(wanted)))
    return {row.id: GONE if row.withdrawn_at else row.text for row in rows}


def of_day(session: Session, day: date) -> tuple[Written, ...]:
    """What teams wrote on a day, the newest first."""
    since, until = clock.midnight(day), clock.midnight(date.fromordinal(day.toordinal() + 1))
    query = (
        select(Remark)
        .where(col(Remark.written_at) >= since, col(Remark.written_at) < until)
        .order_by(col(Remark.id).desc())
    )
    return tuple(
        Written(
            row.id or 0, GONE if row.withdrawn_at else row.text, row.written_at, row.withdrawn_at
        )
        for row in session.exec(query)
    )


def withdraw(session: Session, remark_id: int, *, by: Actor, at: datetime | None = None) -> None:
    """Take the words out for good; that they were there, who took them out and when stays.

    Forbids `not_allowed`; NotFound; refuses `remark_gone`.
    """
    if not by.can(WITHDRAW):
        raise Forbidden("not_allowed")
    remark = session.get(Remark, remark_id)
    if remark is None:
        raise NotFound("not_found")
    if remark.withdrawn_at is not None:
        raise Refused("remark_gone")
    remark.text = ""
    remark.withdrawn_at, remark.withdrawn_by = at or clock.now(), by.account_id
    session.flush()
