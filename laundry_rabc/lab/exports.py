"""Laboratory results as a table to take away; both ends of the days are included."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.declarations import Export
from laundry_rabc.lab import rights, values
from laundry_rabc.lab.models import Laboratory, LabPlace, LabReport, LabSample
from laundry_rabc.limits import LABELS, Verdict
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.results.models import Result

HEADERS: Final = (
    "prelevement", "point", "lieu", "preleve_le", "preleve_par", "methode", "milieu",
    "surface_cm2", "incubation_c", "incubation_h", "laboratoire", "rapport", "rapport_du",
    "valeur_ecrite", "lecture", "signe", "valeur", "unite", "sur_cm2", "valeur_sur_limite",
    "germe_pathogene", "verdict", "version_du_plan", "statut_de_la_limite", "lot", "saisi_le",
    "corrige", "motif", "contre_analyse_de",
)  # fmt: skip
READINGS: Final = {"": "", "equivalent": "équivalent", "plate": "boîte"}


def rows(session: Session, since: date | None, until: date | None) -> Iterator[tuple[object, ...]]:
    """Every sample by the day it was taken; a corrected value is a further row."""
    query = (
        select(LabSample, Result, PointVersion, LabReport)
        .join(Result, col(Result.id) == col(LabSample.result_id))
        .join(PointVersion, col(PointVersion.id) == col(Result.point_version_id))
        .join(LabReport, col(LabReport.id) == col(LabSample.report_id))
        .order_by(col(LabSample.taken_at), col(LabSample.id))
    )
    if since is not None:
        query = query.where(col(LabSample.taken_at) >= clock.midnight(since))
    if until is not None:
        query = query.where(col(LabSample.taken_at) < clock.midnight(until + timedelta(days=1)))
    places = dict(session.exec(select(LabPlace.id, LabPlace.label)).all())
    names = dict(session.exec(select(Laboratory.id, Laboratory.name)).all())
    for sample, result, version, report in session.exec(query):
        place, name = places[sample.place_id], names[report.laboratory_id]
        yield _row(sample, result, version, report, place, name)


def _row(
    sample: LabSample, result: Result, version: PointVersion, report: LabReport, place: str,
    laboratory: str,
) -> tuple[object, ...]:  # fmt: skip
    known = values.on_limits(result.value, result.surface_cm2, version.surface_cm2)
    status = "validée" if version.status == "validated" else "proposée"
    return (
        sample.id, sample.point, place, sample.taken_at, sample.sampler, sample.method,
        sample.medium, _or(sample.surface_cm2), _or(sample.incubation_c),
        _or(sample.incubation_h), laboratory, report.number, report.issued_on, sample.written,
        READINGS[sample.reading], result.qualifier, _or(result.value), result.unit,
        _or(result.surface_cm2), _or(known), sample.pathogen, LABELS[Verdict(result.verdict)],
        version.version, status, _or(sample.lot_id), sample.recorded_at, _or(sample.amends_id),
        sample.reason, _or(sample.retest_of_id),
    )  # fmt: skip


def _or(value: object) -> object:
    return "" if value is None else value


EXPORT: Final = Export("rabc_lab", "Résultats de laboratoire (RABC)", rights.EXPORT, HEADERS, rows)
