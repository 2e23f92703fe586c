"""A time as somebody types it on a page: the wall clock of the house, made a moment."""

from datetime import UTC, datetime

from esat import clock
from esat.errors import Invalid

FIRST, SECOND = "summer", "winter"
"""Which of the two, in the hour that comes twice when summer ends."""


def moment_of(text: str, which: str = "") -> datetime | None:
    """The moment of a wall time like 2026-10-25T02:30; None for an empty one. Invalid for what is
    no time, for one that the night of March leaves out, and for one that comes twice while nobody
    says which.
    """
    if not text.strip():
        return None
    try:
        typed = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid("form_invalid", {"at": "Écrivez une date et une heure."}) from error
    if typed.tzinfo is not None:
        return typed.astimezone(UTC)
    zone = clock.local(clock.now()).tzinfo
    first, second = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if clock.local(first.astimezone(UTC)).replace(tzinfo=None) != typed:
        raise Invalid("form_invalid", {"at": "Cette heure n’existe pas : l’horloge a avancé."})
    if which not in {FIRST, SECOND}:
        words = "Cette heure existe deux fois cette nuit. Dites laquelle."
        raise Invalid("form_invalid", {"at": words, "which": "Choisissez l’une des deux."})
    return (first if which == FIRST else second).astimezone(UTC)
