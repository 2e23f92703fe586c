"""The judgement of one measure by one version of a checkpoint: pure, and in one place.

    upper    ──── target ────|──── alert ────|──── action ───▶
    lower    ◀─── action ────|──── alert ────|──── target ────
    range    ─ action ─|─ alert ─|─ target ─|─ alert ─|─ action ─
    hold     every required °C × minutes pair is asked of what was held; any one is enough
    boolean  yes is conform; so many misses in a row are action, fewer are alert

A boundary belongs to the better class unless the version says otherwise (`closed`). A count that
is only known as « < 1 » or « > 300 » is judged by the worst that it may be. Nothing here is a
limit: every number comes with the version of the plan that was in force when it was measured.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, Literal

from esat.errors import Refused

Direction = Literal["upper", "lower", "range", "boolean", "hold", "chemical"]
Qualifier = Literal["", "<", ">", "tntc"]


class Verdict(StrEnum):
    """What was judged; from the best to the worst, then what is no judgement."""

    CONFORM = "conform"
    ALERT = "alert"
    ACTION = "action"
    NOT_MEASURED = "not_measured"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        """The French word of a badge."""
        return LABELS[self]


LABELS: Final = {
    Verdict.CONFORM: "Conforme",
    Verdict.ALERT: "Alerte",
    Verdict.ACTION: "Action",
    Verdict.NOT_MEASURED: "Non mesuré",
    Verdict.NOT_APPLICABLE: "Sans objet",
}
_WORST: Final = (Verdict.ACTION, Verdict.NOT_MEASURED, Verdict.ALERT, Verdict.CONFORM)
"""Of two judgements on one thing, which one counts."""


@dataclass(frozen=True, slots=True)
class Band:
    """The values from `low` to `high`; None is no bound on that side. `closed`: the boundary
    itself is inside.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Pair:
    """A temperature in °C, and the minutes for which it was, or must be, held."""

    celsius: Decimal
    minutes: Decimal


@dataclass(frozen=True, slots=True)
class Bands:
    """What a version of a checkpoint demands. `alert` is None where beyond the target is action.

    For a hold: any of `pairs` is enough, and less than `margin_c` or `margin_minutes` above it is
    an alert. For a chemical wash: the hold, and the dose's distance from its set point, in percent,
    by `target` and `alert`. For yes/no: how many misses in a row are action.
    """

    direction: Direction
    unit: str = ""
    surface_cm2: Decimal | None = None
    method: str = ""
    target: Band = Band()
    alert: Band | None = None
    pairs: tuple[Pair, ...] = ()
    margin_c: Decimal = Decimal(0)
    margin_minutes: Decimal = Decimal(0)
    misses: int = 1


