"""What the pages of the laboratory show: reports, their samples, what waits. SELECTs only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import func
from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.actors import Actor
from esat.errors import NotFound
from esat.files.models import StoredFile
from esat.production import barcodes
from laundry_rabc.lab import values
from laundry_rabc.lab.models import (
    Accreditation,
    LabConclusion,
    LabFile,
    Laboratory,
    LabPlace,
    LabReport,
    LabSample,
)
from laundry_rabc.limits import WHY, Verdict
from laundry_rabc.plan import reads as plan
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.results.models import Result

PAGE: Final = 50
SAMPLES: Final = 400
LAB: Final = "lab"
NUMBERS: Final = frozenset({"upper", "lower", "range"})


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as a list shows it; `worst` is the worst verdict among its current values."""

    report: LabReport
    laboratory: str
    samples: int
    worst: Verdict | None
    concluded: bool


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A sample with its result; `fixed_by` is the row that corrects it, if one does."""

    sample: LabSample
    result: Result
    version: PointVersion
    place: str
    who: str
    lot: str | None
    fixed_by: int | None

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.result.verdict)

    @property
    def why(self) -> str:
        return WHY.get(self.result.why, "")

    @property
    def words(self) -> str:
        one = self.result
        return values.shown(one.value, one.qualifier, one.unit, one.surface_cm2)

    @property
    def equivalent(self) -> str:
        """The same on the surface of the limits, where it is another."""
        one, wanted = self.result, self.version.surface_cm2
        if wanted is None or one.surface_cm2 in {None, wanted} or one.value is None:
            return ""
        value = values.on_limits(one.value, one.surface_cm2, wanted)
        return values.shown(value, one.qualifier, one.unit, wanted)


def reports(session: Session, *, before: int | None = None) -> list[ReportRow]:
    """The reports, the newest first, from one key downwards; one more than a page."""
    query = (
        select(LabReport, Laboratory.name)
        .join(Laboratory, col(Laboratory.id) == col(LabReport.laboratory_id))
        .order_by(col(LabReport.id).desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(col(LabReport.id) < before)
    rows = session.exec(query).all()
    keys = [one.id or 0 for one, _ in rows]
    found = _verdicts(session, keys)
    concluded = set(
        session.exec(select(LabConclusion.report_id).where(col(LabConclusion.report_id).in_(keys)))
    )
    return [
        ReportRow(one, name, sum(found.get(one.id or 0, {}).values()),
                  _worst(found.get(one.id or 0, {})), one.id in concluded)
        for one, name in rows
    ]  # fmt: skip


def _verdicts(session: Session, keys: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many current values of each report have each verdict."""
    amended = select(LabSample.amends_id).where(col(LabSample.amends_id).is_not(None))
    query = (
        select(LabSample.report_id, Result.verdict, func.count())
        .join(Result, col(Result.id) == col(LabSample.result_id))
        .where(col(LabSample.report_id).in_(keys), col(LabSample.id).not_in(amended))
        .group_by(col(LabSample.report_id), Result.verdict)
    )
    found: dict[int, dict[str, int]] = {}
    for report_id, verdict, count in session.exec(query):
        found.setdefault(report_id, {})[verdict] = count
    return found


def _worst(counted: Iterable[str]) -> Verdict | None:
    order = (Verdict.ACTION, Verdict.ALERT, Verdict.NOT_MEASURED, Verdict.CONFORM)
    seen = set(counted)
    return next((one for one in order if one.value in seen), None)


def samples(session: Session, report_id: int) -> list[SampleRow]:
    """Everything entered of a report, in the order it was, corrections included."""
    query = (
        select(LabSample, Result, PointVersion, LabPlace.label)
        .join(Result, col(Result.id) == col(LabSample.result_id))
        .join(PointVersion, col(PointVersion.id) == col(Result.point_version_id))
        .join(LabPlace, col(LabPlace.id) == col(LabSample.place_id))
        .where(LabSample.report_id == report_id)
        .order_by(col(LabSample.id))
        .limit(SAMPLES)
    )
    rows = session.exec(query).all()
    fixed = {row[0].amends_id: row[0].id for row in rows if row[0].amends_id is not None}
    lots = barcodes_of(session, [row[0].lot_id for row in rows])
    people = _names(session, {row[0].account_id for row in rows})
    return [
        SampleRow(
            sample, result, version, place, people.get(sample.account_id, ""),
            lots.get(sample.lot_id or 0), fixed.get(sample.id or 0),
        )
        for sample, result, version, place in rows
    ]  # fmt: skip


