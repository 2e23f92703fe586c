"""A sample entered: read, judged by the version in force when it was taken, kept with what follows.

Nothing is written of a sheet of which one line is wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlmodel import Session, select

from esat import clock
from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.production.models import Lot
from esat.web.filters import short_day
from laundry_rabc import limits
from laundry_rabc.cases import judged
from laundry_rabc.lab import rights, values
from laundry_rabc.lab.models import LabPlace, LabReport, LabSample
from laundry_rabc.lab.values import AskedBackError, Said
from laundry_rabc.limits import Measure
from laundry_rabc.plan import reads as plan
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.results.keeping import Given
from laundry_rabc.results.models import Result


@dataclass(frozen=True, slots=True)
class SampleIn:
    """One sample as it was entered: where, when, by whom, how, and what the report states.
    `point` is the code of its checkpoint; `pathogen` names a germ that must never be found.
    """

    point: str
    place_id: int
    taken_at: datetime
    sampler: str
    said: Said
    medium: str = ""
    incubation_c: Decimal | None = None
    incubation_h: Decimal | None = None
    pathogen: str = ""
    lot_id: int | None = None
    retest_of_id: int | None = None
    confirmed: bool = False
    """Hardly plausible, and whoever enters it has looked again."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line cannot be kept: its field and a sentence; `asked` names what waits for an answer:
    the `reading` of a unit, or that it is `confirmed`.
    """

    field: str
    words: str
    asked: str = ""


@dataclass(frozen=True, slots=True)
class _Ready:
    given: SampleIn
    version: PointVersion
    measure: Measure


FIELDS: Final = {
    "lab_method_missing": "method",
    "lab_method_differs": "method",
    "lab_surface_missing": "surface",
    "lab_plate_missing": "surface",
    "lab_point_unknown": "point",
    "lab_point_later": "taken_at",
    "lab_future": "taken_at",
}


def fault(session: Session, given: SampleIn) -> Fault | None:
    """What is wrong with one sample, before anything is written."""
    try:
        _ready(session, given)
    except AskedBackError as asked:
        return Fault("value", asked.question.words, asked="reading")
    except Refused as refusal:
        asked_back = "confirmed" if refusal.code == "implausible" else ""
        return Fault(FIELDS.get(refusal.code, "value"), refusal.message, asked_back)
    return None


def enter(
    session: Session, report: LabReport, given: Sequence[SampleIn], *, by: Actor
) -> list[LabSample]:
    """Keep samples of a report, all or none: each is judged, and what follows follows. Refuses as
    `values.measured`, and `lab_no_sample`, `lab_point_unknown`, `lab_point_later`. Flushes.
    """
    rights.require(by, rights.ENTER)
    if not given:
        raise Refused("lab_no_sample")
    ready = [_ready(session, one) for one in given]
    return [_keep(session, report, one, by=by) for one in ready]


def found(session: Session, sample_id: int) -> LabSample | None:
    """A sample that may be there."""
    return session.get(LabSample, sample_id)


def the(session: Session, sample_id: int) -> LabSample:
    """One sample. NotFound otherwise."""
    one = found(session, sample_id)
    if one is None:
        raise NotFound("not_found")
    return one


def correct(
    session: Session, sample: LabSample, said: Said, reason: str, *, by: Actor
) -> LabSample:
    """A value that was entered wrong: the first stays, a further one says why. Refuses
    `lab_sample_fixed`, `lab_same_value`, and as `enter`. Flushes.
    """
    rights.require(by, rights.ENTER)
    fixed = select(LabSample.id).where(LabSample.amends_id == sample.id)
    if session.exec(fixed).first() is not None:
        raise Refused("lab_sample_fixed")
    ready = _ready(session, given_of(sample, said))
    before = session.get(Result, sample.result_id)
    if before is not None and _same(before, ready.measure):
        raise Refused("lab_same_value")
    report = session.get(LabReport, sample.report_id)
    if report is None:
        raise NotFound("not_found")
    return _keep(session, report, ready, by=by, amends=sample, reason=reason)


def given_of(sample: LabSample, said: Said) -> SampleIn:
    """A sample as it stands, with another value said of it."""
    return SampleIn(
        point=sample.point, place_id=sample.place_id, taken_at=sample.taken_at,
        sampler=sample.sampler, medium=sample.medium, incubation_c=sample.incubation_c,
        incubation_h=sample.incubation_h, pathogen=sample.pathogen, lot_id=sample.lot_id,
        retest_of_id=sample.retest_of_id, confirmed=True,
        said=replace(
            said, method=said.method or sample.method,
            surface_cm2=said.surface_cm2 or sample.surface_cm2,
        ),
    )  # fmt: skip


def _same(before: Result, after: Measure) -> bool:
    return (before.value, before.qualifier, before.surface_cm2, before.forbidden) == (
        after.value, after.qualifier, after.surface_cm2, after.forbidden,
    )  # fmt: skip


def _ready(session: Session, given: SampleIn) -> _Ready:
    if given.taken_at > clock.now():
        raise Refused("lab_future")
    version = plan.in_force(session, given.point, given.taken_at)
    if version is None:
        if plan.in_force(session, given.point, clock.now()) is None:
            raise Refused("lab_point_unknown")
        raise Refused("lab_point_later", day=short_day(given.taken_at))
    bands = plan.bands(session, version)
    measure = values.measured(given.said, bands, forbidden=bool(given.pathogen))
    limits.judge(measure, bands)
    if plan.outside_plausible(version, measure.value) and not given.confirmed:
        raise Refused("implausible", value=str(measure.value), unit=version.unit)
    return _Ready(given, version, measure)


def _keep(
    session: Session, report: LabReport, ready: _Ready, *, by: Actor,
    amends: LabSample | None = None, reason: str = "",
) -> LabSample:  # fmt: skip
    given, measure = ready.given, ready.measure
    place = session.get_one(LabPlace, given.place_id)
    result = judged.record(
        session,
        Given(
            point=given.point, measure=measure, taken_at=given.taken_at, source="lab",
            place=place.label,
            machine_id=place.machine_id, lot_id=given.lot_id, note=given.pathogen,
            confirmed=given.confirmed,
            amends_id=amends.result_id if amends is not None else None, fix_reason=reason,
        ),
        by=by,
        lots=_lots(session, given.lot_id),
    )  # fmt: skip
    made = LabSample(
        report_id=report.id or 0, result_id=result.id or 0, place_id=given.place_id,
        point=given.point, taken_at=given.taken_at, sampler=given.sampler,
        method=given.said.method, medium=given.medium, surface_cm2=given.said.surface_cm2,
        incubation_c=given.incubation_c, incubation_h=given.incubation_h,
        written=given.said.value[:60], reading=given.said.reading, pathogen=given.pathogen,
        lot_id=given.lot_id, retest_of_id=given.retest_of_id,
        amends_id=amends.id if amends is not None else None, reason=reason,
        recorded_at=clock.now(), account_id=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _lots(session: Session, lot_id: int | None) -> dict[int, datetime]:
    """The lot that was sampled, with all that was ever in it: a plate is taken of dry linen, hours
    after the load was emptied.
    """
    return {} if lot_id is None else {lot_id: session.get_one(Lot, lot_id).opened_at}
