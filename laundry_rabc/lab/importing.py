"""A file of laboratory results, one line a sample: read whole, then kept whole or not at all.

Lines that name one laboratory and one report number make one report. A report that is known
already is refused: its samples are added on its page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, TypeVar

from sqlmodel import Session, select

from esat import clock
from esat.actors import Actor
from esat.declarations import Import
from esat.errors import Invalid
from esat.exchange import french
from esat.exchange.columns import Columns, Field, match
from esat.exchange.remarks import Remark
from esat.exchange.report import Line, Outcome, Report, file_notes
from esat.exchange.table import Row, Table
from esat.folding import fold
from laundry_rabc.lab import reports, rights, samples, sheets
from laundry_rabc.lab.models import Laboratory
from laundry_rabc.lab.reports import ReportIn
from laundry_rabc.lab.samples import SampleIn
from laundry_rabc.lab.values import Reading, Said
from workshops.laundry.washing import hours

FIELDS: Final = (
    Field("laboratory", "Laboratoire", "laboratoire, labo"),
    Field("number", "Numéro du rapport", "rapport, numéro du rapport, n° rapport, numéro rapport"),
    Field("issued_on", "Date du rapport", "date du rapport, rapport du, édité le"),
    Field("point", "Point", "point, code point, point de contrôle"),
    Field("place", "Lieu", "lieu, lieu de prélèvement, emplacement"),
    Field("taken_at", "Prélevé le", "prélevé le, date de prélèvement, prélèvement"),
    Field("sampler", "Prélevé par", "prélevé par, préleveur"),
    Field("method", "Méthode", "méthode"),
    Field("medium", "Milieu", "milieu, gélose"),
    Field("surface", "Surface", "surface, surface cm2, surface cm²"),
    Field("incubation_c", "Incubation (°C)", "incubation c, incubation °c, température"),
    Field("incubation_h", "Incubation (h)", "incubation h, durée d’incubation"),
    Field("value", "Résultat", "résultat, valeur, valeur écrite"),
    Field("unit", "Unité", "unité"),
    Field("reading", "Lecture", "lecture, confirmation"),
    Field("pathogen", "Germe pathogène", "germe pathogène, pathogène"),
    Field("lot", "Lot", "lot, code du lot"),
)
T = TypeVar("T")
LABELS: Final = {field.code: field.label for field in FIELDS}
NEEDED: Final = ("laboratory", "number", "issued_on", "point", "place", "taken_at", "sampler")
COLUMNS: Final = (*NEEDED, "value")
READINGS: Final[Mapping[str, Reading]] = {
    "": "", "equivalent": "equivalent", "boite": "plate", "plaque": "plate",
}  # fmt: skip
_LIMITS: Final = {
    "number": 60, "sampler": 80, "method": 60, "medium": 60, "unit": 60, "pathogen": 80,
    "value": 60,
}  # fmt: skip


class LineFaultError(Exception):
    """Why one line cannot be kept."""

    def __init__(self, code: str, column: str = "", **params: object) -> None:
        super().__init__(code)
        self.remark = Remark(code, column, params)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be kept: its report's key and its sample."""

    key: tuple[int, str]
    report: ReportIn
    sample: SampleIn


def run(
    session: Session, table: Table, *, by: Actor, dry_run: bool = False, partial: bool = False
) -> Report:
    """Read the samples of a file. All or nothing: a laboratory's report with lines left out would
    be another report, so that `partial` changes nothing. Invalid when a column is missing.
    """
    del partial
    rights.require(by, rights.ENTER)
    columns = match(table.headers, FIELDS)
    for wanted in COLUMNS:
        if wanted not in columns.places:
            raise Invalid("lab_no_column", column=LABELS[wanted])
    reading = _Reading(session, columns)
    found = [reading.line(row) for row in table.rows]
    good = all(one is not None for _, one in found)
    applied = good and not dry_run
    if applied:
        _write(session, [one for _, one in found if one is not None], by=by)
    lines = tuple(line for line, _ in found)
    return Report(lines, applied, dry_run, file_notes(table, columns))


