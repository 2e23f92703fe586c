"""Limits in words and versions compared."""

from decimal import Decimal

import pytest

from laundry_rabc.limits import Pair
from laundry_rabc.plan import compare, proposing, words
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.plan.seeds import SEEDS
from tests.conftest import MONDAY

SEED = {one.code: one for one in SEEDS}


def version(code: str, **changed: object) -> PointVersion:
    row = proposing.version_of(SEED[code], 1, MONDAY)
    for name, value in changed.items():
        setattr(row, name, value)
    return row


def pairs(code: str) -> list[Pair]:
    return [Pair(Decimal(c), Decimal(m)) for c, m in SEED[code].pairs]


@pytest.mark.parametrize(
    ("code", "target", "alert", "action"),
    [
        ("HYG-01", "≤ 5 UFC/25 cm²", "> 5 et ≤ 12 UFC/25 cm²",
         "> 12 UFC/25 cm² ; ou germe pathogène"),
        ("FIN-01", "< 8 h", "≥ 8 et ≤ 12 h", "> 12 h"),
        ("ENV-01", "≥ 5 Pa", "< 5 et > 0 Pa",
         "≤ 0 Pa ; ou fumée qui va du côté sale vers le côté propre"),
        ("LAV-07", "6,5 à 7,5 pH", "< 6,5 et ≥ 6 ou > 7,5 et ≤ 8,5 pH", "< 6 ou > 8,5 pH"),
        ("LAV-04", "80 à 100 %", "< 80 ou > 100 et ≤ 105 %", "> 105 %"),
        ("STO-01-T", "18 à 25 °C", "< 18 ou > 25 °C", "—"),
        ("TRI-02", "≤ 0 objet", "> 0 objet", "objet coupant ou piquant"),
        ("LAV-01", "oui", "—", "non"),
        ("COL-02", "oui", "1 oubli", "2 oublis de suite"),
        ("LAV-02", "65 °C pendant 10 min ou 71 °C pendant 3 min",
         "tenu avec moins de 1 °C ou 1 min de marge", "moins que cela"),
        ("LAV-03",
         "65 °C pendant 15 min ou 60 °C pendant 30 min ; dose ≥ -10 % de la consigne",
         "tenu avec moins de 1 °C ou 1 min de marge ; < -10 et ≥ -20 %",
         "moins que cela ; < -20 %"),
    ],
)  # fmt: skip
def test_the_three_levels_are_said_with_their_operators_and_units(
    code: str, target: str, alert: str, action: str
) -> None:
    found = words.limits_text(version(code), pairs(code))
    said = tuple(one.replace("\u00a0", " ").replace("\u202f", " ") for one in found)
    assert said == (target, alert, action)


def test_without_an_alert_beyond_the_target_is_action() -> None:
    found = words.limits_text(version("LAV-10", has_alert=False, alert_high=None))
    assert (found.alert, found.action.replace("\u00a0", " ")) == ("—", "> 5 °f")


def test_the_same_version_has_no_difference() -> None:
    assert compare.differences(version("HYG-01"), version("HYG-01")) == []


def test_every_field_that_may_change_is_compared() -> None:
    """A column of a version is compared, or is no part of what the plan demands."""
    own = {"id", "point_id", "version", "since", "reason", "created_at", "created_by", "owner_id"}
    assert {name for name, _ in compare.FIELDS} == set(PointVersion.model_fields) - own


def test_what_differs_is_said_in_words() -> None:
    after = version("HYG-01", alert_high=Decimal("10.5"), status="validated", who="W", owner_id=7)
    found = compare.differences(version("HYG-01"), after, owners={7: "Inès"})
    assert [(one.label, one.before, one.after) for one in found] == [
        ("Alerte, haut", "12", "10,5"),
        ("Qui", "Laboratoire, Responsable RABC", "Travailleur"),
        ("Statut", "Proposé", "Validé"),
        ("Responsable", "—", "Inès"),
    ]


def test_temperatures_are_compared_as_a_set() -> None:
    row = version("LAV-02")
    same = pairs("LAV-02")[::-1]
    assert compare.differences(row, row, pairs=(pairs("LAV-02"), same)) == []
    found = compare.differences(row, row, pairs=(same, same[:1]))
    assert [(one.before, one.after) for one in found] == [
        ("65 °C × 10 min ou 71 °C × 3 min", "71 °C × 3 min")
    ]
