"""A client's label with the values of one thing, then its bytes; it changes no row."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from sqlmodel import Session

from esat import clock
from esat.client_labels import drawing, placeholders, ranges, templates_svg, templates_zpl
from esat.client_labels.drawing import Kind
from esat.client_labels.models import ClientTemplate, NumberRange
from esat.client_labels.symbol_boxes import SymbolBox
from esat.errors import NotFound, Refused
from esat.production import codes, subjects
from esat.web import filters

Language = Literal["zpl", "svg"]
LANGUAGES: Final[dict[str, str]] = {"svg": "SVG", "zpl": "ZPL"}
_EXAMPLE: Final = {
    "title": "Titre de l’étiquette",
    "line1": "Première ligne",
    "line2": "Deuxième ligne",
    "line3": "Troisième ligne",
    "footer": "Dernière ligne",
    "client": "Nom du client",
    "order": "S26-00001",
    "quantity": "250",
    "unit": "pièces",
    "mark": "Réimpression",
    "number": "000000000000000000",
    "number_spaced": "000 000 000 000 000 000",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is drawn of a template: its language, its text, its size in millimetres."""

    language: str
    body: str
    width_mm: Decimal
    height_mm: Decimal


@dataclass(frozen=True, slots=True)
class Filled:
    """A label with its values, ready to be drawn; it holds no row. `cut` are the texts too long
    for the room they have, which end with dots.
    """

    language: str
    width: float
    height: float
    body: str
    texts: str = ""
    symbols: tuple[SymbolBox, ...] = ()
    cut: tuple[str, ...] = ()


def kinds(template: ClientTemplate) -> tuple[Kind, ...]:
    """What a template can become: a ZPL one is drawn by its printer alone."""
    return ("zpl",) if template.language == "zpl" else ("png", "pdf", "zpl")


def sheet_of(template: ClientTemplate) -> Sheet:
    return Sheet(template.language, template.body, template.width_mm, template.height_mm)


def filled(
    session: Session, template: ClientTemplate, code: str, fields: Mapping[str, str]
) -> Filled:
    """The label of a thing: `fields` are the words of our own label, and win over what is known
    here. NotFound `code_unknown`; refuses `number_not_given`, `template_value_missing`,
    `template_value_symbol`.
    """
    subject = subjects.by_code(session, code)
    if subject is None:
        raise NotFound("code_unknown")
    values = {
        "client": subject.client_name or "",
        "order": subject.order_ref or "",
        "quantity": "" if subject.quantity is None else filters.number(subject.quantity),
        "unit": subject.unit or "",
        "date": filters.short_day(clock.today()),
        **{name: said for name, said in fields.items() if name in placeholders.NAMES},
        "code": code,
    }
    if template.range_id is not None:
        given = ranges.number_of(session, template.range_id, code)
        if given is None:
            raise Refused("number_not_given")
        held = session.get_one(NumberRange, template.range_id)
        values["number"] = given.text
        values["number_spaced"] = ranges.series_of(held).spaced(given.text)
    return fill(sheet_of(template), values)


def samples(session: Session, range_id: int | None) -> dict[str, str]:
    """Made-up values; of a range its last number, as wide as they come. None is given."""
    values = {
        **_EXAMPLE,
        "code": codes.make("N", 1),
        "date": filters.short_day(clock.today()),
    }
    held = None if range_id is None else session.get(NumberRange, range_id)
    if held is not None:
        series = ranges.series_of(held)
        values["number"] = series.written(held.last)
        values["number_spaced"] = series.spaced(values["number"])
    return values


def fill(sheet: Sheet, values: Mapping[str, str]) -> Filled:
    """The label with these values. Refuses `template_value_missing`, `template_value_symbol`."""
    width, height = float(sheet.width_mm), float(sheet.height_mm)
    if sheet.language == "zpl":
        return Filled("zpl", width, height, templates_zpl.fill(sheet.body, values))
    made = templates_svg.fill(sheet.body, values, width, height)
    return Filled("svg", width, height, made.svg, made.texts, tuple(made.symbols), tuple(made.cut))


def render(label: Filled, kind: Kind, dpi: int) -> bytes:
    """The bytes for a printer, away from the database; the child process takes a fraction of a
    second. Refuses `template_wants_zpl` for a ZPL template asked otherwise, `template_overflow`,
    `template_unreadable` and what does not fit this density; Invalid `template_not_drawn`.
    """
    if label.language == "zpl":
        if kind != "zpl":
            raise Refused("template_wants_zpl")
        return templates_zpl.on_paper(label.body, label.width, label.height, dpi).encode()
    layers = (label.body, label.texts)
    return drawing.draw(layers, label.symbols, (label.width, label.height), kind, dpi)


def check(sheet: Sheet, values: Mapping[str, str]) -> set[str]:
    """The placeholders of a template that may be kept. Invalid or Refused, by code."""
    if sheet.language == "zpl":
        names = templates_zpl.check(sheet.body)
        templates_zpl.fill(sheet.body, values)
        return names
    return templates_svg.check(sheet.body, float(sheet.width_mm), float(sheet.height_mm), values)
