"""What a scale measured goes to the laundry: which bag it is of is the laundry's to say."""

from sqlmodel import Session

from esat.actors import Actor
from laundry_rabc.instruments.models import Instrument, Reading
from workshops.laundry.intake import scale_weights
from workshops.laundry.intake.scale_weights import Heard

KIND = "scale"


def weighed(session: Session, reading: Reading, instrument: Instrument, *, by: Actor) -> None:
    """Tell the laundry of a reading just kept, in its transaction. What is not to the gram, or in
    a unit that is no weight, stays a reading and weighs nothing.
    """
    if instrument.kind != KIND:
        return
    kg = scale_weights.kilograms(reading.value, reading.unit)
    if kg is not None:
        heard = Heard(reading.key, kg, instrument.code, reading.at)
        scale_weights.take(session, heard, by=by)
