from decimal import Decimal

import pytest

from laundry_rabc import charts
from laundry_rabc.charts import Rule

THREE = Rule("alerts", 3, 3)
FOUR_OF_SIX = Rule("alerts", 4, 6)
RISING = Rule("rising", 4, 4)


def values(*written: int | None) -> list[Decimal | None]:
    return [None if one is None else Decimal(one) for one in written]


def test_three_alerts_in_a_row_are_found_at_the_third_alone() -> None:
    """Scenario 7 of the domain file: 9, 10, 11 CFU/25 cm², action above 12."""
    series = values(9, 10, 11)
    assert charts.drift(["alert"], series[:1], [THREE]) is None
    assert charts.drift(["alert"] * 2, series[:2], [THREE]) is None
    found = charts.drift(["alert"] * 3, series, [THREE])
    assert found is not None
    assert found.rule == THREE
    assert found.indexes == (0, 1, 2)
    assert found.words == "3 résultats de suite en alerte"


def test_n_of_m_counts_the_last_m() -> None:
    verdicts = ["alert", "conform", "alert", "alert", "conform", "alert"]
    found = charts.drift(verdicts, values(6, 2, 7, 8, 1, 6), [FOUR_OF_SIX])
    assert found is not None
    assert found.indexes == (0, 2, 3, 5)
    assert "4 résultats en alerte sur les 6 derniers" in found.words
    assert charts.drift(["conform", *verdicts[1:]], values(1, 2, 7, 8, 1, 6), [FOUR_OF_SIX]) is None


def test_a_conform_result_completes_no_row_of_alerts() -> None:
    assert charts.drift(["alert"] * 4 + ["conform"], values(6, 7, 8, 9, 1), [FOUR_OF_SIX]) is None


def test_an_action_has_its_own_case() -> None:
    assert charts.drift(["alert", "alert", "action"], values(9, 10, 13), [THREE, RISING]) is None
    assert charts.drift(["action", "alert", "alert"], values(13, 10, 9), [THREE]) is None


def test_what_was_not_measured_is_left_out() -> None:
    verdicts = ["alert", "not_measured", "alert", "not_applicable", "alert"]
    found = charts.drift(verdicts, values(9, None, 10, None, 11), [THREE])
    assert found is not None
    assert found.indexes == (0, 2, 4)


def test_values_that_rise_are_found_while_all_are_conform() -> None:
    found = charts.drift(["conform"] * 5, values(3, 1, 2, 3, 4), [THREE, RISING])
    assert found is not None
    assert (found.rule, found.indexes) == (RISING, (1, 2, 3, 4))
    assert found.words == "4 résultats de suite, chacun plus haut que le précédent"
    assert charts.drift(["conform"] * 4, values(1, 2, 2, 3), [RISING]) is None
    assert charts.drift(["conform"] * 3, values(1, 2, 3), [RISING]) is None
    assert charts.drift(["conform"] * 4, values(1, None, 3, 4), [RISING]) is None


@pytest.mark.parametrize(
    ("written", "signs", "rises"),
    [
        ((1, 1, 2, 3), ("<", "", "", ""), True),
        ((1, 1, 2, 3), ("<", "<", "", ""), False),
        ((10, 5, 6, 7), ("<", "", "", ""), False),
        ((1, 2, 3, 300), ("", "", "", ">"), True),
        ((1, 2, 300, 400), ("", "", ">", ""), False),
        ((0, 0, 1, 2), ("", "<", "", ""), False),
    ],
)
def test_a_censored_value_rises_only_when_it_is_sure(
    written: tuple[int, ...], signs: tuple[str, ...], rises: bool
) -> None:
    found = charts.drift(["conform"] * 4, values(*written), [RISING], signs)
    assert (found is not None) is rises


def test_nothing_drifts_without_results_or_rules() -> None:
    assert charts.drift([], [], [THREE]) is None
    assert charts.drift(["alert"] * 3, values(9, 10, 11), []) is None
    assert charts.drift(["conform"], values(9), [Rule("rising", 1, 1)]) is None
