"""How wrong an instrument may be: said by the room that keeps calibrations, or by nobody."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

Finder = Callable[[Session, int, datetime], Decimal | None]
_finders: list[Finder] = []


def use(finder: Finder) -> None:
    """Name who says how wrong an instrument might be at a moment, in its unit."""
    _finders[:] = [finder]


def error_of(session: Session, instrument_id: int, at: datetime) -> Decimal | None:
    """The permitted error; None where nobody has said one, and then none is permitted."""
    return _finders[0](session, instrument_id, at) if _finders else None
