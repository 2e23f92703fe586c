"""The month that an address of these pages names."""

from datetime import date

from esat import clock
from esat.web import door
from esat.workers import addresses


def asked(text: str) -> date:
    """« 2026-11 » as its first day. NotFound for a month that was not, or is to come."""
    return addresses.month(door.session(), text, today=clock.today())