@dataclass(frozen=True, slots=True)
class Measure:
    """What was found. `holds`: minutes credited at temperatures, mixing time taken off already.
    `dose` is in percent from the set point. `forbidden`: what the version says must never be found
    (a pathogen, a sharp, an open bag) was found. `applies` is False where the check had no object.
    """

    value: Decimal | None = None
    unit: str = ""
    qualifier: Qualifier = ""
    surface_cm2: Decimal | None = None
    method: str = ""
    yes: bool | None = None
    holds: tuple[Pair, ...] = ()
    dose: Decimal | None = None
    forbidden: bool = False
    applies: bool = True


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and why: a code with its French words in `WHY`."""

    verdict: Verdict
    why: str


WHY: Final = {
    "within_target": "Dans la cible.",
    "beyond_target": "Hors de la cible, dans la zone d’alerte.",
    "beyond_alert": "Au-delà du niveau d’action.",
    "undetermined": "Le résultat ne permet pas de conclure : jugé au plus mauvais.",
    "forbidden_found": "Ce qui ne doit jamais être trouvé l’a été.",
    "done": "Réponse « oui ».",
    "missed": "Réponse « non » : à surveiller.",
    "missed_again": "Réponse « non » : niveau d’action.",
    "no_value": "Rien n’a été mesuré.",
    "no_object": "Sans objet.",
    "held": "Température tenue assez longtemps.",
    "margin_thin": "Température tenue, presque sans marge.",
    "hold_short": "Température tenue trop peu de temps.",
    "below_qualified": "Sous la valeur qualifiée du programme.",
    "dose_low": "Dose hors de la cible.",
    "dose_out": "Dose au niveau d’action.",
    "no_dose": "La dose n’a pas été relevée.",
}


def judge(
    measure: Measure, bands: Bands, *, qualified: Sequence[Pair] = (), missed_before: int = 0
) -> Judgement:
    """Judge one measure. `qualified`: the pairs that the programme's qualification grants, of which
    one must be held too; `missed_before`: how many misses in a row came just before.

    Refuses `unit_not_asked`, `surface_missing`, `method_missing`, `method_differs` for a value that
    cannot be compared with its limits.
    """
    if not measure.applies:
        return Judgement(Verdict.NOT_APPLICABLE, "no_object")
    if measure.forbidden:
        return Judgement(Verdict.ACTION, "forbidden_found")
    if bands.direction == "boolean":
        return _answer(measure, bands, missed_before)
    if bands.direction == "hold":
        return _hold(measure.holds, bands, qualified)
    if bands.direction == "chemical":
        return worst(_hold(measure.holds, bands, qualified), _dose(measure.dose, bands))
    return _value(measure, bands)


def worst(*found: Judgement) -> Judgement:
    """The judgement that counts where one thing is judged twice."""
    return min(found, key=lambda one: _WORST.index(one.verdict))


def asked(bands: Bands, qualified: Iterable[Pair] = ()) -> tuple[Decimal, ...]:
    """The temperatures at which a curve must be asked how long it held them."""
    plan = [pair.celsius for pair in bands.pairs]
    wanted = {*plan, *(one + bands.margin_c for one in plan), *(one.celsius for one in qualified)}
    return tuple(sorted(wanted))


def credited(holds: Iterable[Pair], celsius: Decimal) -> Decimal:
    """The minutes held at a temperature or hotter; none where nothing is known of it."""
    return max((one.minutes for one in holds if one.celsius >= celsius), default=Decimal(0))


@dataclass(frozen=True, slots=True)
class _Interval:
    """All values that a result may be, in the unit and surface of the limits."""

    low: Fraction | None = None
    high: Fraction | None = None
    open: bool = False


def _interval(measure: Measure, bands: Bands) -> _Interval:
    scale = _scale(measure, bands)
    if measure.value is None or measure.qualifier == "tntc":
        return _Interval(open=True)
    value = Fraction(measure.value) * scale
    if measure.qualifier == "<":
        return _Interval(high=value, open=True)
    if measure.qualifier == ">":
        return _Interval(low=value, open=True)
    return _Interval(value, value)


def _scale(measure: Measure, bands: Bands) -> Fraction:
    """What brings a value to the surface of its limits; never across units or methods."""
    if measure.unit != bands.unit:
        raise Refused("unit_not_asked", given=measure.unit or "—", unit=bands.unit)
    if bands.method and not measure.method:
        raise Refused("method_missing")
    if bands.method != measure.method:
        raise Refused("method_differs", method=bands.method)
    if bands.surface_cm2 is None:
        return Fraction(1)
    if not measure.surface_cm2:
        raise Refused("surface_missing")
    return Fraction(bands.surface_cm2) / Fraction(measure.surface_cm2)


def _value(measure: Measure, bands: Bands) -> Judgement:
    if measure.value is None and measure.qualifier != "tntc":
        return Judgement(Verdict.NOT_MEASURED, "no_value")
    return _within(_interval(measure, bands), bands)


def _within(found: _Interval, bands: Bands) -> Judgement:
    if _inside(found, bands.target):
        return Judgement(Verdict.CONFORM, "within_target")
    sure = not found.open or not _touches(found, bands.target)
    if bands.alert is not None and _inside(found, bands.alert):
        return Judgement(Verdict.ALERT, "beyond_target" if sure else "undetermined")
    sure = not found.open or not _touches(found, bands.alert or bands.target)
    return Judgement(Verdict.ACTION, "beyond_alert" if sure else "undetermined")


def _inside(found: _Interval, band: Band) -> bool:
    """Whether all that a result may be lies in a band."""
    edge = band.closed or found.open
    return (
        band.low is None
        or (found.low is not None and (found.low > band.low or (edge and found.low == band.low)))
    ) and (
        band.high is None
        or (
            found.high is not None
            and (found.high < band.high or (edge and found.high == band.high))
        )
    )


def _touches(found: _Interval, band: Band) -> bool:
    """Whether some of what a censored result may be lies in a band."""
    over = band.high is not None and found.low is not None and found.low >= band.high
    under = band.low is not None and found.high is not None and found.high <= band.low
    return not (over or under)


def _answer(measure: Measure, bands: Bands, missed_before: int) -> Judgement:
    if measure.yes is None:
        return Judgement(Verdict.NOT_MEASURED, "no_value")
    if measure.yes:
        return Judgement(Verdict.CONFORM, "done")
    if missed_before + 1 < bands.misses:
        return Judgement(Verdict.ALERT, "missed")
    return Judgement(Verdict.ACTION, "missed_again")


def _hold(holds: Sequence[Pair], bands: Bands, qualified: Sequence[Pair]) -> Judgement:
    """Below what the plan demands, or below what the programme was qualified at, is action."""
    if not holds:
        return Judgement(Verdict.NOT_MEASURED, "no_value")
    if not _any_held(holds, bands.pairs):
        return Judgement(Verdict.ACTION, "hold_short")
    if qualified and not _any_held(holds, qualified):
        return Judgement(Verdict.ACTION, "below_qualified")
    for pair in bands.pairs:
        enough = credited(holds, pair.celsius) >= pair.minutes + bands.margin_minutes
        if enough and credited(holds, pair.celsius + bands.margin_c) >= pair.minutes:
            return Judgement(Verdict.CONFORM, "held")
    return Judgement(Verdict.ALERT, "margin_thin")


def _any_held(holds: Sequence[Pair], pairs: Sequence[Pair]) -> bool:
    return any(credited(holds, pair.celsius) >= pair.minutes for pair in pairs)


def _dose(percent: Decimal | None, bands: Bands) -> Judgement:
    if percent is None:
        return Judgement(Verdict.NOT_MEASURED, "no_dose")
    exact = Fraction(percent)
    found = _within(_Interval(exact, exact), bands)
    if found.verdict is Verdict.CONFORM:
        return found
    return Judgement(found.verdict, "dose_low" if found.verdict is Verdict.ALERT else "dose_out")
