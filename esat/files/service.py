"""Attach, list and remove; the bytes are safe on the disk before the row that names them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.config import Settings
from esat.errors import NotFound
from esat.files.content import prepare, tidy_name
from esat.files.models import StoredFile
from esat.files.store import Store, store_of

ORPHAN_AFTER: Final = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Upload:
    """What somebody sent: the name is only shown, the bytes say what they are."""

    name: str
    data: bytes


def attach(
    session: Session,
    store: Store,
    upload: Upload,
    *,
    by: Actor,
    order_id: int | None = None,
    item_id: int | None = None,
    client_id: int | None = None,
    visibility: Literal["internal", "client"] = "internal",
) -> StoredFile:
    """Keep a photograph or a PDF. Refuses `file_empty`, `file_too_large`, `picture_too_large`,
    `file_type_refused`, `file_unreadable`. Flushes.
    """
    ready = prepare(upload.data)
    row = StoredFile(
        sha256=store.put(ready.data),
        thumb_sha256=store.put(ready.thumb) if ready.thumb is not None else None,
        size=len(ready.data),
        media_type=ready.media_type,
        name=tidy_name(upload.name, ready.media_type),
        created_at=clock.now(),
        created_by=by.account_id,
        order_id=order_id,
        item_id=item_id,
        client_id=client_id,
        visibility=visibility,
    )
    session.add(row)
    session.flush()
    return row


def files_of(
    session: Session,
    *,
    order_id: int | None = None,
    item_id: int | None = None,
    client_id: int | None = None,
    for_client: bool = False,
) -> list[StoredFile]:
    """What is attached to one thing, oldest first; only what the client may see if asked so."""
    wanted = {"order_id": order_id, "item_id": item_id, "client_id": client_id}
    query = select(StoredFile).filter_by(**{k: v for k, v in wanted.items() if v is not None})
    if all(value is None for value in wanted.values()):
        msg = "files_of needs an order, an item or a client"
        raise ValueError(msg)
    if for_client:
        query = query.where(StoredFile.visibility == "client")
    return list(session.exec(query.order_by(col(StoredFile.id))))


def remove(session: Session, file_id: int) -> None:
    """Forget an attachment; its bytes go two days later if nothing else names them."""
    row = session.get(StoredFile, file_id)
    if row is None:
        raise NotFound("file_gone")
    session.delete(row)


def faults(session: Session, settings: Settings) -> list[str]:
    """Rows whose bytes are missing or are no longer what was kept."""
    store = store_of(settings)
    return [
        f"Fichier {row.id} ({row.name}) : {fault}"
        for row in session.exec(select(StoredFile).order_by(col(StoredFile.id)))
        for sha256 in (row.sha256, row.thumb_sha256)
        if sha256 is not None and (fault := store.fault(sha256)) is not None
    ]


def orphans(session: Session, store: Store, at: datetime) -> list[str]:
    """Bytes that no row names, two days after they were last wanted."""
    named: set[str | None] = set()
    for pair in session.exec(select(StoredFile.sha256, StoredFile.thumb_sha256)):
        named.update(pair)
    return [sha for sha, since in store.kept() if sha not in named and since < at - ORPHAN_AFTER]


def sweep(session: Session, store: Store, at: datetime) -> int:
    """Remove the orphans; call it in a write, so that nobody attaches the same bytes meanwhile."""
    gone = orphans(session, store, at)
    for sha256 in gone:
        store.remove(sha256)
    return len(gone)
