"""What differs between two versions of a checkpoint, field by field, in French."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from esat.web.filters import number
from laundry_rabc.limits import Pair
from laundry_rabc.plan import words
from laundry_rabc.plan.models import PointVersion

FIELDS: Final = (
    ("kind", "Nature"), ("label", "Point"), ("question", "Question posée"), ("step", "Étape"),
    ("zone", "Zone"), ("direction", "Sens"), ("unit", "Unité"), ("surface_cm2", "Surface (cm²)"),
    ("method", "Méthode"), ("target_low", "Cible, bas"), ("target_high", "Cible, haut"),
    ("target_closed", "Limite de la cible comprise"), ("has_alert", "Niveau d’alerte"),
    ("alert_low", "Alerte, bas"), ("alert_high", "Alerte, haut"),
    ("alert_closed", "Limite de l’alerte comprise"), ("margin_c", "Marge (°C)"),
    ("margin_minutes", "Marge (min)"), ("misses", "Oublis de suite pour une action"),
    ("forbidden", "Jamais admis"), ("plausible_low", "Redemander sous"),
    ("plausible_high", "Redemander au-dessus de"), ("frequency", "Fréquence"),
    ("times", "Nombre à chaque fois"), ("per_machine", "Par machine"),
    ("late_after_hours", "En retard après (h)"), ("who", "Qui"), ("pictogram", "Image"),
    ("alert_procedure", "Consigne d’alerte"), ("action_procedure", "Consigne d’action"),
    ("holds_lots", "Retient le linge"), ("source", "Source"), ("mark", "Marque de la source"),
    ("status", "Statut"), ("withdrawn", "Retiré"),
)  # fmt: skip
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": words.KINDS, "zone": words.ZONES, "direction": words.DIRECTIONS,
    "frequency": words.FREQUENCIES, "status": words.STATUSES, "mark": words.MARKS,
}  # fmt: skip
NOTHING: Final = "—"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is not the same, before and after."""

    label: str
    before: str
    after: str


def differences(
    before: PointVersion,
    after: PointVersion,
    *,
    pairs: tuple[Sequence[Pair], Sequence[Pair]] = ((), ()),
    owners: Mapping[int, str] | None = None,
) -> list[Difference]:
    """What changed from a version to another. `pairs`: the temperatures and minutes of each;
    `owners`: the names of accounts.
    """
    found = [
        Difference(label, _shown(name, getattr(before, name)), _shown(name, getattr(after, name)))
        for name, label in FIELDS
        if getattr(before, name) != getattr(after, name)
    ]
    if set(pairs[0]) != set(pairs[1]):
        found.append(Difference("Température et minutes", _pairs(pairs[0]), _pairs(pairs[1])))
    if before.owner_id != after.owner_id:
        named = owners or {}
        found.append(
            Difference(
                "Responsable", _owner(before.owner_id, named), _owner(after.owner_id, named)
            )
        )  # fmt: skip
    return found


def _owner(key: int | None, named: Mapping[int, str]) -> str:
    return NOTHING if key is None else named.get(key, f"n° {key}")


def _pairs(pairs: Sequence[Pair]) -> str:
    ordered = sorted(pairs, key=lambda one: one.celsius)
    said = [f"{number(one.celsius)} °C × {number(one.minutes)} min" for one in ordered]
    return " ou ".join(said) or NOTHING


def _shown(name: str, value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Decimal):
        return number(value)
    if name == "who":
        return words.who_text(str(value))
    return _WORDS.get(name, {}).get(str(value), str(value))
