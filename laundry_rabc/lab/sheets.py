"""A sheet of plates as a form sends it: what is said once of all, then a line for each plate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Final, cast

from pydantic import Field, StringConstraints
from sqlmodel import Session

from esat.errors import Invalid
from esat.production import codes, subjects
from esat.web import forms
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from laundry_rabc.lab import reports, rights, samples
from laundry_rabc.lab.samples import Fault, SampleIn
from laundry_rabc.lab.values import Reading, Said
from workshops.laundry.washing import hours

MOST: Final = 40
"""Lines that one sheet may have."""
Short = Annotated[str, StringConstraints(max_length=60), NoControl]
Needed = Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
Amount = Annotated[FrenchDecimal | None, Field(gt=0, max_digits=9, decimal_places=3), Blank]
LINE: Final = ("place", "value", "pathogen", "lot", "reading", "confirmed")


class HeadIn(FormShape):
    """What holds for every plate of a sheet. Method, surface and unit are left to the judgement:
    it says what is missing with the equivalent beside it.
    """

    point: Annotated[str, StringConstraints(min_length=1, max_length=20), NoControl]
    taken_at: Needed
    which: Short = ""
    sampler: Needed
    method: Short = ""
    medium: Short = ""
    surface: Amount = None
    unit: Short = ""
    incubation_c: Amount = None
    incubation_h: Amount = None
    retest_of: Annotated[int | None, Blank] = None


@dataclass
class Sheet:
    """What was read of a form: samples by line, and what is wrong by field; `asked` holds the
    questions that wait, by line.
    """

    samples: list[SampleIn] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    asked: dict[int, str] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        return bool(self.samples) and not self.errors and not self.asked


def read(session: Session, form: Mapping[str, Any]) -> Sheet:
    """Read a sheet; every line is looked at, so that all that is wrong is said at once."""
    sheet = Sheet()
    try:
        head = forms.read(HeadIn, form)
        taken = _moment(head)
    except Invalid as error:
        sheet.errors.update(error.fields)
        return sheet
    _check_retest(session, head, taken, sheet)
    offered = {one.id for one in reports.places(session)}
    filled = [n for n in range(MOST) if _cell(form, "value", n) or _cell(form, "pathogen", n)]
    if not filled:
        sheet.errors["value_0"] = "Remplissez au moins un prélèvement."
    for n in filled:
        _line(session, form, n, head=(head, taken), offered=offered, sheet=sheet)
    return sheet


def _line(
    session: Session, form: Mapping[str, Any], n: int, *, head: tuple[HeadIn, datetime],
    offered: set[int | None], sheet: Sheet,
) -> None:  # fmt: skip
    place = _cell(form, "place", n)
    if not place.isascii() or not place.isdigit() or int(place) not in offered:
        sheet.errors[f"place_{n}"] = "Choisissez dans la liste."
        return
    pathogen = _cell(form, "pathogen", n)
    if len(pathogen) > 80:
        sheet.errors[f"pathogen_{n}"] = "Ce texte est trop long (80 signes au plus)."
        return
    try:
        lot_id = lot_of(session, _cell(form, "lot", n))
    except Invalid as error:
        sheet.errors[f"lot_{n}"] = error.fields["lot"]
        return
    one = _sample(head[0], head[1], form, n, place=int(place), lot_id=lot_id)
    found = samples.fault(session, one)
    if found is None:
        sheet.samples.append(one)
    else:
        _tell(found, n, sheet)


def _sample(
    head: HeadIn, taken: datetime, form: Mapping[str, Any], n: int, *, place: int,
    lot_id: int | None,
) -> SampleIn:  # fmt: skip
    return SampleIn(
        point=head.point, place_id=place, taken_at=taken, sampler=head.sampler,
        said=Said(
            _cell(form, "value", n)[:60], head.unit, head.method, head.surface,
            reading_of(_cell(form, "reading", n)),
        ),
        medium=head.medium, incubation_c=head.incubation_c, incubation_h=head.incubation_h,
        pathogen=_cell(form, "pathogen", n), lot_id=lot_id, retest_of_id=head.retest_of,
        confirmed=_cell(form, "confirmed", n) == "1",
    )  # fmt: skip


def reading_of(text: str) -> Reading:
    """The answer to the question of the surface; anything else is no answer."""
    return cast("Reading", text) if text in {"equivalent", "plate"} else ""


def lot_of(session: Session, raw: str) -> int | None:
    """The lot of a scanned or typed code. Invalid on `lot` when it is none of the laundry's."""
    if not raw:
        return None
    code = codes.read(raw[:64]).code
    subject = None if code is None else subjects.by_code(session, code)
    if subject is None or subject.lot_id is None or subject.workshop != rights.WORKSHOP:
        raise Invalid("form_invalid", {"lot": "Ce code n’est celui d’aucun lot."})
    return subject.lot_id


def _tell(found: Fault, n: int, sheet: Sheet) -> None:
    if found.asked:
        sheet.asked[n] = found.asked
    if found.field == "value":
        sheet.errors[f"value_{n}"] = found.words
    else:
        sheet.errors.setdefault(found.field, found.words)


def _moment(head: HeadIn) -> datetime:
    try:
        moment = hours.moment_of(head.taken_at, head.which)
    except Invalid as error:
        raise Invalid("form_invalid", _renamed(error.fields)) from error
    if moment is None:
        raise Invalid("form_invalid", {"taken_at": "Écrivez une date et une heure."})
    return moment


def _renamed(fields: Mapping[str, str]) -> dict[str, str]:
    return {"taken_at" if name == "at" else name: words for name, words in fields.items()}


def _check_retest(session: Session, head: HeadIn, taken: datetime, sheet: Sheet) -> None:
    """A retest repeats a sample of the same checkpoint, taken earlier."""
    if head.retest_of is None:
        return
    first = samples.found(session, head.retest_of)
    if first is None or first.point != head.point:
        sheet.errors["retest_of"] = "La contre-analyse porte sur le même point. Vérifiez-le."
    elif taken < first.taken_at:
        sheet.errors["taken_at"] = "Une contre-analyse ne précède pas le premier prélèvement."


def _cell(form: Mapping[str, Any], name: str, n: int) -> str:
    return " ".join(str(form.get(f"{name}_{n}", "")).split())


def decimal(text: str) -> Decimal | None:
    """A French number of a file's cell; None for an empty one. ValueError otherwise."""
    bare = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
    if not bare:
        return None
    try:
        found = Decimal(bare)
    except ArithmeticError as error:
        raise ValueError(text) from error
    exponent = found.as_tuple().exponent
    if not found.is_finite() or found <= 0 or found > 999_999 or int(exponent) < -3:
        raise ValueError(text)
    return found
