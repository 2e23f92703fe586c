"""Who may read an attachment: the capability, within the workshop of what it is attached to."""

from collections.abc import Callable

from sqlmodel import Session

from esat.actors import Actor
from esat.files.models import StoredFile

READ = "files.read"
WorkshopOf = Callable[[Session, StoredFile], str | None]
Keeper = Callable[[Session, int], bool]
_finders: list[WorkshopOf] = []
_keepers: list[Keeper] = []


def set_workshop_finder(finder: WorkshopOf) -> None:
    """Name the function that gives the workshop of a file's order or item; it stands above."""
    _finders[:] = [finder]


def add_keeper(keeper: Keeper) -> None:
    """Name a function that tells the files a room keeps apart: they are read through the pages of
    that room alone, which know more rights.
    """
    if keeper not in _keepers:
        _keepers.append(keeper)


def may_read(session: Session, file: StoredFile, actor: Actor) -> bool:
    """Closed when a room keeps it apart, or when the workshop cannot be told and the actor is not
    of all workshops.
    """
    if file.id is not None and any(keeper(session, file.id) for keeper in _keepers):
        return False
    if file.order_id is None and file.item_id is None:
        return actor.can(READ)
    workshop = _finders[0](session, file) if _finders else None
    if workshop is None:
        return actor.can(READ) and actor.workshops is None
    return actor.can(READ, workshop=workshop)
