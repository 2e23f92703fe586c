"""The days that a dossier covers, on the house's own calendar; pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from esat import clock
from esat.errors import Invalid
from esat.web.filters import short_day

LONGEST: Final = timedelta(days=1100)
"""A certificate lives three years: no audit asks for more at once."""


@dataclass(frozen=True, slots=True)
class Period:
    """From a day until another, both included, as it is looked at from `at`."""

    since: date
    until: date
    at: datetime

    @property
    def start(self) -> datetime:
        return clock.midnight(self.since)

    @property
    def end(self) -> datetime:
        """The midnight after its last day."""
        return clock.midnight(self.until + timedelta(days=1))

    @property
    def seen(self) -> datetime:
        """The moment at which it is looked at: its end, or now while that is still to come."""
        return min(self.end, self.at)

    @property
    def on(self) -> date:
        """The last day that can be told of."""
        return min(self.until, clock.local(self.at).date())

    @property
    def words(self) -> str:
        return f"du {short_day(self.since)} au {short_day(self.until)}"


def of(since: date | None, until: date | None, at: datetime) -> Period:
    """A period that can be asked for. Invalid otherwise, beside the field."""
    today = clock.local(at).date()
    faults = {}
    if since is None:
        faults["since"] = "Choisissez le premier jour."
    elif since > today:
        faults["since"] = "Ce jour n’est pas encore venu."
    if until is None:
        faults["until"] = "Choisissez le dernier jour."
    elif until > today:
        faults["until"] = "Ce jour n’est pas encore venu."
    elif since is not None and until < since:
        faults["until"] = "Le dernier jour vient avant le premier."
    elif since is not None and until - since > LONGEST:
        faults["until"] = "Demandez trois ans au plus."
    if faults or since is None or until is None:
        raise Invalid("form_invalid", faults)
    return Period(since, until, at)
