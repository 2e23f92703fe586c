"""The words and references of the editions of the standard: dated rows, one edition in use."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid
from laundry_rabc.plan import words
from laundry_rabc.plan.drafting import person
from laundry_rabc.plan.forms import ClauseIn
from laundry_rabc.plan.models import Clause, EditionChoice
from laundry_rabc.plan.rules import CHOOSE
from laundry_rabc.plan.seeds import flow

KINDS: Final = {"CCP": "word_ccp", "CP": "word_cp", "PRP": "word_prp"}


def edition_at(session: Session, at: datetime) -> str:
    """The edition by which the house reads its plan at a moment."""
    query = (
        select(EditionChoice.edition)
        .where(col(EditionChoice.since) <= at)
        .order_by(col(EditionChoice.since).desc(), col(EditionChoice.id).desc())
        .limit(1)
    )
    return session.exec(query).first() or flow.EDITION


def clauses(session: Session, edition: str) -> Sequence[Clause]:
    """The last version of each word and reference of an edition."""
    last = (
        select(func.max(Clause.version).label("version"), Clause.key)
        .where(Clause.edition == edition)
        .group_by(Clause.key)
        .subquery()
    )
    query = select(Clause).join(
        last, (last.c.key == Clause.key) & (last.c.version == Clause.version)
    )
    return session.exec(query.where(Clause.edition == edition).order_by(Clause.key)).all()


def kinds(session: Session, at: datetime) -> dict[str, str]:
    """What CCP, CP and PRP are called in the edition in use: `kinds(...)["CCP"]`."""
    said = {one.key: one.wording for one in clauses(session, edition_at(session, at))}
    return {kind: said.get(key, words.KINDS[kind]) for kind, key in KINDS.items()}


def editions(session: Session) -> list[str]:
    """The editions that the house knows, the oldest first."""
    query = select(Clause.edition).group_by(Clause.edition).order_by(func.min(Clause.since))
    return list(session.exec(query))


def choices(session: Session) -> Sequence[EditionChoice]:
    """Which edition was in use since when, newest first."""
    query = select(EditionChoice).order_by(col(EditionChoice.id).desc()).limit(50)
    return session.exec(query).all()


def choose(session: Session, edition: str, reason: str, *, by: Actor) -> EditionChoice:
    """Read the plan by an edition from now on. Invalid: `form_invalid`. Flushes."""
    faults = {}
    if edition not in editions(session):
        faults["edition"] = CHOOSE
    elif edition == edition_at(session, clock.now()):
        faults["edition"] = "Cette édition est déjà celle qui est suivie."
    if not reason:
        faults["reason"] = "Dites pourquoi."
    if faults:
        raise Invalid("form_invalid", faults)
    row = EditionChoice(edition=edition, since=clock.now(), reason=reason, by_id=person(by))
    session.add(row)
    session.flush()
    return row


def write(session: Session, edition: str, given: ClauseIn, *, by: Actor) -> Clause:
    """A further version of a word or reference, once somebody read the text. Invalid. Flushes."""
    if given.key not in flow.KEYS or edition not in editions(session):
        raise Invalid("form_invalid", {"key": CHOOSE})
    before = next((one for one in clauses(session, edition) if one.key == given.key), None)
    row = Clause(
        edition=edition, version=1 if before is None else before.version + 1,
        since=clock.today(), key=given.key, reference=given.reference, wording=given.wording,
        source=given.source, status="validated", created_at=clock.now(), created_by=person(by),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row
