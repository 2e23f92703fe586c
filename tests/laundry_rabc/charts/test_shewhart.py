"""Published examples of the R package qcc, version 3.0 (Luca Scrucca), read in its repository
luca-scr/qcc at commit 1eeb804c: data sets `data/circuit.txt` and `data/viscosity.txt`; limits as
printed in its vignette « A quick tour of qcc » (`docs/articles/qcc.html`, 28 Apr 2020), sections
« c and u charts » and « Continuous one-at-time data », by the function `qcc()` with the type named.
"""

import pytest

from laundry_rabc.charts import shewhart

CIRCUIT = [
    21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19,
    17, 15,
]  # fmt: skip
"""`circuit$x[circuit$trial]`: defects on 100 printed circuit boards."""
CIRCUIT_KEPT = [one for place, one in enumerate(CIRCUIT, 1) if place not in {6, 20}]
VISCOSITY = [
    34.05, 34.40, 33.59, 35.96, 34.70, 33.51, 33.79, 34.04, 34.52, 33.75, 33.27, 33.71, 34.03,
    34.58, 34.02, 33.97, 34.05, 34.04, 33.73, 34.05,
]  # fmt: skip
"""`viscosity$viscosity[viscosity$trial]`: an aircraft primer paint."""
VISCOSITY_KEPT = [one for place, one in enumerate(VISCOSITY, 1) if place != 4]


def digits(value: float, wanted: int = 4) -> float:
    return float(f"{value:.{wanted}g}")


@pytest.mark.parametrize(
    ("found", "center", "sigma", "lower", "upper"),
    [
        pytest.param(
            shewhart.counts(CIRCUIT), 19.84615, 4.454902, 6.481447, 33.21086, id="type c",
        ),
        pytest.param(
            shewhart.counts(CIRCUIT_KEPT), 19.66667, 4.434712, 6.362532, 32.9708,
            id="type c without 6 and 20",
        ),
        pytest.param(
            shewhart.individuals(VISCOSITY), 34.088, 0.5076521, 32.56504, 35.61096,
            id="type xbar.one",
        ),
        pytest.param(
            shewhart.individuals(VISCOSITY_KEPT), 33.98947, 0.4117415, 32.75425, 35.2247,
            id="type xbar.one without batch 4",
        ),
    ],
)  # fmt: skip
def test_limits_are_those_that_the_package_prints(
    found: shewhart.Limits, center: float, sigma: float, lower: float, upper: float
) -> None:
    for ours, theirs in (
        (found.center, center), (found.sigma, sigma), (found.lower, lower), (found.upper, upper),
    ):  # fmt: skip
        assert digits(ours) == digits(theirs)
        assert ours == pytest.approx(theirs, rel=2e-6)


def test_counts_per_unit_are_those_that_the_package_prints() -> None:
    """`qcc(x[inc], sizes=size[inc], type="u")`: centre 0.1966667, 0.06362532 to 0.329708."""
    for found in shewhart.rates(CIRCUIT_KEPT, [100] * 24):
        assert found.center == pytest.approx(0.1966667, rel=2e-6)
        assert digits(found.lower) == digits(0.06362532)
        assert digits(found.upper) == digits(0.329708)


def test_each_sample_of_another_size_has_its_own_limits() -> None:
    small, large = shewhart.rates([4, 16], [1, 4])
    assert (small.center, large.center) == (4, 4)
    assert (small.lower, small.upper) == (0, 10)
    assert (large.lower, large.upper) == (1, 7)


def test_the_moving_range_has_no_limit_under_zero() -> None:
    found = shewhart.moving_range([1, 3, 2, 6, 4])
    assert found.center == pytest.approx(2.25)
    assert found.lower == 0
    assert found.upper / found.center == pytest.approx(3.267, abs=1e-3)


def test_the_lower_limit_of_counts_is_never_under_zero() -> None:
    assert shewhart.counts([1, 0, 2, 1]).lower == 0


@pytest.mark.parametrize("values", [[], [4.0]])
def test_one_value_has_no_spread(values: list[float]) -> None:
    with pytest.raises(ValueError, match="two values"):
        shewhart.individuals(values)


def test_no_count_has_no_mean() -> None:
    with pytest.raises(ValueError, match="no value"):
        shewhart.counts([])
