"""Which files this room keeps apart: they are read through its own address alone."""

from typing import Any

from sqlmodel import Session, select

from laundry_rabc.prereq.models import ProductSheet
from laundry_rabc.prereq.upkeep import CleanTask, PestVisit, UpkeepEvent


def kept_here(session: Session, file_id: int) -> bool:
    """Whether a file is a data sheet, a picture of a method, or a report of this room."""
    tables: tuple[Any, ...] = (ProductSheet, CleanTask, PestVisit, UpkeepEvent)
    return any(
        session.exec(select(one.file_id).where(one.file_id == file_id).limit(1)).first() is not None
        for one in tables
    )
