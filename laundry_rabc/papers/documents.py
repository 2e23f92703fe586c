"""Controlled documents: a version is written by one, approved by another, read by those concerned;
the next one supersedes it. Nothing is changed and nothing is taken away.
"""

from datetime import date
from typing import Annotated, Final

from pydantic import Field, StringConstraints
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.web.forms import Blank, FormShape, NoControl
from laundry_rabc.papers import kept, rights, rules, states, versions
from laundry_rabc.papers.kept import Sent
from laundry_rabc.papers.models import (
    Document,
    DocumentAct,
    DocumentFile,
    DocumentRead,
    DocumentVersion,
)

KINDS: Final = (
    ("policy", "Politique"), ("procedure", "Procédure"), ("instruction", "Mode opératoire"),
    ("form", "Formulaire"), ("contract", "Contrat"), ("data_sheet", "Fiche technique"),
    ("plan", "Plan"), ("flow", "Diagramme de flux"), ("organisation", "Organigramme"),
    ("certificate", "Certificat"), ("other", "Autre"),
)  # fmt: skip
KIND_LABELS: Final = dict(KINDS)
YEARS: Final = 10
CODE: Final = r"^[A-Za-z0-9][A-Za-z0-9-]*$"


class VersionIn(FormShape):
    """A version as its author writes it; without a day of review, the delay in force gives it."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]
    summary: Annotated[str, StringConstraints(min_length=1, max_length=500), NoControl]
    body: Annotated[str, StringConstraints(max_length=12000), NoControl] = ""
    effective_on: Annotated[date | None, Blank] = None
    review_on: Annotated[date | None, Blank] = None
    readers: list[str] = Field(default_factory=list)


class DocumentIn(VersionIn):
    """A new document with its first version."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=20, pattern=CODE), NoControl]
    kind: Annotated[str, StringConstraints(min_length=1, max_length=16), NoControl]


class WhyIn(FormShape):
    """Why a version is refused or withdrawn."""

    note: Annotated[str, StringConstraints(min_length=1, max_length=500), NoControl]


class ReviewIn(WhyIn):
    """What was looked at, and the day of the next review."""

    next_on: Annotated[date | None, Blank] = None


def the(session: Session, document_id: int) -> Document:
    """One document. NotFound otherwise."""
    found = session.get(Document, document_id)
    if found is None:
        raise NotFound("not_found")
    return found


