"""The series and the points where each rule fires are those of the tests of the R package qcc,
version 3.0, `tests/testthat/test-rules.R` at commit bb2089f6 (there counted from 1)."""

import pytest

from laundry_rabc.charts import runs

WE = {rule.code: rule for rule in runs.WESTERN_ELECTRIC}
NEL = {rule.code: rule for rule in runs.NELSON}
MANY = [2.5] * 7 + [3.2]


@pytest.mark.parametrize(
    ("rule", "values", "theirs"),
    [
        (WE["WE1"], [0, 3.2, -3.5, 2.9], [2, 3]),
        (WE["WE2"], [0, 2.5, 1.0, 2.6, 0], [4]),
        (WE["WE3"], [0, 1.2, 1.3, 0.2, 1.4, 1.5], [6]),
        (WE["WE4"], [-1] * 8 + [1], [8]),
        (WE["WE1"], MANY, [8]),
        (WE["WE2"], MANY, [3, 4, 5, 6, 7, 8]),
        (WE["WE3"], MANY, [5, 6, 7, 8]),
        (WE["WE4"], MANY, [8]),
        (NEL["N1"], [0, 3.2, -3.4, 3], [2, 3]),
        (NEL["N2"], [0.5] * 10 + [-0.5] * 10, [9, 10, 19, 20]),
        (NEL["N3"], [1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3, 2, 1], [6, 7, 13, 14]),
        (NEL["N4"], [1, 3, 2, 4, 3, 5, 4, 6, 5, 7, 6, 8, 7, 9, 8], [14, 15]),
        (NEL["N5"], [0, 2.3, 0.4, 2.2, -2.4, -0.2, -2.5], [4, 7]),
        (NEL["N6"], [1.2, 1.3, 0.2, 1.4, 1.5, -1.2, -1.3, -0.1, -1.4, -1.5], [5, 10]),
        (NEL["N7"], [0.3] * 16 + [1.2], [15, 16]),
        (NEL["N8"], [1.2, -1.3, 1.1, -1.4, 1.5, -1.2, 1.3, -1.1, 0.2], [8]),
        (NEL["N8"], [1.2] * 8, []),
    ],
)
def test_a_rule_fires_where_the_package_says(
    rule: runs.RunRule, values: list[float], theirs: list[int]
) -> None:
    found = runs.signals(values, 0, 1, (rule,))
    assert [place + 1 for one in found for place in one.indexes] == theirs


def test_values_are_looked_at_in_sigmas_around_the_centre() -> None:
    (found,) = runs.signals([10, 16.1, 10], 10, 2, runs.WESTERN_ELECTRIC)
    assert (found.rule, found.indexes) == ("WE1", (1,))
    assert found.words == "un point au-delà de 3 sigmas"


def test_a_series_without_spread_fires_nothing() -> None:
    assert runs.signals([4] * 30, 4, 0, runs.NELSON) == []
