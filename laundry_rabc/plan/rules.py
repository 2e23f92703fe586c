"""Whether a version holds together: its bands, its unit, its words. Pure."""

import re
from decimal import Decimal
from itertools import pairwise
from typing import Final

from esat.web.icons import icon_names
from laundry_rabc.limits import Pair
from laundry_rabc.plan import words
from laundry_rabc.plan.forms import VersionIn

_PAIR: Final = re.compile(
    r"^(\d{1,3}(?:[.,]\d{1,3})?)\s*(?:°C)?\s*[x×]\s*(\d{1,4}(?:[.,]\d{1,3})?)\s*(?:min)?$"
)
CHOOSE: Final = "Choisissez dans la liste."
NUMERIC: Final = ("upper", "lower", "range", "chemical")
Faults = dict[str, str]


def pairs_of(text: str) -> tuple[Pair, ...] | None:
    """« 65 x 10 ; 71 x 3 » as pairs; None when it cannot be read or names a temperature twice."""
    found: dict[Decimal, Decimal] = {}
    for part in filter(None, (one.strip() for one in text.split(";"))):
        read = _PAIR.match(part)
        if read is None:
            return None
        celsius, minutes = (Decimal(one.replace(",", ".")) for one in read.groups())
        if celsius in found or not 0 < celsius <= 100 or minutes <= 0:
            return None
        found[celsius] = minutes
    return tuple(Pair(celsius, found[celsius]) for celsius in sorted(found))


def faults(given: VersionIn) -> Faults:
    """What does not hold together, one French sentence by field; empty when all is well."""
    found = _choices(given) | _unit(given) | _procedures(given)
    if given.direction in {"hold", "chemical"}:
        found |= _pairs(given)
    if given.direction in NUMERIC:
        found |= _target(given)
        if not any(name.startswith("target") for name in found):
            found |= _alert(given)
    low, high = given.plausible_low, given.plausible_high
    if low is not None and high is not None and low >= high:
        found["plausible_high"] = "Cette valeur doit dépasser celle du bas."
    return found


def _choices(given: VersionIn) -> Faults:
    lists = {
        "kind": words.KINDS, "zone": words.ZONES, "direction": words.DIRECTIONS,
        "frequency": words.FREQUENCIES, "mark": words.MARKS, "unit": words.UNITS,
        "method": words.METHODS, "pictogram": icon_names(),
    }  # fmt: skip
    found = {name: CHOOSE for name, known in lists.items() if getattr(given, name) not in known}
    if not given.who or any(one not in words.WHO for one in given.who):
        found["who"] = "Dites qui fait ce contrôle."
    return found


def _unit(given: VersionIn) -> Faults:
    """A number has a unit; a count of colonies on a surface has its surface and its method."""
    if given.direction == "boolean":
        return {}
    found: Faults = {}
    if not given.unit:
        found["unit"] = "Choisissez l’unité : un nombre seul ne se juge pas."
    if given.direction == "hold" and given.unit not in {"", "°C"}:
        found["unit"] = "Une température tenue se mesure en °C."
    if given.direction == "chemical" and given.unit not in {"", "%"}:
        found["unit"] = "L’écart de dose se mesure en %."
    if given.unit.startswith("UFC") and not given.method:
        found["method"] = "Choisissez la méthode : deux méthodes ne se comparent pas."
    return found if "unit" in found or given.unit not in words.UNITS else found | _surface(given)


def _surface(given: VersionIn) -> Faults:
    """Only a count of colonies has a surface, and it always has one."""
    if given.unit == "UFC" and given.surface_cm2 is None:
        return {"surface_cm2": "Donnez la surface : sans elle, un nombre de colonies ne dit rien."}
    if given.unit == "UFC" and given.surface_cm2 is not None and given.surface_cm2 <= 0:
        return {"surface_cm2": "La surface doit être plus grande que 0."}
    if given.unit != "UFC" and given.surface_cm2 is not None:
        return {"surface_cm2": "Cette unité n’a pas de surface. Laissez vide."}
    return {}


def _procedures(given: VersionIn) -> Faults:
    """What to do is written beforehand, for each level that can be reached."""
    found: Faults = {}
    if not given.action_procedure:
        found["action_procedure"] = "Écrivez ce qu’il faut faire au niveau d’action."
    warns = given.misses > 1 if given.direction == "boolean" else given.has_alert
    if warns and not given.alert_procedure:
        found["alert_procedure"] = "Écrivez ce qu’il faut faire en cas d’alerte."
    return found


def _pairs(given: VersionIn) -> Faults:
    read = pairs_of(given.pairs)
    if read is None:
        return {"pairs": "Écrivez par exemple : 65 x 10 ; 71 x 3. Une seule fois chaque degré."}
    if not read:
        return {"pairs": "Donnez au moins une température et ses minutes, par exemple 65 x 10."}
    hotter = [one.minutes for one in read]
    if any(later >= before for before, later in pairwise(hotter)):
        return {"pairs": "Plus chaud doit demander moins de minutes. Vérifiez les valeurs."}
    return {}


def _target(given: VersionIn) -> Faults:
    """The sides that the direction asks for, and no other."""
    low, high = given.target_low, given.target_high
    needs = {"upper": (False, True), "lower": (True, False), "range": (True, True)}
    if given.direction == "chemical":
        return {} if low is not None or high is not None else {
            "target_low": "Donnez l’écart de dose admis, par exemple -10."
        }  # fmt: skip
    found: Faults = {}
    for name, value, wanted in zip(
        ("target_low", "target_high"), (low, high), needs[given.direction], strict=True
    ):
        if wanted and value is None:
            found[name] = "Donnez cette limite."
        elif not wanted and value is not None:
            found[name] = "Ce sens n’a pas de limite de ce côté. Laissez vide."
    if not found and low is not None and high is not None and low > high:
        found["target_high"] = "Le haut de la cible doit dépasser le bas."
    return found


def _alert(given: VersionIn) -> Faults:
    """The alert goes on from the target's edge: it never lies inside the target, and what is
    beyond it is action.
    """
    if not given.has_alert:
        both = ("alert_low", "alert_high")
        return {
            name: "Cochez « niveau d’alerte » ou laissez vide."
            for name in both
            if getattr(given, name) is not None
        }
    found: Faults = {}
    if given.target_low is None and given.alert_low is not None:
        found["alert_low"] = "Ce sens n’a pas de limite de ce côté. Laissez vide."
    elif _inside(given.target_low, given.alert_low):
        found["alert_low"] = "L’alerte doit commencer plus bas que la cible."
    if given.target_high is None and given.alert_high is not None:
        found["alert_high"] = "Ce sens n’a pas de limite de ce côté. Laissez vide."
    elif _inside(given.alert_high, given.target_high):
        found["alert_high"] = "L’alerte doit aller plus haut que la cible."
    return found or _empty(given)


def _inside(lower: Decimal | None, higher: Decimal | None) -> bool:
    return lower is not None and higher is not None and lower < higher


def _empty(given: VersionIn) -> Faults:
    """An alert as wide as the target warns of nothing, unless only the edge is its own."""
    same_low = given.alert_low == given.target_low
    same_high = given.alert_high == given.target_high
    if not (same_low and same_high):
        return {}
    edge_only = given.alert_closed and not given.target_closed
    side = "alert_high" if given.target_high is not None else "alert_low"
    return {} if edge_only else {side: "Cette alerte ne couvre rien. Écartez-la de la cible."}
