"""The layout of the payroll file as a form: a place and a name for each field that goes out."""

from collections.abc import Collection, Iterable, Mapping

from esat import texts
from esat.activity.statements.payroll import (
    DATES,
    DECIMALS,
    HOURS_AS,
    SEPARATORS,
    Layout,
)
from esat.errors import Invalid

_LONGEST = 60
_MOST = 200


def filled(layout: Layout) -> dict[str, str]:
    """The form that says this layout."""
    values = {
        "hours": layout.hours, "decimal": layout.decimal, "separator": layout.separator,
        "dates": layout.dates,
    }  # fmt: skip
    for place, (code, name) in enumerate(layout.columns, 1):
        values |= {f"place-{code}": str(place), f"name-{code}": name}
    return values


def read(form: Mapping[str, str], known: Mapping[str, str]) -> Layout:
    """The layout of a form. Invalid `form_invalid`, each fault beside its field."""
    faults: dict[str, str] = {}
    placed: dict[int, tuple[str, str]] = {}
    for code, label in known.items():
        place = form.get(f"place-{code}", "").strip()
        name = " ".join(form.get(f"name-{code}", "").split()) or label
        if not place:
            continue
        if len(name) > _LONGEST:
            faults[f"name-{code}"] = f"{_LONGEST} signes au plus."
        if fault := _place_fault(place, placed):
            faults[f"place-{code}"] = fault
        else:
            placed[int(place)] = code, name
    choices = {"hours": HOURS_AS, "decimal": DECIMALS, "separator": SEPARATORS, "dates": DATES}
    missing = {field for field, allowed in choices.items() if form.get(field) not in allowed}
    faults |= dict.fromkeys(missing, "Choisissez une réponse.")
    faults |= _name_faults(placed.values())
    if not placed:
        faults["_"] = texts.sentence("payroll_no_column")
    if faults:
        raise Invalid("form_invalid", faults)
    columns = tuple(placed[place] for place in sorted(placed))
    return Layout(columns, form["hours"], form["decimal"], form["separator"], form["dates"])


def _place_fault(place: str, placed: Collection[int]) -> str:
    if not (place.isascii() and place.isdigit() and 1 <= int(place) <= _MOST):
        return f"Un nombre entier entre 1 et {_MOST}, ou rien."
    return "Cette place est déjà prise. Choisissez-en une autre." if int(place) in placed else ""


def _name_faults(columns: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The columns whose name another one has already."""
    seen: set[str] = set()
    faults: dict[str, str] = {}
    for code, name in columns:
        if name.casefold() in seen:
            faults[f"name-{code}"] = texts.sentence("payroll_same_name")
        seen.add(name.casefold())
    return faults
