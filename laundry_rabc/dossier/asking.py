"""Ask for a dossier: a row, and nothing else in the request; a job makes it."""

from datetime import date
from typing import Annotated, Final

from pydantic import StringConstraints
from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden
from esat.production import numbers
from esat.web.forms import Blank, FormShape, NoControl
from laundry_rabc.dossier import periods, rights
from laundry_rabc.dossier.models import Dossier

SERIES: Final = "DA"


class AskIn(FormShape):
    """The days, both included, and what it is for."""

    since: Annotated[date | None, Blank] = None
    until: Annotated[date | None, Blank] = None
    note: Annotated[str, StringConstraints(max_length=200), NoControl] = ""


def ask(session: Session, given: AskIn, *, by: Actor) -> Dossier:
    """Keep that a dossier is wanted. Forbidden (`not_allowed`); Invalid for days that cannot be.
    Flushes.
    """
    if not by.is_system and not by.can(rights.ASK, workshop=rights.WORKSHOP):
        raise Forbidden("not_allowed")
    now = clock.now()
    period = periods.of(given.since, given.until, now)
    row = Dossier(
        ref=numbers.take(session, SERIES, now), since=period.since, until=period.until,
        note=given.note, asked_at=now, account_id=by.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row
