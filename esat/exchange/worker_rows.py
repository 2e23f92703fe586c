"""From a line of the payroll's list to the few values we keep of a worker; it knows no base."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from esat.exchange import french
from esat.exchange.columns import Columns, Field
from esat.exchange.remarks import Checked, Remark, doubtful
from esat.exchange.table import Row

FIELDS = (
    Field("first_name", "Prénom", "prénom, prénom usuel"),
    Field("last_name", "Nom", "nom, nom de famille, nom usuel"),
    Field("payroll_id", "Matricule", "matricule, matricule de paie, n° de paie, n° agent"),
    Field("group", "Groupe", "groupe, équipe, atelier"),
    Field(
        "weekly_hours",
        "Heures par semaine",
        "heures par semaine, heures hebdo, heures hebdomadaires, durée hebdomadaire",
    ),
    Field("contract_kind", "Type de contrat", "type de contrat, contrat"),
    Field("contract_starts", "Début du contrat", "début du contrat, date d’entrée, entrée"),
    Field("contract_ends", "Fin du contrat", "fin du contrat, date de sortie, sortie"),
)
LABELS = {field.code: field.label for field in FIELDS}
_LIMITS = {"payroll_id": 40, "contract_kind": 40, "group": 120}
_LONGEST = 80
_MOST_HOURS = Decimal(48)
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a line says: filled values only, remarks, and the code of why it is refused, if any."""

    line: int
    values: Mapping[str, str]
    remarks: tuple[Remark, ...] = ()
    problem: str = ""

    def __getitem__(self, field: str) -> str:
        return self.values.get(field, "")

    @property
    def about(self) -> str:
        """How people recognise the line."""
        return " ".join(part for part in (self["first_name"], self["last_name"]) if part)


def candidate(row: Row, columns: Columns) -> Candidate:
    """A line without a first name is refused; a doubtful value is left empty and asked again."""
    if row.problem:
        return Candidate(row.line, {}, (Remark(row.problem),), row.problem)
    checked = {
        field.code: _check(field.code, columns.value(row.cells, field.code)) for field in FIELDS
    }
    remarks = tuple(
        remark for code, found in checked.items() for remark in found.remark(LABELS[code])
    )
    values = {code: found.value for code, found in checked.items() if found.value}
    if not values.get("first_name"):
        missing = Remark("line_no_first_name")
        return Candidate(row.line, values, (*remarks, missing), missing.code)
    return Candidate(row.line, values, remarks)


def _check(code: str, cell: str) -> Checked:
    value = french.text(cell)
    if not value:
        return Checked()
    if code in _CHECKS:
        return _CHECKS[code](value)
    limit = _LIMITS.get(code, _LONGEST)
    if len(value) > limit:
        return doubtful("cell_too_long", value, size=len(value), limit=limit)
    return Checked(value)


def _hours(value: str) -> Checked:
    """« 35 », « 31,5 », « 35 h », « 31h30 »."""
    clock = re.fullmatch(r"(\d{1,2})\s*(?:h|:)\s*([0-5]\d)", value, re.ASCII | re.IGNORECASE)
    bare = re.sub(r"\s*h(?:eures?)?\.?$", "", value, flags=re.IGNORECASE).replace(",", ".")
    try:
        hours = int(clock[1]) + Decimal(clock[2]) / 60 if clock else Decimal(bare)
    except InvalidOperation:
        return doubtful("hours_form", value)
    if not hours.is_finite() or not 0 < hours <= _MOST_HOURS or hours != round(hours, 3):
        return doubtful("hours_form", value)
    return Checked(f"{hours:.3f}".rstrip("0").rstrip("."))


def day(value: str) -> Checked:
    """« 05/01/2026 », or a date as a spreadsheet keeps it."""
    found = _FRENCH_DAY.fullmatch(value)
    try:
        if found:
            read = date(int(found[3]), int(found[2]), int(found[1]))
        else:
            read = date.fromisoformat(value.removesuffix(" 00:00:00").removesuffix("T00:00:00"))
    except ValueError:
        return doubtful("day_form", value)
    return Checked(read.isoformat())


_CHECKS: Mapping[str, Callable[[str], Checked]] = {
    "weekly_hours": _hours,
    "contract_starts": day,
    "contract_ends": day,
}
