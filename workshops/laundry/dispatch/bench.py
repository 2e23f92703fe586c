"""What the form of the packing bench says: one parcel, of which linen, how many pieces of what."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from esat.errors import Invalid
from esat.web import forms
from workshops.laundry.dispatch.forms import PackIn
from workshops.laundry.plant.models import Family

FIELDS: Final = {"kg": "weight", "pieces": "pieces", "label": "label"}


def read(
    ref: str,
    form: Mapping[str, Any],
    ticked: Sequence[str],
    families: Sequence[Family],
    articles: Sequence[tuple[int, str]] = (),
) -> PackIn:
    """The parcel of a form. Invalid with the sentences beside their fields."""
    lines, called = _lines(form, families, articles)
    errors = {}
    if not ticked:
        errors["linen"] = "Touchez le linge qui va dans ce colis."
    if not lines:
        errors["pieces"] = "Comptez les pièces d’au moins une famille."
    if not form.get("weight", "").strip():
        errors["weight"] = "Pesez le colis."
    if errors:
        raise Invalid("form_invalid", errors)
    parcel = {
        "label": form.get("label", "").strip() or ", ".join(called)[:60],
        "kg": form.get("weight"),
        "lines": lines,
    }
    given = {
        "order": ref,
        "parcels": [parcel],
        "linen": {code: form.get(f"part-{code}", "").strip() or None for code in ticked},
        "reason": form.get("reason", ""),
    }
    try:
        return forms.read(PackIn, given)
    except Invalid as error:
        raise Invalid("form_invalid", _beside(error.fields)) from error


def _lines(
    form: Mapping[str, Any], families: Sequence[Family], articles: Sequence[tuple[int, str]]
) -> tuple[list[dict[str, str]], list[str]]:
    """What was counted, and the names of it: articles that circulate, families, a word."""
    lines, called = [], []
    for key, name in articles:
        if pieces := form.get(f"article-{key}", "").strip():
            lines.append({"label": name, "pieces": pieces})
            called.append(name)
    for family in families:
        if pieces := form.get(f"pieces-{family.code}", "").strip():
            lines.append({"family": family.code, "pieces": pieces})
            called.append(family.label)
    if pieces := form.get("pieces-other", "").strip():
        lines.append({"label": form.get("other", ""), "pieces": pieces})
    return lines, called


def _beside(fields: Mapping[str, str]) -> dict[str, str]:
    """The sentences beside the fields of the page."""
    found: dict[str, str] = {}
    for name, sentence in fields.items():
        parts = name.split(".")
        if parts[0] == "linen" and len(parts) > 1:
            found[f"part-{parts[1]}"] = sentence
        else:
            found[FIELDS.get(parts[-1], parts[-1])] = sentence
    return found
