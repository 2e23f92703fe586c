"""The plan in French: its words, and its limits as sentences with operators and units."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from esat.web.filters import number
from laundry_rabc.limits import Pair
from laundry_rabc.plan.models import PointVersion

KINDS: Final = {"CCP": "Point critique", "CP": "Point de maîtrise", "PRP": "Prérequis"}
ZONES: Final = {
    "outside": "Extérieur", "dirty": "Zone sale", "barrier": "Barrière", "clean": "Zone propre",
    "store": "Stock propre", "all": "Toutes les zones",
}  # fmt: skip
DIRECTIONS: Final = {
    "upper": "Ne pas dépasser", "lower": "Ne pas descendre sous", "range": "Rester entre",
    "boolean": "Oui ou non", "hold": "Température tenue un temps",
    "chemical": "Température, temps et dose",
}  # fmt: skip
FREQUENCIES: Final = {
    "each_cycle": "À chaque cycle", "each_lot": "À chaque lot", "each_bag": "À chaque sac",
    "each_arrival": "À chaque arrivée", "continuous": "En continu", "round": "À chaque tournée",
    "shift": "À chaque poste", "day": "Chaque jour", "week": "Chaque semaine",
    "month": "Chaque mois", "quarter": "Chaque trimestre", "year": "Chaque année",
}  # fmt: skip
WHO: Final = {
    "W": "Travailleur", "S": "Moniteur", "L": "Responsable blanchisserie",
    "Q": "Responsable RABC", "M": "Maintenance", "C": "Lessivier", "Lab": "Laboratoire",
    "driver": "Conducteur", "system": "Logiciel",
}  # fmt: skip
STATUSES: Final = {"proposed": "Proposé", "validated": "Validé"}
MARKS: Final = {
    "S": "S : dans la source", "S→I": "S→I : dans la source, repris par choix",
    "I": "I : proposition sans source",
}  # fmt: skip
UNITS: Final = (
    "", "°C", "kg", "%", "h", "min", "j", "Pa", "pH", "mg/L", "ml/kg", "L/kg", "°f", "bar", "RLU",
    "UFC", "UFC/m³", "UFC/ml", "objet", "trace",
)  # fmt: skip
METHODS: Final = (
    "", "gélose contact", "écouvillon", "méthode destructive", "impaction sur gélose",
    "ensemencement 22 et 36 °C",
)  # fmt: skip
NONE: Final = "—"


class Levels(NamedTuple):
    """What is aimed at, what warns, what asks to act: each as one French sentence."""

    target: str
    alert: str
    action: str

    @property
    def sentence(self) -> str:
        """All three in one line."""
        return f"Cible : {self.target}. Alerte : {self.alert}. Action : {self.action}."


def unit_text(version: PointVersion) -> str:
    """UFC/25 cm², Pa, kg…"""
    if version.surface_cm2 is None:
        return version.unit
    return f"{version.unit}/{number(version.surface_cm2)} cm²"


def who_text(who: str) -> str:
    """Who does it, in words."""
    return ", ".join(WHO.get(one, one) for one in who.split())


def frequency_text(version: PointVersion) -> str:
    """How often, how many, and whether for each machine."""
    said = FREQUENCIES.get(version.frequency, version.frequency)
    if version.times > 1:
        said += f", {version.times} fois"
    return said + (", par machine" if version.per_machine else "")


def limits_text(version: PointVersion, pairs: Sequence[Pair] = ()) -> Levels:
    """The three levels of a version. `pairs`: its temperatures and minutes, for a hold."""
    if version.direction == "boolean":
        found = _boolean(version)
    elif version.direction == "hold":
        found = _hold(version, pairs)
    elif version.direction == "chemical":
        held, dose = _hold(version, pairs), _numbers(version, "dose ")
        found = Levels(
            f"{held.target} ; {dose.target} de la consigne", f"{held.alert} ; {dose.alert}",
            f"{held.action} ; {dose.action}",
        )  # fmt: skip
    else:
        found = _numbers(version, "")
    if version.forbidden:
        first = version.forbidden[0].lower() + version.forbidden[1:]
        action = first if found.action == NONE else f"{found.action} ; ou {first}"
        found = found._replace(action=action)
    return found


def _boolean(version: PointVersion) -> Levels:
    if version.misses == 1:
        return Levels("oui", NONE, "non")
    fewer = "1 oubli" if version.misses == 2 else f"moins de {version.misses} oublis de suite"
    return Levels("oui", fewer, f"{version.misses} oublis de suite")


def _hold(version: PointVersion, pairs: Sequence[Pair]) -> Levels:
    each = [f"{number(one.celsius)} °C pendant {number(one.minutes)} min" for one in pairs]
    wanted = " ou ".join(each) or NONE
    if not version.margin_c and not version.margin_minutes:
        return Levels(wanted, NONE, "moins que cela")
    margin = f"{number(version.margin_c)} °C ou {number(version.margin_minutes)} min"
    return Levels(wanted, f"tenu avec moins de {margin} de marge", "moins que cela")


def _numbers(version: PointVersion, before: str) -> Levels:
    low, high = version.target_low, version.target_high
    unit = unit_text(version)
    target = before + _inside(low, high, unit, closed=version.target_closed)
    if not version.has_alert:
        return Levels(target, NONE, _outside(low, high, unit, closed=version.target_closed))
    alert = _between(version, unit)
    action = _outside(version.alert_low, version.alert_high, unit, closed=version.alert_closed)
    return Levels(target, alert, action)


def _inside(low: Decimal | None, high: Decimal | None, unit: str, *, closed: bool) -> str:
    if low is not None and high is not None:
        if low == high:
            return _with(number(low), unit)
        return _with(f"{number(low)} à {number(high)}", unit)
    if high is not None:
        return _with(f"{'≤' if closed else '<'} {number(high)}", unit)
    if low is not None:
        return _with(f"{'≥' if closed else '>'} {number(low)}", unit)
    return "sans limite"


def _outside(low: Decimal | None, high: Decimal | None, unit: str, *, closed: bool) -> str:
    parts = []
    if low is not None:
        parts.append(f"{'<' if closed else '≤'} {number(low)}")
    if high is not None:
        parts.append(f"{'>' if closed else '≥'} {number(high)}")
    return _with(" ou ".join(parts), unit) if parts else NONE


def _between(version: PointVersion, unit: str) -> str:
    """The alert on each side of the target, from the target's edge to the alert's."""
    beyond, within = ("<", ">") if version.target_closed else ("≤", "≥")
    last_low, last_high = ("≥", "≤") if version.alert_closed else (">", "<")
    parts = []
    if version.target_low is not None and version.alert_low != version.target_low:
        edge = "" if version.alert_low is None else f" et {last_low} {number(version.alert_low)}"
        parts.append(f"{beyond} {number(version.target_low)}{edge}")
    if version.target_high is not None and version.alert_high != version.target_high:
        edge = "" if version.alert_high is None else f" et {last_high} {number(version.alert_high)}"
        parts.append(f"{within} {number(version.target_high)}{edge}")
    return _with(" ou ".join(parts), unit) if parts else NONE


def _with(text: str, unit: str) -> str:
    return f"{text}\u00a0{unit}" if unit else text
