"""The month that an address of these pages names."""

from datetime import date

from esat import clock
from esat.activity.statements import periods
from esat.web import door
from esat.workers import addresses


def asked(text: str) -> date:
    """« 2026-11 » as its first day. NotFound for a month that was not, or is to come."""
    return addresses.month(door.session(), text, today=clock.today())


def around(month: date) -> tuple[date | None, date | None]:
    """The month before, once the house had begun, and the one after once it has."""
    before, after = periods.before(month), periods.after(month)
    return (
        before if addresses.begun(door.session(), before) else None,
        after if after <= clock.today() else None,
    )
