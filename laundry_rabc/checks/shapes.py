"""What somebody answers at a check, as a form or a tablet sends it, and the measure made of it."""

from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import StringConstraints

from esat.errors import Refused
from esat.web.forms import FormShape, NoControl
from laundry_rabc import measures
from laundry_rabc.limits import Measure, Pair
from laundry_rabc.plan.models import PointVersion

Answer = Literal["", "value", "yes", "no", "not_done", "na"]
Note = Annotated[str, StringConstraints(max_length=200), NoControl]
Typed = Annotated[str, StringConstraints(max_length=40), NoControl]
MYSELF: Final = "moi"
LAB: Final = "Lab"
ELSEWHERE: Final = (LAB, "Q")
"""Whose turn comes outside the floor: the laboratory's and the RABC lead's, as the plan says."""
LATE_REASONS: Final = (
    "Oublié sur le moment", "Pas le temps à l’heure dite", "Noté sur papier d’abord",
    "Machine ou local pas disponible", "Tablette en panne",
)  # fmt: skip
NO_OBJECT: Final = ("Machine arrêtée", "Pas de linge de cette sorte", "Local ou poste fermé")
"""Words that one may tap instead of writing one's own; the reason itself is kept, no code."""


class AnswerIn(FormShape):
    """`answer` empty asks for one. `at` and `which` are a wall time where it was not now."""

    answer: Answer = ""
    value: Typed = ""
    minutes: Typed = ""
    dose: Typed = ""
    forbidden: Literal["", "yes", "no"] = ""
    note: Note = ""
    note_words: Note = ""
    confirmed: Literal["", "1"] = ""
    par: Typed = ""
    at: Typed = ""
    which: Typed = ""
    late_reason: Note = ""
    late_words: Note = ""
    thing: Typed = ""
    """The code of the lot or machine that a reading outside the turns is about."""

    @property
    def why_late(self) -> str:
        """One's own words before the tapped ones."""
        return self.late_words or self.late_reason

    @property
    def why_not(self) -> str:
        """The same of a note."""
        return self.note_words or self.note


def by_laboratory(version: PointVersion) -> bool:
    """Whether its value has a method and a surface, which only a laboratory's report gives."""
    alone = version.who.partition(" ")[0] == LAB
    return alone or bool(version.method) or version.surface_cm2 is not None


def off_floor(version: PointVersion) -> bool:
    """Whether nobody on the floor can answer it: a laboratory does, or the RABC lead."""
    return by_laboratory(version) or version.who.partition(" ")[0] in ELSEWHERE


def measure(version: PointVersion, given: AnswerIn) -> Measure:
    """The measure of an answer. Refuses `check_answer_missing`, `check_by_lab`,
    `check_forbidden_ask` until the second question is answered, and what `measures.read` refuses.
    """
    if given.answer == "na":
        return Measure(applies=False)
    if given.answer == "not_done":
        return Measure(unit=version.unit, method=version.method, surface_cm2=version.surface_cm2)
    if given.answer in {"yes", "no"} and version.direction == "boolean":
        return Measure(yes=given.answer == "yes", forbidden=_forbidden(version, given))
    if given.answer != "value" or version.direction == "boolean":
        raise Refused("check_answer_missing")
    if by_laboratory(version):
        raise Refused("check_by_lab")
    return _valued(version, given)


def _valued(version: PointVersion, given: AnswerIn) -> Measure:
    unit = version.unit
    if version.direction not in {"hold", "chemical"}:
        read = measures.read(given.value, unit)
        if read.unit not in {"", unit}:
            raise Refused("unit_not_asked", given=read.unit, unit=unit)
        return Measure(
            read.value, unit, read.qualifier, read.surface_cm2,
            forbidden=_forbidden(version, given),
        )  # fmt: skip
    celsius = _exact(given.value, "°C")
    held = Pair(celsius, _exact(given.minutes, "min"))
    dose = _exact(given.dose, "%") if version.direction == "chemical" and given.dose else None
    return Measure(
        celsius, "°C", holds=(held,), dose=dose, forbidden=_forbidden(version, given)
    )  # fmt: skip


def _exact(text: str, unit: str) -> Decimal:
    """A plain number in that unit; « < 60 » or another unit says too little of a hold."""
    read = measures.read(text, unit)
    if read.qualifier or read.value is None:
        raise Refused("measure_not_a_number", text=text)
    if read.unit not in {"", unit}:
        raise Refused("unit_not_asked", given=read.unit, unit=unit)
    return read.value


def _forbidden(version: PointVersion, given: AnswerIn) -> bool:
    if not version.forbidden:
        return False
    if not given.forbidden:
        raise Refused("check_forbidden_ask")
    return given.forbidden == "yes"
