"""What a wrong thermometer touched: the cycles whose corrected temperature proves no more.

shown + correction, minutes held   →   a pair that the qualification grants (or, without one,
                                       the programme's own, or the plan's): met or not
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from esat.errors import NotFound
from laundry_rabc.impact.hits import Cause, Hit, Touch
from laundry_rabc.instruments.models import Instrument
from laundry_rabc.limits import Pair
from laundry_rabc.loggers import places
from laundry_rabc.plan import reads as plan
from laundry_rabc.policies import keeping as policies
from laundry_rabc.qualify import standing
from workshops.laundry.plant.models import Programme

HEAT = "LAV-02"


def touch(session: Session, cause: Cause) -> Touch:
    """The cycles of the machines on which it stood, that the correction leaves without proof. One
    of which nobody noted a temperature had none before either.
    """
    instrument(session, cause)
    spans = places.spans_of(session, cause.thing or 0, cause.since, cause.until)
    windows = tuple((machine, since, until) for machine, since, until in spans)
    wanted = required(session, {machine for machine, *_ in spans}, cause.since)
    correction = cause.correction or Decimal(0)

    def falls(hit: Hit) -> bool:
        if hit.max_c is None:
            return False
        return not met(hit.max_c + correction, hit.hold_minutes, wanted(hit))

    return Touch(windows, keeps=falls)


def met(celsius: Decimal, minutes: Decimal | None, pairs: Sequence[Pair]) -> bool:
    """Whether a temperature, held so long, is enough by any pair; minutes that nobody noted do not
    speak against it.
    """
    return any(
        celsius >= one.celsius and (minutes is None or minutes >= one.minutes) for one in pairs
    )


def required(
    session: Session, machines: set[int], since: datetime
) -> Callable[[Hit], Sequence[Pair]]:
    """What each cycle had to hold, read once for all cycles of these machines."""
    programmes = {one.id: one for one in session.exec(select(Programme))}
    cards = {one.resource_id for one in programmes.values()}
    known = standing.known(session, [(machine, card) for machine in machines for card in cards])
    notice = policies.number(session, "qualified_notice", since)
    version = plan.in_force(session, HEAT, since)
    of_plan = plan.bands(session, version).pairs if version is not None else ()

    def wanted(hit: Hit) -> Sequence[Pair]:
        programme = programmes.get(hit.programme_id)
        if programme is None:
            return of_plan
        reports = known.get((hit.machine_id, programme.resource_id), [])
        granted = standing.stands(reports, hit.started_at, notice).granted
        if granted is not None:
            return [Pair(celsius, minutes) for celsius, minutes in granted.pairs]
        if programme.temperature_c is None:
            return of_plan
        return [Pair(programme.temperature_c, programme.hold_minutes or Decimal(0))]

    return wanted


def instrument(session: Session, cause: Cause) -> Instrument:
    """The instrument that a cause names. NotFound."""
    found = session.get(Instrument, cause.thing or 0)
    if found is None:
        raise NotFound("instrument_unknown")
    return found


def label(session: Session, cause: Cause) -> str:
    """« Sonde T12 : +4 °C lus en trop »."""
    one = instrument(session, cause)
    shift = cause.correction or Decimal(0)
    if not shift:
        return one.name
    way = "en trop" if shift < 0 else "en moins"
    words = format(abs(shift).normalize(), "f").replace(".", ",")
    return f"{one.name} : {words} {one.unit} {way}"


def choices(session: Session) -> list[tuple[str, str]]:
    """The thermometers and probes, retired ones too: it is about the past."""
    query = select(Instrument).where(Instrument.unit == "°C").order_by(col(Instrument.code))
    return [(str(one.id), f"{one.code} · {one.name}") for one in session.exec(query)]
