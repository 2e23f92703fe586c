"""A time as somebody types it on a page: the wall clock of the house, made a moment."""

from datetime import UTC, datetime, timedelta
from typing import Final

from esat import clock
from esat.errors import Invalid

FIRST, SECOND = "summer", "winter"
"""Which of the two, in the hour that comes twice when summer ends."""
AHEAD: Final = timedelta(minutes=5)
OLDEST: Final = timedelta(days=35)


def typed(text: str, which: str = "") -> datetime | None:
    """The moment that somebody typed for what is over, beside its field where it cannot be: not
    yet, or so long ago that nobody notes it any more. Invalid as `moment_of`.
    """
    moment = moment_of(text, which)
    if moment is None:
        return None
    now = clock.now()
    if moment > now + AHEAD:
        raise Invalid("form_invalid", {"at": "Cette heure est dans le futur. Vérifiez-la."})
    if moment < now - OLDEST:
        raise Invalid("form_invalid", {"at": "C’est il y a plus de 35 jours. Vérifiez la date."})
    return moment


def moment_of(text: str, which: str = "") -> datetime | None:
    """The moment of a wall time like 2026-10-25T02:30; None for an empty one. Invalid for what is
    no time, for one that the night of March leaves out, and for one that comes twice while nobody
    says which.
    """
    if not text.strip():
        return None
    try:
        read = datetime.fromisoformat(text.strip())
        if read.tzinfo is not None:
            return read.astimezone(UTC)
        zone = clock.local(clock.now()).tzinfo
        first, second = (read.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
        if first.utcoffset() == second.utcoffset():
            return first.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid("form_invalid", {"at": "Écrivez une date et une heure."}) from error
    if clock.local(first.astimezone(UTC)).replace(tzinfo=None) != read:
        raise Invalid("form_invalid", {"at": "Cette heure n’existe pas : l’horloge a avancé."})
    if which not in {FIRST, SECOND}:
        words = "Cette heure existe deux fois cette nuit. Dites laquelle."
        raise Invalid("form_invalid", {"at": words, "which": "Choisissez l’une des deux."})
    return (first if which == FIRST else second).astimezone(UTC)
