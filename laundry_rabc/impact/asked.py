"""What somebody asks the impact of, as it stands in an address or a form: pure but for choices."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlmodel import Session, col, select

from esat.errors import Invalid, Refused
from laundry_rabc.impact import checked, doses, probes
from laundry_rabc.impact.hits import KINDS, Cause
from laundry_rabc.measures import number
from workshops.laundry.plant.models import Machine, Programme
from workshops.laundry.washing import hours

MOST: Final = 200
Choices = Callable[[Session], list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Field:
    """What a kind asks besides its period."""

    label: str
    choices: Choices
    corrected: bool = False


def _machines(session: Session) -> list[tuple[str, str]]:
    """The machines that wash, by their newest name; withdrawn ones too: it is the past."""
    query = (
        select(Machine)
        .where(Machine.kind == "washer")
        .order_by(col(Machine.label), col(Machine.version))
    )
    newest = {one.resource_id: one.label for one in session.exec(query)}
    return [(str(key), label) for key, label in sorted(newest.items(), key=lambda one: one[1])]


def _programmes(session: Session) -> list[tuple[str, str]]:
    query = (
        select(Programme)
        .where(Programme.kind == "wash")
        .order_by(col(Programme.label), col(Programme.version).desc())
        .limit(MOST)
    )
    return [(str(one.id), f"{one.label} (version {one.version})") for one in session.exec(query)]


FIELDS: Final[dict[str, Field]] = {
    "machine": Field("Machine", _machines),
    "programme": Field("Programme", _programmes),
    "instrument": Field("Instrument", probes.choices, corrected=True),
    "pump": Field("Pompe", doses.pump_choices),
    "chemical": Field("Lot de produit", doses.lot_choices),
    "point": Field("Relevé hors limites", checked.choices),
}


def read(session: Session, given: Mapping[str, str]) -> Cause:
    """The cause that fields describe. Invalid beside each field that cannot be read."""
    kind = given.get("kind", "")
    if kind not in KINDS:
        raise Invalid("form_invalid", {"kind": "Choisissez ce qui est en cause."})
    wrong: dict[str, str] = {}
    since = _moment(given, "since", hours.FIRST, wrong)
    until = _moment(given, "until", hours.SECOND, wrong)
    thing = _thing(session, kind, given.get("thing", ""), wrong)
    correction = _correction(kind, given.get("correction", ""), wrong)
    if since and until and until <= since:
        wrong["until"] = "La fin est avant le début."
    if wrong or since is None or until is None:
        raise Invalid("form_invalid", wrong)
    return Cause(kind, since, until, thing, correction)


def _moment(
    given: Mapping[str, str], name: str, which: str, wrong: dict[str, str]
) -> datetime | None:
    """A bound of the period; in the hour that comes twice, the one that makes it longer."""
    try:
        found = hours.moment_of(given.get(name, ""), which)
    except Invalid as error:
        wrong[name] = error.fields["at"]
        return None
    if found is None:
        wrong[name] = "Donnez une date et une heure."
    return found


def _correction(kind: str, text: str, wrong: dict[str, str]) -> Decimal | None:
    if kind not in FIELDS or not FIELDS[kind].corrected:
        return None
    try:
        return number(text)
    except Refused:
        wrong["correction"] = "Écrivez l’écart à ajouter, par exemple -4."
        return None


def _thing(session: Session, kind: str, text: str, wrong: dict[str, str]) -> int | None:
    if kind not in FIELDS:
        return None
    if text not in {value for value, _ in FIELDS[kind].choices(session)}:
        wrong["thing"] = "Choisissez dans la liste."
        return None
    return int(text)
