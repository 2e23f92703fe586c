"""What is asked of linen after the wash, as it was sent: by a page, a scan, a tablet. It reads no
database; what is not of this shape is refused whole.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, StringConstraints, ValidationError, model_validator

from esat import texts
from esat.errors import Invalid
from esat.web import forms
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from workshops.laundry.washing.cycles import LATE

MOST = 200
Code = Annotated[str, StringConstraints(min_length=1, max_length=40), NoControl]
Maybe = Annotated[str, StringConstraints(max_length=40), NoControl]
Note = Annotated[str, StringConstraints(max_length=200), NoControl]
Amount = Annotated[FrenchDecimal, Field(gt=0, max_digits=8, decimal_places=3)]
AnyAmount = Annotated[FrenchDecimal | None, Field(gt=0, max_digits=8, decimal_places=3), Blank]
Percent = Annotated[FrenchDecimal | None, Field(ge=0, le=100, decimal_places=1), Blank]
Celsius = Annotated[FrenchDecimal | None, Field(ge=0, le=250, decimal_places=1), Blank]
Measure = Annotated[FrenchDecimal | None, Field(ge=0, le=250, decimal_places=1), Blank]
Why = Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]
Pieces = Annotated[int | None, Field(gt=0, le=100_000), Blank]
REASONS = {
    "stain": ("Tache", "droplet-half"),
    "tear": ("Déchirure", "scissors"),
    "damp": ("Humide", "moisture"),
    "wrong_client": ("Mauvais client", "shuffle"),
    "button": ("Bouton manquant", "circle"),
    "label": ("Étiquette illisible", "tag"),
    "hygiene": ("Hygiène", "shield-exclamation"),
    "other": ("Autre", "question-circle"),
}
FAULTS = {
    "ours": ("Chez nous", "house"),
    "client": ("Chez le client", "person"),
    "unknown": ("On ne sait pas", "question-circle"),
}
DECISIONS = {
    "rewash": ("Relaver", "arrow-repeat"),
    "mend": ("Réparer", "tools"),
    "discard": ("Réformer", "x-octagon"),
}
STEPS = {
    "extract": ("Essorage", "fan"),
    "calender": ("Calandre", "thermometer-high"),
    "iron": ("Repassage", "layers"),
    "fold": ("Pliage", "collection"),
    "other": ("Autre étape", "list-check"),
}
OUTCOMES = {
    "dry": ("C’est sec", "check-circle"),
    "damp": ("Encore humide : on sèche encore", "moisture"),
    "fault": ("Panne ou arrêt", "exclamation-triangle"),
}
Reason = Literal["stain", "tear", "damp", "wrong_client", "button", "label", "hygiene", "other"]
Fault = Literal["ours", "client", "unknown"]
Shape = TypeVar("Shape", bound=FormShape)


class DryIn(FormShape):
    """What goes into which dryer: whole loads, whole items, and kg of items, by their codes."""

    dryer: Code
    loads: tuple[Code, ...] = Field(default=(), max_length=MOST)
    items: tuple[Code, ...] = Field(default=(), max_length=MOST)
    kg: dict[Code, Amount] = Field(default_factory=dict, max_length=MOST)
    programme: Maybe = ""
    reason: Note = ""

    @model_validator(mode="after")
    def _something_once(self) -> "DryIn":
        named = [*self.loads, *self.items, *self.kg]
        if not named or len(named) != len(set(named)):
            msg = "nothing, or the same thing twice"
            raise ValueError(msg)
        return self


class DryEndIn(FormShape):
    """What was read and felt when a dryer stopped; `code` is the dryer's or its load's."""

    outcome: Literal["dry", "damp", "fault"]
    outlet_c: Celsius = None
    moisture: Percent = None
    fault: Annotated[str, StringConstraints(max_length=120), NoControl] = ""
    reason: Note = ""


class StepIn(FormShape):
    """A step of a load, and what was measured: %, or °C at the calender."""

    kind: Literal["extract", "calender", "iron", "fold", "other"]
    machine: Maybe = ""
    value: Measure = None
    reason: Note = ""


class RejectIn(FormShape):
    """What is put aside of an item: all of it without a quantity."""

    reason: Reason
    fault: Fault
    decision: Literal["rewash", "mend", "discard"]
    quantity: Annotated[
        FrenchDecimal | None, Field(gt=0, max_digits=8, decimal_places=3), Blank
    ] = None
    pieces: Pieces = None
    note: Note = ""
    late_reason: Note = ""


class RewashIn(FormShape):
    """Why a whole load is washed again."""

    reason: Reason
    fault: Fault
    note: Note = ""
    late_reason: Note = ""


class DiscardIn(FormShape):
    """Why an item that waits is discarded."""

    reason: Reason
    fault: Fault
    note: Note = ""
    late_reason: Note = ""


class RejectFixIn(FormShape):
    """What was really wrong with linen put aside, and why it was noted otherwise."""

    reason: Reason
    fault: Fault
    pieces: Pieces = None
    note: Note = ""
    why: Why


class StepFixIn(FormShape):
    """What was really measured at a step, and why it was noted otherwise."""

    value: Measure = None
    why: Why


class VoidIn(FormShape):
    """Why something was noted that never was."""

    happened: Why


def shaped(shape: type[Shape], data: Mapping[str, Any]) -> Shape:
    """What a device sent, or `Invalid` with one French sentence a field; never a fault."""
    try:
        return shape.model_validate(dict(data))
    except ValidationError as error:
        raise Invalid("form_invalid", forms.field_errors(error)) from error


class WhenIn(FormShape):
    """How long ago it was done, and why it is noted only now."""

    minutes_ago: Annotated[int | None, Field(ge=0, le=2880), Blank] = None
    late_reason: Note = ""


def moment(when: WhenIn, now: datetime) -> datetime:
    """When it was done. Invalid where it was a while ago and nobody says why it comes late."""
    at = now - timedelta(minutes=when.minutes_ago or 0)
    if now - at > LATE and not when.late_reason:
        raise Invalid("form_invalid", {"late_reason": texts.sentence("late_needs_reason")})
    return at
