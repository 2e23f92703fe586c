"""When something of a day that somebody typed happened."""

from datetime import date, datetime, timedelta
from typing import Final

from esat import clock
from esat.errors import Invalid

OLDEST: Final = timedelta(days=366)


def moment(on: date | None, now: datetime, field: str) -> datetime:
    """Today is now; another day is its noon in Paris. Invalid, beside the field, for a day to come
    and for one so old that its year is a mistake.
    """
    today = clock.local(now).date()
    if on is None or on == today:
        return now
    if on > today:
        raise Invalid("form_invalid", {field: "Ce jour n’est pas encore venu."})
    if on < today - OLDEST:
        raise Invalid("form_invalid", {field: "Plus d’un an : vérifiez l’année."})
    return datetime.combine(on, datetime.min.time(), clock.PARIS) + timedelta(hours=12)
