"""When, by whom and why late: what each row of evidence is stamped with, and which rows stand."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Final, TypeVar

from pydantic import Field, StringConstraints
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.production import codes
from esat.production.models import Barcode
from esat.web.forms import Blank, FormShape, NoControl
from esat.workers.models import Worker
from laundry_rabc.prereq import rights
from laundry_rabc.prereq.models import Said
from workshops.laundry.plant import limits
from workshops.laundry.washing import hours

AHEAD: Final = timedelta(minutes=5)
OLDEST: Final = timedelta(days=366)
LATE: Final = "prereq_late"
Key = Annotated[int | None, Field(ge=1, le=2**31 - 1), Blank]
Short = Annotated[str, StringConstraints(max_length=80), NoControl]
Words = Annotated[str, StringConstraints(max_length=200), NoControl]
Found = TypeVar("Found", bound=SQLModel)


class When(FormShape):
    """When it happened, empty for now; who did it, by a badge or from the list; why it is late."""

    at: Annotated[str, StringConstraints(max_length=40), NoControl] = ""
    which: Annotated[str, StringConstraints(max_length=10), NoControl] = ""
    worker: Key = None
    badge: Annotated[str, StringConstraints(max_length=64), NoControl] = ""
    late_reason: Words = ""
    reason: Words = ""
    amends: Key = None
    void: bool = False
    """With `amends`: it never happened, and nothing stands in its place."""

    @property
    def takes_back(self) -> bool:
        return self.void and self.amends is not None


@dataclass(frozen=True, slots=True)
class Stamp:
    """The columns that every row of `Said` shares."""

    at: datetime
    late: bool
    columns: dict[str, Any] = field(default_factory=dict)


def stamp(
    session: Session,
    given: When,
    *,
    by: Actor,
    needs: str = rights.DO,
    late_after: timedelta | None = None,
    first: Said | None = None,
) -> Stamp:
    """Stamp what is told. Invalid beside `at` for a time to come or a year that is a mistake,
    beside `late_reason` when it is late and nobody says why (after a delay that the house decides,
    unless `late_after` says it), beside `reason` for a correction without one, beside `worker` or
    `badge`. Forbidden without the right that it `needs`. What corrects `first` is of its moment
    unless it says another, and is late for the reason of the correction.
    """
    rights.require(by, needs)
    now = clock.now()
    at = moment(given.at, given.which, now) or (now if first is None else first.at)
    delay = late_after or timedelta(hours=float(limits.value(session, LATE, now)))
    late = now - at > delay
    why_late = given.late_reason or ("" if first is None else given.reason)
    if late and not why_late:
        raise Invalid(
            "form_invalid", {"late_reason": "Saisie tardive : écrivez pourquoi c’est noté après."}
        )
    if given.amends is not None and not given.reason:
        raise Invalid("form_invalid", {"reason": "Écrivez ce qui est corrigé, et pourquoi."})
    columns = {
        "at": at, "recorded_at": now, "account_id": by.account_id,
        "worker_id": _worker(session, given, by), "late": late,
        "late_reason": why_late if late else "", "reason": given.reason,
    }  # fmt: skip
    return Stamp(at, late, columns)


def moment(text: str, which: str, now: datetime, name: str = "at") -> datetime | None:
    """A typed time that is over. Invalid beside the field `name`."""
    try:
        read = hours.moment_of(text, which)
    except Invalid as error:
        raise Invalid("form_invalid", {**error.fields, name: error.fields["at"]}) from error
    if read is None:
        return None
    if read > now + AHEAD:
        raise Invalid("form_invalid", {name: "Cette heure est dans le futur. Vérifiez-la."})
    if read < now - OLDEST:
        raise Invalid("form_invalid", {name: "Plus d’un an : vérifiez l’année."})
    return read


def day(moment: datetime) -> date:
    """The day of a moment on the house's calendar."""
    return clock.local(moment).date()


def standing(table: type[Found]) -> SelectOfScalar[Found]:
    """The rows of a table that no further one corrects, nor takes back."""
    one: Any = table
    amended = select(one.amends_id).where(one.amends_id.is_not(None))
    query = select(table).where(col(one.id).not_in(amended))
    return query.where(one.void.is_(False)) if hasattr(one, "void") else query


def the(session: Session, table: type[Found], key: int) -> Found:
    """One row. NotFound otherwise."""
    found = session.get(table, key)
    if found is None:
        raise NotFound("not_found")
    return found


def amended(session: Session, table: type[Found], key: int) -> Found:
    """The row that is about to be corrected. NotFound; refuses `already_corrected`."""
    found = the(session, table, key)
    one: Any = table
    if session.exec(select(one.id).where(one.amends_id == key).limit(1)).first() is not None:
        raise Refused("already_corrected")
    return found


def _worker(session: Session, given: When, by: Actor) -> int | None:
    """Who did it: of the badge, else of the list, else who is signed in as a worker."""
    if given.badge:
        code = codes.read(given.badge).code
        row = (
            None
            if code is None
            else session.exec(
                select(Barcode).where(Barcode.code == code, col(Barcode.revoked_at).is_(None))
            ).first()
        )
        if row is None or row.worker_id is None:
            raise Invalid("form_invalid", {"badge": "Ce code n’est pas un badge. Scannez encore."})
        return _there(session, row.worker_id, "badge")
    if given.worker is not None:
        return _there(session, given.worker, "worker")
    return by.worker_id


def _there(session: Session, worker_id: int, name: str) -> int:
    found = session.get(Worker, worker_id)
    if found is None or (found.left_on is not None and found.left_on < clock.today()):
        raise Invalid("form_invalid", {name: "Choisissez une personne de la liste."})
    return worker_id
