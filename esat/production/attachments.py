"""Whose workshop an attachment is: that of its order, or of the order of its item."""

from sqlalchemy import select
from sqlmodel import Session

from esat.files import access
from esat.files.models import StoredFile
from esat.production import tables


def workshop_of(session: Session, file: StoredFile) -> str | None:
    """The workshop of what a file is attached to; None when that is gone."""
    table, key = (
        (tables.order, file.order_id) if file.order_id is not None else (tables.item, file.item_id)
    )
    query = select(table.c.workshop).where(table.c.id == key)
    found = session.connection().execute(query).scalar()
    return None if found is None else str(found)


def install() -> None:
    """Tell the room of files, which stands below and knows no order."""
    access.set_workshop_finder(workshop_of)