def _names(session: Session, keys: Iterable[int | None]) -> dict[int | None, str]:
    """Who entered, by key of the account."""
    wanted = [one for one in keys if one is not None]
    query = select(Account.id, Account.display_name).where(col(Account.id).in_(wanted))
    return dict(session.exec(query).all())


def barcodes_of(session: Session, lot_ids: Iterable[int | None]) -> dict[int, str]:
    """The codes of a few lots."""
    wanted = {one for one in lot_ids if one is not None}
    found = {one: barcodes.of(session, lot_id=one) for one in sorted(wanted)}
    return {key: code for key, code in found.items() if code is not None}


def conclusions(session: Session, report_id: int) -> list[tuple[LabConclusion, str]]:
    """What the house concluded, the last first, with who."""
    query = (
        select(LabConclusion, Account.display_name)
        .outerjoin(Account, col(Account.id) == col(LabConclusion.account_id))
        .where(LabConclusion.report_id == report_id)
        .order_by(col(LabConclusion.id).desc())
    )
    return [(one, who or "") for one, who in session.exec(query)]


def report_files(session: Session, report_id: int) -> list[StoredFile]:
    """The files of a report."""
    query = (
        select(StoredFile)
        .join(LabFile, col(LabFile.file_id) == col(StoredFile.id))
        .where(LabFile.report_id == report_id)
        .order_by(col(StoredFile.id))
    )
    return list(session.exec(query))


@dataclass(frozen=True, slots=True)
class Held:
    """A laboratory with what it last showed of its accreditation."""

    laboratory: Laboratory
    accreditation: Accreditation | None

    @property
    def words(self) -> str:
        one = self.accreditation
        if one is None or not one.number:
            return "sans accréditation"
        return f"accréditation {one.number}, {one.scope}"

    def lapsed(self, on: date) -> bool:
        """Whether it had ended on a day."""
        one = self.accreditation
        return one is not None and one.until is not None and one.until < on


def laboratories(session: Session) -> list[Held]:
    """The laboratories by name."""
    query = (
        select(Laboratory, Accreditation)
        .outerjoin(Accreditation, col(Accreditation.laboratory_id) == col(Laboratory.id))
        .order_by(Laboratory.name_key, col(Accreditation.id))
    )
    newest = {one.id: Held(one, shown) for one, shown in session.exec(query)}
    return list(newest.values())


def accreditation_at(session: Session, report: LabReport) -> Held:
    """The laboratory of a report, with the accreditation that covers the day it was issued where
    one does, else the last one shown.
    """
    query = (
        select(Accreditation)
        .where(Accreditation.laboratory_id == report.laboratory_id)
        .order_by(col(Accreditation.id).desc())
    )
    shown = session.exec(query).all()
    covering = [one for one in shown if one.until is not None and one.until >= report.issued_on]
    chosen = covering[-1] if covering else next(iter(shown), None)
    return Held(session.get_one(Laboratory, report.laboratory_id), chosen)


def points(session: Session, at: datetime) -> list[tuple[str, PointVersion]]:
    """The checkpoints in force that a laboratory measures as a number, by code."""
    return [
        (code, one)
        for code, one in plan.plan_at(session, at).items()
        if LAB in one.who.casefold() and one.direction in NUMBERS
    ]


def methods(found: Iterable[tuple[str, PointVersion]]) -> list[str]:
    """The methods that those checkpoints are judged by, in order, then those that others use."""
    judged = sorted({one.method for _, one in found if one.method})
    return [*judged, *(one for one in values.METHODS if one not in judged)]


def unconcluded(session: Session, by: Actor, at: datetime) -> int:
    """How many reports wait for the house's own conclusion."""
    del by, at
    done = select(LabConclusion.report_id)
    query = select(func.count()).select_from(LabReport).where(col(LabReport.id).not_in(done))
    return session.exec(query).one()


def laboratory(session: Session, laboratory_id: int) -> Laboratory:
    """One laboratory. NotFound otherwise."""
    found = session.get(Laboratory, laboratory_id)
    if found is None:
        raise NotFound("not_found")
    return found


def accreditations(session: Session, laboratory_id: int) -> list[tuple[Accreditation, str]]:
    """All that a laboratory showed, the last first, with who wrote it."""
    query = (
        select(Accreditation, Account.display_name)
        .outerjoin(Account, col(Account.id) == col(Accreditation.account_id))
        .where(Accreditation.laboratory_id == laboratory_id)
        .order_by(col(Accreditation.id).desc())
        .limit(PAGE)
    )
    return [(one, who or "") for one, who in session.exec(query)]
