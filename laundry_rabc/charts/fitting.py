"""Which control chart fits a series, if any: plates with 0, 1 or 2 colonies have no 3 sigmas."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from laundry_rabc.charts import runs, shewhart
from laundry_rabc.charts.runs import Signal
from laundry_rabc.charts.shewhart import Limits

Kind = Literal["none", "individuals", "counts"]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The chart chosen, why in a French sentence, its limits, and the run rules that fire."""

    kind: Kind
    why: str
    limits: Limits | None = None
    signals: tuple[Signal, ...] = ()


def fit(values: Sequence[float], *, counted: bool, censored: int, points: int, mean: int) -> Fitted:
    """`points` is how many values a chart needs and `mean` the smallest mean of counts: dated data
    of the house. `censored` values (`< 1`, too many to count) have no place on a control chart.
    """
    if len(values) < points:
        return Fitted(
            "none", f"Pas de carte de contrôle : {_have(len(values))}, il en faut {points}."
        )
    if censored:
        return Fitted(
            "none",
            "Pas de carte de contrôle : des résultats sont sous le seuil ou non dénombrables, et "
            "une moyenne serait fausse.",
        )
    if not counted:
        return _drawn(
            "individuals", "Carte des valeurs individuelles et de l’étendue mobile.", values
        )
    center = math.fsum(values) / len(values)
    if center < mean:
        return Fitted(
            "none",
            "Pas de carte de contrôle à trois sigmas : les comptages sont presque tous très bas "
            f"(moyenne sous {mean}). Lisez les points et les limites du plan.",
        )
    spread = math.fsum((one - center) ** 2 for one in values) / (len(values) - 1)
    if spread > 2 * center:
        return _drawn(
            "individuals",
            "Carte des valeurs individuelles : ces comptages varient bien plus que le hasard "
            "seul, une carte de comptages crierait à tort.",
            values,
        )
    return _drawn("counts", "Carte de comptages (carte c).", values)


def _drawn(kind: Kind, why: str, values: Sequence[float]) -> Fitted:
    limits = shewhart.counts(values) if kind == "counts" else shewhart.individuals(values)
    fired = runs.signals(values, limits.center, limits.sigma, runs.NELSON)
    return Fitted(kind, why, limits, tuple(fired))


def _have(count: int) -> str:
    return f"{count} résultat{'s' if count > 1 else ''} chiffré{'s' if count > 1 else ''}"
