import pytest

from laundry_rabc.charts.fitting import Fitted, fit
from laundry_rabc.charts.shewhart import Limits

PLATES = [0, 1, 0, 2, 1, 0, 0, 3, 1, 0, 0, 1, 2, 0, 1, 0, 0, 1, 0, 2]
COUNTS = [21, 24, 16, 12, 15, 20, 28, 20, 25, 25, 20, 24, 16, 19, 14, 17, 13, 22, 18, 24]


def fitted(values: list[float], *, counted: bool = True, censored: int = 0) -> Fitted:
    return fit(values, counted=counted, censored=censored, points=20, mean=5)


def test_low_counts_get_no_three_sigma_chart_and_the_page_may_say_why() -> None:
    found = fitted([float(one) for one in PLATES])
    assert (found.kind, found.limits, found.signals) == ("none", None, ())
    assert "presque tous très bas" in found.why


def test_few_points_get_no_chart() -> None:
    found = fitted([9.0, 10.0, 11.0])
    assert found.kind == "none"
    assert "3 résultats chiffrés, il en faut 20" in found.why


def test_censored_values_have_no_mean() -> None:
    assert "non dénombrables" in fitted([float(one) for one in COUNTS], censored=1).why


def test_counts_that_vary_like_chance_get_a_chart_of_counts() -> None:
    found = fitted([float(one) for one in COUNTS])
    assert found.kind == "counts"
    assert isinstance(found.limits, Limits)
    assert found.limits.upper == pytest.approx(19.65 + 3 * 19.65**0.5)


def test_counts_that_vary_more_get_individual_values() -> None:
    found = fitted([float(one) for one in [2, 40] * 10])
    assert found.kind == "individuals"
    assert "plus que le hasard" in found.why


def test_a_measure_gets_individual_values_and_its_run_rules_by_name() -> None:
    rising = [7.0 + 0.01 * (n % 3) for n in range(19)] + [7.9]
    found = fitted(rising, counted=False)
    assert found.kind == "individuals"
    assert "N1" in [one.rule for one in found.signals]
    assert found.signals[0].indexes == (19,)