class _Reading:
    """What the house knows, and the lines already seen."""

    def __init__(self, session: Session, columns: Columns) -> None:
        self.session, self.columns = session, columns
        query = select(Laboratory.name_key, Laboratory.id)
        self.laboratories = {name: key or 0 for name, key in session.exec(query)}
        self.places = {one.label_key: one.id or 0 for one in reports.places(session)}
        self.dates: dict[tuple[int, str], date] = {}
        self.known: dict[tuple[int, str], bool] = {}
        self.seen: dict[object, int] = {}

    def line(self, row: Row) -> tuple[Line, Candidate | None]:
        """One line of the report, and what it would write."""
        if row.problem:
            return Line(row.line, "", Outcome.REFUSED, (Remark(row.problem),)), None
        cells = {
            field.code: french.text(self.columns.value(row.cells, field.code)) for field in FIELDS
        }
        about = " · ".join(part for part in (cells["number"], cells["place"]) if part)
        try:
            one = self._candidate(cells)
            self._once(row.line, one, cells)
        except LineFaultError as fault:
            return Line(row.line, about, Outcome.REFUSED, (fault.remark,)), None
        return Line(row.line, about, Outcome.CREATED), one

    def _candidate(self, cells: Mapping[str, str]) -> Candidate:
        for name in NEEDED:
            if not cells[name]:
                raise LineFaultError("lab_line_missing", "", missing=LABELS[name])
        for name, limit in _LIMITS.items():
            if len(cells[name]) > limit:
                raise LineFaultError(
                    "cell_too_long", LABELS[name], found=cells[name][:40],
                    size=len(cells[name]), limit=limit,
                )  # fmt: skip
        report = self._report(cells)
        sample = self._sample(cells)
        if clock.local(sample.taken_at).date() > report.issued_on:
            raise LineFaultError("lab_line_order", LABELS["issued_on"])
        self._judge(sample)
        return Candidate((report.laboratory, fold(report.number)), report, sample)

    def _report(self, cells: Mapping[str, str]) -> ReportIn:
        laboratory = self.laboratories.get(fold(cells["laboratory"]))
        if laboratory is None:
            raise LineFaultError("lab_line_laboratory", LABELS["laboratory"])
        issued = _read(_day, cells["issued_on"], "lab_line_day", "issued_on")
        if issued > clock.today():
            raise LineFaultError("lab_line_future", LABELS["issued_on"])
        key = (laboratory, fold(cells["number"]))
        if key not in self.known:
            self.known[key] = reports.known(self.session, *key) is not None
        if self.known[key]:
            raise LineFaultError("lab_report_known", "", number=cells["number"])
        if self.dates.setdefault(key, issued) != issued:
            raise LineFaultError("lab_line_report_dates", LABELS["issued_on"])
        return ReportIn(laboratory, cells["number"], issued)

    def _sample(self, cells: Mapping[str, str]) -> SampleIn:
        place = self.places.get(fold(cells["place"]))
        if place is None:
            raise LineFaultError("lab_line_place", LABELS["place"])
        reading = READINGS.get(fold(cells["reading"]))
        if reading is None:
            raise LineFaultError("lab_line_reading", LABELS["reading"])
        surface, celsius, during = (
            _read(sheets.decimal, cells[name], "lab_line_number", name)
            for name in ("surface", "incubation_c", "incubation_h")
        )
        said = Said(cells["value"], cells["unit"], cells["method"], surface, reading)
        return SampleIn(
            point=cells["point"].upper(), place_id=place,
            taken_at=_read(_moment, cells["taken_at"], "lab_line_moment", "taken_at"),
            sampler=cells["sampler"], said=said, medium=cells["medium"], incubation_c=celsius,
            incubation_h=during, pathogen=cells["pathogen"], lot_id=self._lot(cells["lot"]),
        )  # fmt: skip

    def _lot(self, raw: str) -> int | None:
        try:
            return sheets.lot_of(self.session, raw)
        except Invalid as error:
            raise LineFaultError("lab_line_code", LABELS["lot"]) from error

    def _judge(self, sample: SampleIn) -> None:
        found = samples.fault(self.session, sample)
        if found is not None and found.asked == "confirmed" and sample.said.reading:
            found = samples.fault(self.session, replace(sample, confirmed=True))
        if found is not None:
            code = "lab_asked" if found.asked == "reading" else "lab_line_words"
            raise LineFaultError(code, "", words=found.words)

    def _once(self, line: int, one: Candidate, cells: Mapping[str, str]) -> None:
        key = tuple(sorted(cells.items()))
        earlier = self.seen.setdefault((one.key, key), line)
        if earlier != line:
            raise LineFaultError("lab_line_double", "", line=earlier)


def _read(how: Callable[[str], T], text: str, code: str, column: str) -> T:
    try:
        return how(text)
    except (ValueError, Invalid) as error:
        raise LineFaultError(code, LABELS[column]) from error


def _day(text: str) -> date:
    """05/11/2026, or a date as a spreadsheet keeps it. ValueError otherwise."""
    day, slash, rest = text.partition("/")
    if slash:
        month, _, year = rest.partition("/")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(text[:10])


def _moment(text: str) -> datetime:
    """05/11/2026 10:30, or as a spreadsheet keeps it. ValueError or Invalid otherwise."""
    day, _, hour = text.replace("T", " ").replace(" à ", " ").partition(" ")
    hour = hour.strip().lower().replace("h", ":")
    hour = hour + "00" if hour.endswith(":") else hour
    if not hour:
        raise ValueError(text)
    moment = hours.moment_of(f"{_day(day).isoformat()}T{hour.zfill(5)}")
    if moment is None:
        raise ValueError(text)
    return moment


def _write(session: Session, found: list[Candidate], *, by: Actor) -> None:
    grouped: dict[tuple[int, str], list[Candidate]] = {}
    for one in found:
        grouped.setdefault(one.key, []).append(one)
    for candidates in grouped.values():
        report = reports.open_report(session, candidates[0].report, by=by)
        samples.enter(session, report, [one.sample for one in candidates], by=by)


IMPORT: Final = Import("rabc_lab", "Résultats de laboratoire (RABC)", rights.ENTER, run, whole=True)
