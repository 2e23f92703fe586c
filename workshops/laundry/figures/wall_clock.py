"""What a clock on the wall in Paris showed, as a moment, on the two nights when it changes too."""

from datetime import UTC, date, datetime, time
from typing import Final

from esat import clock
from esat.errors import Invalid

NO_SUCH: Final = (
    "Cette heure n’a pas existé ce jour-là : l’horloge a avancé de 2 h à 3 h. Vérifiez-la."
)
OLDEST: Final = date(1900, 1, 1)
WHICH: Final = "Cette heure a eu lieu deux fois cette nuit-là. Dites laquelle."
TWICE: Final = (
    ("1", "La première fois", "à l’heure d’été, avant le changement"),
    ("2", "La seconde fois", "à l’heure d’hiver, après le changement"),
)


def moments(day: date, hour: time) -> tuple[datetime, ...]:
    """The moments when the clock showed this: usually one, none in spring, two in autumn."""
    shown = datetime.combine(day, hour)
    found = []
    for fold in (0, 1):
        moment = shown.replace(tzinfo=clock.PARIS, fold=fold).astimezone(UTC)
        there = moment.astimezone(clock.PARIS).replace(tzinfo=None, fold=0) == shown
        if there and moment not in found:
            found.append(moment)
    return tuple(found)


def moment(day: date, hour: time, which: str = "") -> datetime:
    """The one moment meant. Invalid on `day` for a year that is a mistake, on `hour` when it never
    was, on `which` when it was twice and nobody said which.
    """
    if day < OLDEST:
        raise Invalid("form_invalid", {"day": "Vérifiez l’année."})
    found = moments(day, hour)
    if not found:
        raise Invalid("form_invalid", {"hour": NO_SUCH})
    if len(found) == 1:
        return found[0]
    if which not in {"1", "2"}:
        raise Invalid("form_invalid", {"which": WHICH})
    return found[int(which) - 1]
