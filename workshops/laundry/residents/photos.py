"""Photographs of garments: kept with the house's files, read through this room alone."""

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import NotFound
from esat.files import access, service
from esat.files.models import StoredFile
from esat.files.service import Upload
from esat.files.store import Store
from workshops.laundry.residents.models import Garment, GarmentPhoto


def keep(
    session: Session, store: Store, garment: Garment, upload: Upload, *, by: Actor
) -> GarmentPhoto:
    """Keep a photograph. Refuses as `files.service.attach`. Flushes."""
    file = service.attach(session, store, upload, by=by)
    row = GarmentPhoto(
        garment_id=garment.resource_id, file_id=file.id or 0, created_at=clock.now()
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def of(session: Session, garment_id: int) -> list[GarmentPhoto]:
    query = select(GarmentPhoto).where(GarmentPhoto.garment_id == garment_id)
    return list(session.exec(query.order_by(col(GarmentPhoto.id))))


def first_of(session: Session, garment_ids: list[int]) -> dict[int, int]:
    """The first photograph of each of several garments, by one statement."""
    query = select(GarmentPhoto).where(col(GarmentPhoto.garment_id).in_(garment_ids))
    found: dict[int, int] = {}
    for row in session.exec(query.order_by(col(GarmentPhoto.id))):
        found.setdefault(row.garment_id, row.id or 0)
    return found


def file_of(session: Session, photo_id: int) -> StoredFile:
    """The file of a photograph. NotFound otherwise."""
    row = session.get(GarmentPhoto, photo_id)
    file = None if row is None else session.get(StoredFile, row.file_id)
    if file is None:
        raise NotFound("not_found")
    return file


def move(session: Session, from_id: int, to_id: int) -> None:
    """The photographs of a found piece go to the garment that it turned out to be."""
    for row in of(session, from_id):
        row.garment_id = to_id
    session.flush()


def forget(session: Session, garment_id: int) -> None:
    """Remove a garment's photographs: a name may be read on one."""
    for row in of(session, garment_id):
        session.delete(row)
        session.flush()
        service.remove(session, row.file_id)


def kept_here(session: Session, file_id: int) -> bool:
    query = select(GarmentPhoto.id).where(GarmentPhoto.file_id == file_id)
    return session.exec(query.limit(1)).first() is not None


def install() -> None:
    """Tell the room of files that these are not read through its own page."""
    access.add_keeper(kept_here)
