"""How wrong an instrument may be, as the register of instruments says it."""

from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from laundry_rabc.instruments import calibrations


def error_of(session: Session, instrument_id: int, at: datetime) -> Decimal | None:
    """The permitted error; None where nobody has said one, and then none is permitted."""
    found = calibrations.permitted(session, instrument_id, at)
    return None if found is None else found.value