def version(session: Session, document_id: int, number: int) -> DocumentVersion:
    """One version by its number. NotFound otherwise."""
    query = select(DocumentVersion).where(
        DocumentVersion.document_id == document_id, DocumentVersion.number == number
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFound("not_found")
    return found


def current(session: Session, document_id: int) -> DocumentVersion | None:
    """The version in force, or None."""
    found = (one.row for one in versions.of(session, document_id) if one.state == states.IN_FORCE)
    return next(found, None)


def create(session: Session, given: DocumentIn, sent: Sent | None, *, by: Actor) -> Document:
    """A document and its first version, which waits for its approval. Invalid for a code that is
    taken, a kind that is none. Flushes.
    """
    rights.require(by, rights.WRITE)
    code = given.code.upper()
    if given.kind not in KIND_LABELS:
        raise Invalid("form_invalid", {"kind": "Choisissez dans la liste."})
    if session.exec(select(Document.id).where(Document.code == code)).first() is not None:
        raise Invalid("form_invalid", {"code": "Ce code est déjà celui d’un document."})
    made = Document(
        code=code, kind=given.kind, created_at=clock.now(), created_by=by.account_id
    )  # fmt: skip
    session.add(made)
    session.flush()
    _write(session, made, 1, given, sent, by=by)
    return made


def revise(
    session: Session, document: Document, given: VersionIn, sent: Sent | None, *, by: Actor
) -> DocumentVersion:
    """The next version. Refuses `document_pending` while another one waits for its approval."""
    rights.require(by, rights.WRITE)
    known = versions.of(session, document.id or 0)
    if any(one.state == states.PROPOSED for one in known):
        raise Refused("document_pending")
    last = max((one.row.number for one in known), default=0)
    return _write(session, document, last + 1, given, sent, by=by)


def approve(session: Session, row: DocumentVersion, *, by: Actor) -> None:
    """Approve a version: never one's own. Forbidden `paper_same_person`; refuses
    `document_decided`.
    """
    _other(by, row)
    _waits(session, row)
    _act(session, row, "approved", by=by)


def refuse(session: Session, row: DocumentVersion, given: WhyIn, *, by: Actor) -> None:
    """Send a version back to its author, with the reason; the next one has another number."""
    _other(by, row)
    _waits(session, row)
    _act(session, row, "refused", given.note, by=by)


def withdraw(session: Session, row: DocumentVersion, given: WhyIn, *, by: Actor) -> None:
    """Take a version out of use, or stop it before its day: by another person than its author.
    Refuses `document_not_in_force`.
    """
    _other(by, row)
    if versions.state_of(session, row) not in {states.IN_FORCE, states.FUTURE}:
        raise Refused("document_not_in_force")
    _act(session, row, "withdrawn", given.note, by=by)


def review(session: Session, row: DocumentVersion, given: ReviewIn, *, by: Actor) -> None:
    """The content was looked at and stays. Refuses `document_not_in_force`; Invalid for a next
    day that is past or beyond ten years.
    """
    rights.require(by, rights.WRITE)
    if versions.state_of(session, row) != states.IN_FORCE:
        raise Refused("document_not_in_force")
    next_on = given.next_on or _review_day(session, clock.today())
    _ahead(next_on, "next_on")
    _act(session, row, "reviewed", given.note, by=by, next_on=next_on)


def mark_read(session: Session, row: DocumentVersion, *, by: Actor) -> bool:
    """That one has read it; once, and said again it changes nothing (False). Refuses
    `document_not_in_force`; Forbidden for whom it is not given to.
    """
    rights.require(by, rights.ACT)
    if by.account_id is None or not by.roles.intersection(row.readers.split()):
        raise Forbidden("document_not_for_you")
    if versions.state_of(session, row) not in {states.IN_FORCE, states.FUTURE}:
        raise Refused("document_not_in_force")
    query = select(DocumentRead.id).where(
        DocumentRead.version_id == row.id, DocumentRead.account_id == by.account_id
    )
    if session.exec(query).first() is not None:
        return False
    session.add(DocumentRead(version_id=row.id or 0, account_id=by.account_id, at=clock.now()))
    session.flush()
    return True


def _write(
    session: Session, document: Document, number: int, given: VersionIn, sent: Sent | None, *,
    by: Actor,
) -> DocumentVersion:  # fmt: skip
    today = clock.today()
    effective = given.effective_on or today
    review_on = given.review_on or _review_day(session, effective)
    if set(given.readers) - {role for role, _ in rights.READERS}:
        raise Invalid("form_invalid", {"readers": "Choisissez dans la liste."})
    if effective < today:
        raise Invalid("form_invalid", {"effective_on": "Au plus tôt aujourd’hui : un document "
                                       "ne vaut pas avant son approbation."})  # fmt: skip
    _ahead(effective, "effective_on")
    _ahead(review_on, "review_on", after=effective)
    if not given.body and not (sent and sent.uploads):
        raise Invalid("form_invalid", {"files": "Joignez le document, ou écrivez son texte."})
    made = DocumentVersion(
        document_id=document.id or 0, number=number, title=given.title, summary=given.summary,
        body=given.body, readers=" ".join(dict.fromkeys(given.readers)), effective_on=effective,
        review_on=review_on, created_at=clock.now(), created_by=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    for place, file_id in enumerate(kept.keep(session, sent, by=by)):
        session.add(DocumentFile(version_id=made.id or 0, file_id=file_id, position=place))
    session.flush()
    return made


def _review_day(session: Session, since: date) -> date:
    wanted = rules.delay(session, "document_review", since)
    return states.months_after(since, wanted.value)


def _ahead(day: date, field: str, *, after: date | None = None) -> None:
    if day < clock.today() or (after is not None and day <= after):
        raise Invalid("form_invalid", {field: "Ce jour est trop tôt."})
    if day.year > clock.today().year + YEARS:
        raise Invalid("form_invalid", {field: "Plus de dix ans : vérifiez l’année."})


def _other(by: Actor, row: DocumentVersion) -> None:
    rights.require(by, rights.APPROVE)
    if by.account_id is None or by.account_id == row.created_by:
        raise Forbidden("paper_same_person")


def _waits(session: Session, row: DocumentVersion) -> None:
    query = select(DocumentAct.id).where(
        DocumentAct.version_id == row.id, col(DocumentAct.kind).in_(("approved", "refused"))
    )
    if session.exec(query).first() is not None:
        raise Refused("document_decided")


def _act(
    session: Session, row: DocumentVersion, kind: str, note: str = "", *, by: Actor,
    next_on: date | None = None,
) -> None:  # fmt: skip
    session.add(
        DocumentAct(
            version_id=row.id or 0, kind=kind, note=note, next_on=next_on, at=clock.now(),
            account_id=by.account_id,
        )
    )  # fmt: skip
    session.flush()
