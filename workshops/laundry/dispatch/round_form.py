"""A round on the bench: its stops moved up and down, added, taken out, before it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from esat import clock
from esat.errors import Invalid
from workshops.laundry.dispatch import places
from workshops.laundry.dispatch.models import Round
from workshops.laundry.dispatch.rounds import RoundFacts, Stop

DAYS: Final = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
WHAT: Final = {"lc": "Livrer et collecter", "l": "Livrer", "c": "Collecter"}
MOST: Final = 80


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form says by now; a stop is its place (« 12:3 ») and what is done there."""

    label: str = ""
    weekday: str = ""
    vehicle: str = ""
    stops: tuple[tuple[str, str], ...] = ()

    def after(self, act: str, place: str) -> "Draft":
        """The draft after a button: « up-2 », « down-2 », « out-2 », « add »."""
        what, _, number = act.partition("-")
        there = list(self.stops)
        if what == "add":
            places.read(place)
            if len(there) >= MOST:
                raise Invalid("form_invalid", {"place": "Pas plus de 80 arrêts."})
            return replace(self, stops=(*there, (place, "lc")))
        n = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else -1
        if not 0 <= n < len(there):
            return self
        moved = there.pop(n)
        if what in {"up", "down"}:
            there.insert(max(0, n - 1) if what == "up" else n + 1, moved)
        return replace(self, stops=tuple(there))

    def facts(self) -> RoundFacts:
        """The round that is kept. Invalid with a sentence beside each wrong field."""
        if not (self.weekday.isascii() and self.weekday.isdigit() and len(self.weekday) == 1):
            raise Invalid("form_invalid", {"weekday": "Choisissez le jour."})
        stops = []
        for place, what in self.stops:
            client_id, site_id = places.read(place)
            stops.append(Stop(client_id, site_id, "l" in what, "c" in what))
        vehicle = places.read(self.vehicle)[0] if self.vehicle else None
        return RoundFacts(self.label, int(self.weekday), tuple(stops), vehicle)


def read(form: Any) -> Draft:
    """The draft of a form. Invalid when it was written by no page of ours."""
    draft = read_loosely(form)
    for place, what in draft.stops:
        places.read(place)
        if what not in WHAT:
            raise Invalid("form_invalid", {"place": "Choisissez dans la liste."})
    return draft


def read_loosely(form: Any) -> Draft:
    """What was typed, whatever it is worth; the page shows it again."""
    there = form.getlist("stop")[:MOST]
    pairs = [(place, form.get(f"what-{n}", "")) for n, place in enumerate(there)]
    return Draft(
        form.get("label", "")[:60], form.get("weekday", "")[:2], form.get("vehicle", "")[:12],
        tuple((place[:24], what[:2]) for place, what in pairs),
    )  # fmt: skip


def draft_of(version: Round, stops: Sequence[Stop]) -> Draft:
    """A round as it is driven."""
    return Draft(
        version.label, str(version.weekday), str(version.vehicle_id or ""),
        tuple(
            (f"{one.client_id}:{one.site_id or ''}",
             ("l" if one.deliver else "") + ("c" if one.collect else ""))
            for one in stops
        ),
    )  # fmt: skip


def day_of(text: str) -> date:
    """The day of a trip: today or later. Invalid otherwise."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Invalid("form_invalid", {"day": "Choisissez le jour."}) from error
    if day < clock.today():
        raise Invalid(
            "form_invalid", {"day": "Ce jour est passé. Choisissez aujourd’hui ou plus tard."}
        )
    return day
