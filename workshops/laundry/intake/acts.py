"""The acts of the reception that a device sends: received, weighed, counted, noted, flagged.

Each is the service that the page calls too; what a device sends is never trusted.
"""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from sqlmodel import Session

from esat import texts
from esat.declarations import Act, ActDone, ActSent
from esat.errors import Refused
from esat.production import journal
from esat.production.subjects import Subject
from esat.web.filters import number
from workshops.laundry.intake import (
    anomalies,
    doing,
    precautions,
    reception,
    scale_weights,
    weighing,
    weights,
)
from workshops.laundry.intake.doing import INTAKE, SEE_PRECAUTIONS, Deed
from workshops.laundry.intake.weighing import Weight


def _blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _is_text(value: object) -> object:
    if not isinstance(value, str) or any(ord(sign) < 32 and sign not in "\n\r\t" for sign in value):
        msg = "not a plain text"
        raise ValueError(msg)
    return value


Words = Annotated[str, Field(max_length=400), BeforeValidator(_is_text)]
Key = Annotated[int | None, Field(ge=1, le=2**31 - 1), BeforeValidator(_blank)]


class ActIn(BaseModel):
    """What every act may carry: when it was done on paper, and why it comes late or again."""

    model_config = ConfigDict(extra="ignore")

    when: Words = ""
    reason: Words = ""


class ReceiveIn(ActIn):
    client_id: Key = None


class WeighIn(ActIn):
    kg: Any = None
    pieces: Any = None


class AnomalyIn(ActIn):
    kind: Words = ""
    note: Words = ""


class PrecautionIn(ActIn):
    precaution: Words = ""
    clear: Any = None


class AttributeIn(ActIn):
    weight: Key = None


Shape = TypeVar("Shape", bound=ActIn)


def _receive(session: Session, sent: ActSent) -> ActDone:
    given, how = _read(ReceiveIn, sent)
    done = reception.receive(session, sent.code or "", given.client_id, how)
    told = {"label": done.subject.label}
    if done.event is None:
        return ActDone(texts.sentence("bag_received_before", told), done.subject.code)
    event = journal.as_event(done.event)
    return ActDone(texts.sentence("bag_received", told), done.subject.code, event)


def _weigh(session: Session, sent: ActSent) -> ActDone:
    given, how = _read(WeighIn, sent)
    subject, item_id = _bag(session, sent, how)
    kg, pieces = weights.read_kg(given.kg), weights.read_pieces(given.pieces)
    weighing.weigh(session, item_id, Weight(kg), how)
    if pieces is not None:
        weighing.count(session, item_id, pieces, how)
    told = {"label": subject.label, "kg": weights.written(kg)}
    return ActDone(texts.sentence("bag_weighed", told), subject.code)


def _count(session: Session, sent: ActSent) -> ActDone:
    given, how = _read(WeighIn, sent)
    subject, item_id = _bag(session, sent, how)
    pieces = weights.read_pieces(given.pieces)
    if pieces is None:
        raise Refused("pieces_unreadable")
    weighing.count(session, item_id, pieces, how)
    told = {"label": subject.label, "pieces": number(pieces, "pièce")}
    return ActDone(texts.sentence("pieces_counted", told), subject.code)


def _anomaly(session: Session, sent: ActSent) -> ActDone:
    given, how = _read(AnomalyIn, sent)
    subject, item_id = _bag(session, sent, how)
    made = anomalies.note(session, item_id, anomalies.Seen(given.kind, given.note), how)
    told = {"label": subject.label, "kind": anomalies.BY_CODE[made.kind].label}
    return ActDone(texts.sentence("anomaly_noted", told), subject.code)


def _precaution(session: Session, sent: ActSent) -> ActDone:
    given, how = _read(PrecautionIn, sent)
    doing.require(how.by, SEE_PRECAUTIONS)
    subject = reception.found(session, sent.code or "")
    item_id = reception.item_of(session, sent.code or "")
    told = {"label": subject.label}
    if given.clear in {True, "1", "true"}:
        precautions.clear(session, item_id, how)
        return ActDone(texts.sentence("precaution_cleared", told), subject.code)
    precautions.flag(session, item_id, given.precaution, how)
    return ActDone(texts.sentence("precaution_set", told), subject.code)


def _attribute(session: Session, sent: ActSent) -> ActDone:
    given, how = _read(AttributeIn, sent)
    subject, item_id = _bag(session, sent, how)
    made = scale_weights.attribute(session, given.weight or 0, item_id, how)
    told = {"label": subject.label, "kg": weights.written(made.kg)}
    return ActDone(texts.sentence("bag_weighed", told), subject.code)


ACTS = (
    Act("laundry.receive", "Recevoir un sac", INTAKE, _receive),
    Act("laundry.weigh", "Peser un sac", INTAKE, _weigh),
    Act("laundry.count", "Compter les pièces", INTAKE, _count),
    Act("laundry.anomaly", "Noter une anomalie", INTAKE, _anomaly),
    Act("laundry.precaution", "Précautions d’un sac", SEE_PRECAUTIONS, _precaution),
    Act("laundry.attribute", "Donner une pesée à un sac", INTAKE, _attribute),
)


def _read(shape: type[Shape], sent: ActSent) -> tuple[Shape, Deed]:
    """The data in its shape, and how it came about. Refuses `form_invalid`."""
    try:
        given = shape.model_validate(sent.data)
    except ValidationError as error:
        raise Refused("form_invalid") from error
    return given, doing.deed(sent, given.when, given.reason)


def _bag(session: Session, sent: ActSent, how: Deed) -> tuple[Subject, int]:
    """Rights first, so that nobody learns of things that are not his."""
    doing.require(how.by)
    return reception.found(session, sent.code or ""), reception.item_of(session, sent.code or "")
