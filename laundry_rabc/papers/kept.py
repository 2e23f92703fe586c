"""The files of this room: attached as any other, read through its own pages alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import Session, select

from esat.actors import Actor
from esat.errors import EsatError, Invalid
from esat.files import service as files
from esat.files.service import Upload
from esat.files.store import Store
from laundry_rabc.papers.audit_models import AuditStep, Finding, PaperActionStep
from laundry_rabc.papers.models import DocumentFile
from laundry_rabc.papers.team_models import Certificate, Meeting

PIECES: Final[tuple[Any, ...]] = (AuditStep, Finding, PaperActionStep, Meeting, Certificate)
MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with a form: the uploads, and where their bytes go."""

    store: Store
    uploads: tuple[Upload, ...] = ()


def keep(session: Session, sent: Sent | None, *, by: Actor, field: str = "files") -> list[int]:
    """Keep each upload; their ids in the order in which they came. Invalid, beside the field, for
    what is no picture and no PDF, and for more than a dozen.
    """
    uploads = () if sent is None else sent.uploads
    if len(uploads) > MOST:
        raise Invalid("form_invalid", {field: f"{MOST} fichiers au plus en une fois."})
    return list(_each(session, sent, by, field)) if sent is not None else []


def one(session: Session, sent: Sent | None, *, by: Actor, field: str = "file") -> int | None:
    """Keep the only upload of a form, if there is one."""
    found = keep(session, sent, by=by, field=field)
    if len(found) > 1:
        raise Invalid("form_invalid", {field: "Un seul fichier ici."})
    return found[0] if found else None


def _each(session: Session, sent: Sent, by: Actor, field: str) -> Iterator[int]:
    for upload in sent.uploads:
        try:
            yield files.attach(session, sent.store, upload, by=by).id or 0
        except EsatError as error:
            words = f"{upload.name} : {error.message}"
            raise Invalid("form_invalid", {field: words}) from error


def kept_here(session: Session, file_id: int) -> bool:
    """Whether a file is this room's."""
    return _among(session, (DocumentFile, *PIECES), file_id)


def is_piece(session: Session, file_id: int) -> bool:
    """Whether a file belongs to anything here but a document, whose version must be said."""
    return _among(session, PIECES, file_id)


def _among(session: Session, tables: tuple[Any, ...], file_id: int) -> bool:
    return any(
        session.exec(select(table.id).where(table.file_id == file_id).limit(1)).first() is not None
        for table in tables
    )
