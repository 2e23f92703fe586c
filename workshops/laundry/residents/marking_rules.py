"""What each client wants printed on a garment's label: by version, the name in writing only."""

from datetime import date
from typing import Annotated, Final

from pydantic import Field, StringConstraints
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid
from esat.web.forms import Blank, FormShape, NoControl
from workshops.laundry.residents import rights
from workshops.laundry.residents.models import MarkingRule

LEVELS: Final = (
    (0, "Code seul", "Rien d’autre n’est lisible sur le vêtement."),
    (1, "Établissement", "Le code et le nom de l’établissement."),
    (2, "Établissement et secteur", "Le code, l’établissement et le secteur."),
    (3, "Établissement, secteur et nom", "Seulement sur demande écrite de l’établissement."),
)
NAMED: Final = 3


class RuleIn(FormShape):
    """A rule as it is typed."""

    level: Annotated[int, Field(ge=0, le=3)]
    asked_by: Annotated[str, StringConstraints(max_length=120), NoControl] = ""
    asked_on: Annotated[date | None, Blank] = None
    reason: Annotated[str, StringConstraints(max_length=200), NoControl] = ""


def level(session: Session, client_id: int | None) -> int:
    """The level in force at a client's; where nothing was said, the code alone."""
    if client_id is None:
        return 0
    found = current(session, client_id)
    return 0 if found is None else found.level


def current(session: Session, client_id: int) -> MarkingRule | None:
    """The last version of a client's rule."""
    found = history(session, client_id)
    return found[0] if found else None


def history(session: Session, client_id: int) -> list[MarkingRule]:
    """Every version, the newest first."""
    query = select(MarkingRule).where(MarkingRule.client_id == client_id)
    return list(session.exec(query.order_by(col(MarkingRule.version).desc())))


def follow(session: Session, client_id: int, given: RuleIn, *, by: Actor) -> MarkingRule:
    """A further version. Invalid for names that nobody is said to have asked for. Flushes."""
    rights.require(by, rights.EDIT)
    errors = {}
    if given.level == NAMED:
        if not given.asked_by:
            errors["asked_by"] = "Écrivez qui l’a demandé par écrit."
        if given.asked_on is None:
            errors["asked_on"] = "Écrivez le jour de la demande écrite."
    if given.asked_on is not None and given.asked_on > clock.today():
        errors["asked_on"] = "Ce jour n’est pas encore venu."
    if errors:
        raise Invalid("form_invalid", errors)
    last = current(session, client_id)
    made = MarkingRule(
        client_id=client_id, version=1 if last is None else last.version + 1, level=given.level,
        asked_by=given.asked_by, asked_on=given.asked_on, reason=given.reason,
        created_at=clock.now(), created_by=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made
