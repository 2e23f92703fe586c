"""Training of a worker: title, days, hours, result; a mistake is corrected by a further row."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints
from sqlmodel import Session, col, select

from esat import clock, texts
from esat.accounts.models import Account
from esat.activity.skills.levels import WITHDRAWN
from esat.activity.skills.models import Training
from esat.activity.skills.observing import Corrects
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from esat.workers.models import Worker

Hours = Annotated[FrenchDecimal, Field(ge=0, le=2000, max_digits=6, decimal_places=2)]


class TrainingIn(FormShape):
    """A training as it is given."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]
    since: date
    until: Annotated[date | None, Blank] = None
    hours: Annotated[Hours | None, Blank] = None
    result: Literal[
        "under_way", "attended", "attestation", "certificate", "stopped", "withdrawn"
    ]  # fmt: skip
    corrects: Corrects = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A training as pages show it."""

    row: Training
    who: str

    @property
    def hours(self) -> Decimal:
        return Decimal(self.row.minutes) / 60


def add(session: Session, worker: Worker, given: TrainingIn, *, by: Actor) -> Training:
    """Write it, flushed; rights are the caller's business. Invalid: `form_invalid`. NotFound:
    `training_unknown`. Refused: `training_corrected`.
    """
    if given.until is not None and given.until < given.since:
        raise Invalid("form_invalid", {"until": texts.sentence("authorisation_dates")})
    minutes = (given.hours or Decimal(0)) * 60
    if minutes != int(minutes):
        raise Invalid("form_invalid", {"hours": texts.sentence("hours_to_the_minute")})
    if given.corrects is None and given.result == WITHDRAWN:
        raise Invalid("form_invalid", {"result": texts.sentence("post_choice")})
    if given.corrects is not None:
        _check_corrected(session, worker, given.corrects)
    row = Training(
        worker_id=worker.id or 0, title=given.title, since=given.since, until=given.until,
        minutes=int(minutes), result=given.result, corrects_id=given.corrects,
        recorded_at=clock.now(), recorded_by=by.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def of_worker(session: Session, worker_id: int) -> list[Kept]:
    """What stands, the newest training first; what was corrected or taken back is left out."""
    later = Training.__table__.alias("later")
    query: Any = (
        select(Training, Account.display_name)
        .join(Account, col(Account.id) == Training.recorded_by, isouter=True)
        .where(
            Training.worker_id == worker_id, Training.result != WITHDRAWN,
            ~select(later.c.id).where(later.c.corrects_id == Training.id).exists(),
        )
        .order_by(col(Training.since).desc(), col(Training.id).desc())
    )  # fmt: skip
    return [Kept(row, who or "Système") for row, who in session.exec(query)]


def _check_corrected(session: Session, worker: Worker, key: int) -> None:
    before = session.get(Training, key)
    if before is None or before.worker_id != worker.id:
        raise NotFound("training_unknown")
    follows = select(Training.id).where(Training.corrects_id == key)
    if session.exec(follows).first() is not None:
        raise Refused("training_corrected")
