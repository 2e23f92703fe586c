"""The set-up codes that a house copied from the notices of its scanners: kept, listed, retired.

A picture is kept as it came and printed as wide as it is in the notice; nothing is drawn anew.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PIL import Image
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import EsatError, Invalid, NotFound, Refused
from esat.files import service as files
from esat.files.content import JPEG, PNG
from esat.files.models import StoredFile
from esat.files.service import Upload
from esat.files.store import Store
from esat.scanners.models import ScannerSetup

NARROWEST, WIDEST, TALLEST = 10, 170, 220
"""Millimetres that a picture may take on a sheet of A4."""
_SCANNED: Final = 150
"""Dots an inch from which a file's own word is believed: cameras write 72 into everything."""
_MM: Final = 25.4


@dataclass(frozen=True, slots=True)
class Shown:
    """A set-up code in use, with its picture and how tall that makes it."""

    setup: ScannerSetup
    file: StoredFile


def add(
    session: Session,
    store: Store,
    upload: Upload,
    *,
    name: str,
    note: str = "",
    width_mm: int | None = None,
    by: Actor,
    at: datetime | None = None,
) -> ScannerSetup:
    """Keep a set-up code. Without a width, the file's own resolution says it. Invalid, with a
    sentence beside `picture` or `width_mm`, when it is no PNG or JPEG, or its size is not known
    or does not fit a sheet. Flushes.
    """
    file = _kept(session, store, upload, by)
    wide = width_mm or _told_width(upload.data)
    if wide is None:
        raise Invalid("form_invalid", {"width_mm": "Mesurez l’image sur la notice, en mm."})
    if wide * _tall_for_wide(store, file) > TALLEST:
        raise Invalid("form_invalid", {"width_mm": "À cette largeur, l’image dépasse la feuille."})
    made = ScannerSetup(
        name=name,
        note=note,
        file_id=file.id,
        width_mm=wide,
        created_at=at or clock.now(),
        created_by=by.account_id,
    )
    session.add(made)
    session.flush()
    return made


def in_use(session: Session) -> list[Shown]:
    """The set-up codes that are not retired, by name."""
    query = (
        select(ScannerSetup, StoredFile)
        .join(StoredFile, col(StoredFile.id) == ScannerSetup.file_id)
        .where(col(ScannerSetup.retired_at).is_(None))
        .order_by(ScannerSetup.name, col(ScannerSetup.id))
    )
    return [Shown(setup, file) for setup, file in session.exec(query)]


def by_id(session: Session, key: int) -> ScannerSetup:
    """A set-up code; NotFound (`setup_unknown`) otherwise."""
    found = session.get(ScannerSetup, key)
    if found is None:
        raise NotFound("setup_unknown")
    return found


def retire(session: Session, setup: ScannerSetup, *, at: datetime | None = None) -> None:
    """Show and print it no more; its row and its picture stay. Refuses `setup_retired`."""
    if setup.retired_at is not None:
        raise Refused("setup_retired")
    setup.retired_at = at or clock.now()
    session.add(setup)


def _kept(session: Session, store: Store, upload: Upload, by: Actor) -> StoredFile:
    """The picture as an attachment of nothing: whoever may see attachments sees it."""
    try:
        file = files.attach(session, store, upload, by=by)
    except EsatError as error:
        raise Invalid("form_invalid", {"picture": error.message}) from error
    if file.media_type not in {PNG, JPEG}:
        raise Invalid("form_invalid", {"picture": "Envoyez une image PNG ou JPEG."})
    return file


def _told_width(data: bytes) -> int | None:
    """How wide a scanned picture is on paper, where the file says it."""
    with Image.open(io.BytesIO(data)) as opened:
        dpi = opened.info.get("dpi")
        columns = opened.width
    if not dpi or float(dpi[0]) < _SCANNED:
        return None
    wide = round(columns / float(dpi[0]) * _MM)
    return wide if NARROWEST <= wide <= WIDEST else None


def _tall_for_wide(store: Store, file: StoredFile) -> float:
    with Image.open(io.BytesIO(store.read(file.sha256) or b"")) as opened:
        return opened.height / opened.width
