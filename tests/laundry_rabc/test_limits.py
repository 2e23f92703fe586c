"""The ruler of every judgement: boundaries, censored counts, holds, misses in a row."""

from decimal import Decimal
from typing import Any

import pytest

from esat.errors import Refused
from laundry_rabc import limits
from laundry_rabc.limits import Band, Bands, Measure, Pair, Verdict, judge

D = Decimal
PLATE = Bands(
    "upper", "UFC", D(25), "gélose contact", Band(None, D(5)), Band(None, D(12)),
)  # fmt: skip
PH = Bands("range", "pH", None, "", Band(D("6.5"), D("7.5")), Band(D(6), D("8.5")))
PRESSURE = Bands("lower", "Pa", None, "", Band(D(5)), Band(D(0), closed=False))
HOLD = Bands(
    "hold", pairs=(Pair(D(65), D(10)), Pair(D(71), D(3))), margin_c=D(1), margin_minutes=D(1)
)


WHY_OF = {
    Verdict.CONFORM: "within_target",
    Verdict.ALERT: "beyond_target",
    Verdict.ACTION: "beyond_alert",
}


def plate(value: object = None, **more: Any) -> Measure:
    given: dict[str, Any] = {"unit": "UFC", "surface_cm2": D(25), "method": "gélose contact"}
    number = None if value is None else D(str(value))
    return Measure(number, **(given | more))


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (0, Verdict.CONFORM), (5, Verdict.CONFORM), ("5.001", Verdict.ALERT), (12, Verdict.ALERT),
        ("12.001", Verdict.ACTION), (300, Verdict.ACTION),
    ],
)  # fmt: skip
def test_a_boundary_belongs_to_the_better_class(value: object, verdict: Verdict) -> None:
    assert judge(plate(value), PLATE) == limits.Judgement(verdict, WHY_OF[verdict])


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("7.5", Verdict.CONFORM), ("6.5", Verdict.CONFORM), ("6.4", Verdict.ALERT),
        ("7.6", Verdict.ALERT), (6, Verdict.ALERT), ("8.5", Verdict.ALERT),
        ("5.9", Verdict.ACTION), ("8.6", Verdict.ACTION),
    ],
)  # fmt: skip
def test_a_range_is_judged_on_both_sides(value: object, verdict: Verdict) -> None:
    assert judge(Measure(D(str(value)), "pH"), PH) == limits.Judgement(verdict, WHY_OF[verdict])


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(5, Verdict.CONFORM), ("4.9", Verdict.ALERT), ("0.1", Verdict.ALERT), (0, Verdict.ACTION),
     (-3, Verdict.ACTION)],
)  # fmt: skip
def test_a_boundary_belongs_where_the_plan_says(value: object, verdict: Verdict) -> None:
    found = judge(Measure(D(str(value)), "Pa"), PRESSURE)
    assert found == limits.Judgement(verdict, WHY_OF[verdict])


@pytest.mark.parametrize(
    ("qualifier", "value", "verdict", "why"),
    [
        ("<", 1, Verdict.CONFORM, "within_target"),
        ("<", 5, Verdict.CONFORM, "within_target"),
        ("<", 6, Verdict.ALERT, "undetermined"),
        ("<", 13, Verdict.ACTION, "undetermined"),
        (">", 300, Verdict.ACTION, "beyond_alert"),
        (">", 12, Verdict.ACTION, "beyond_alert"),
        (">", 3, Verdict.ACTION, "undetermined"),
        ("tntc", None, Verdict.ACTION, "undetermined"),
        ("tntc", 1, Verdict.ACTION, "undetermined"),
    ],
)
def test_a_censored_count_is_judged_by_the_worst_that_it_may_be(
    qualifier: Any, value: object, verdict: Verdict, why: str
) -> None:
    found = judge(plate(value, qualifier=qualifier), PLATE)
    assert (found.verdict, found.why) == (verdict, why)


def test_another_surface_is_brought_to_that_of_the_limit_exactly() -> None:
    assert judge(plate(10, surface_cm2=D(1)), PLATE).verdict is Verdict.ACTION
    assert judge(plate(20, surface_cm2=D(100)), PLATE).verdict is Verdict.CONFORM
    assert judge(plate("20.001", surface_cm2=D(100)), PLATE).verdict is Verdict.ALERT
    assert judge(plate("1.6", surface_cm2=D(8)), PLATE).verdict is Verdict.CONFORM


@pytest.mark.parametrize(
    ("more", "code", "params"),
    [
        ({"unit": ""}, "unit_not_asked", {"given": "—", "unit": "UFC"}),
        ({"unit": "UFC/ml"}, "unit_not_asked", {"given": "UFC/ml", "unit": "UFC"}),
        ({"surface_cm2": None}, "surface_missing", {}),
        ({"surface_cm2": D(0)}, "surface_missing", {}),
        ({"method": ""}, "method_missing", {}),
        ({"method": "écouvillon"}, "method_differs", {"method": "gélose contact"}),
    ],
)
def test_what_cannot_be_compared_is_refused(
    more: dict[str, Any], code: str, params: dict[str, str]
) -> None:
    with pytest.raises(Refused) as refusal:
        judge(plate(4, **more), PLATE)
    assert (refusal.value.code, refusal.value.params) == (code, params)


@pytest.mark.parametrize(
    ("qualifier", "value", "found"),
    [
        (">", "8.5", (Verdict.ACTION, "beyond_alert")),
        (">", 9, (Verdict.ACTION, "beyond_alert")),
        (">", 8, (Verdict.ACTION, "undetermined")),
        ("<", 6, (Verdict.ACTION, "beyond_alert")),
        ("<", "6.5", (Verdict.ACTION, "undetermined")),
        ("<", 7, (Verdict.ACTION, "undetermined")),
    ],
)
def test_a_censored_value_of_a_range_is_sure_only_past_its_edge(
    qualifier: Any, value: object, found: tuple[Verdict, str]
) -> None:
    said = judge(Measure(D(str(value)), "pH", qualifier), PH)
    assert (said.verdict, said.why) == found


def test_a_censored_value_beside_the_target_but_within_the_alert_is_sure() -> None:
    bands = Bands("upper", "UFC/ml", target=Band(None, D(5)), alert=Band())
    for qualifier, value, why in ((">", 5, "beyond_target"), (">", 4, "undetermined")):
        said = judge(Measure(D(value), "UFC/ml", qualifier), bands)  # type: ignore[arg-type]
        assert said == limits.Judgement(Verdict.ALERT, why)
    bare = Bands("upper", "UFC/ml", target=Band(None, D(5)))
    for qualifier, value, why in ((">", 5, "beyond_alert"), ("<", 6, "undetermined")):
        said = judge(Measure(D(value), "UFC/ml", qualifier), bare)  # type: ignore[arg-type]
        assert said == limits.Judgement(Verdict.ACTION, why)


@pytest.mark.parametrize(
    ("holds", "verdict", "why"),
    [
        ([(71, 4)], Verdict.ALERT, "margin_thin"),
        ([(72, 4)], Verdict.CONFORM, "held"),
        ([(71, 3)], Verdict.ALERT, "margin_thin"),
        ([(71, "1.667"), (69, 12)], Verdict.CONFORM, "held"),
        ([(71, "1.667")], Verdict.ACTION, "hold_short"),
        ([(65, 10)], Verdict.ALERT, "margin_thin"),
        ([(66, 11)], Verdict.CONFORM, "held"),
        ([(66, 10), (65, 11)], Verdict.CONFORM, "held"),
        ([(66, "10.5")], Verdict.ALERT, "margin_thin"),
        ([("64.9", 60)], Verdict.ACTION, "hold_short"),
        ([], Verdict.NOT_MEASURED, "no_value"),
    ],
)
def test_a_hold_is_met_by_any_pair(
    holds: list[tuple[object, object]], verdict: Verdict, why: str
) -> None:
    pairs = tuple(Pair(D(str(c)), D(str(m))) for c, m in holds)
    found = judge(Measure(holds=pairs), HOLD)
    assert (found.verdict, found.why) == (verdict, why)


def test_time_below_what_the_programme_was_qualified_at_earns_nothing() -> None:
    qualified = (Pair(D(71), D(3)),)
    cold = Measure(holds=(Pair(D(71), D("1.667")), Pair(D(69), D(12))))
    found = judge(cold, HOLD, qualified=qualified)
    assert (found.verdict, found.why) == (Verdict.ACTION, "below_qualified")
    granted = (*qualified, Pair(D(69), D(10)))
    assert judge(cold, HOLD, qualified=granted).verdict is Verdict.CONFORM


def test_the_dose_counts_as_much_as_the_heat() -> None:
    chemical = Bands(
        "chemical", "%", target=Band(D(-10)), alert=Band(D(-20)), pairs=(Pair(D(60), D(30)),),
        margin_c=D(1), margin_minutes=D(1),
    )  # fmt: skip
    warm = (Pair(D(62), D(32)),)
    for dose, verdict, why in [
        ("-10", Verdict.CONFORM, "held"), ("-10.1", Verdict.ALERT, "dose_low"),
        ("-20", Verdict.ALERT, "dose_low"), ("-20.1", Verdict.ACTION, "dose_out"),
        (None, Verdict.NOT_MEASURED, "no_dose"),
    ]:  # fmt: skip
        percent = None if dose is None else D(dose)
        found = judge(Measure(holds=warm, dose=percent), chemical)
        assert found == limits.Judgement(verdict, why)
    qualified = (Pair(D(63), D(30)),)
    short = judge(Measure(holds=warm, dose=D(0)), chemical, qualified=qualified)
    assert short == limits.Judgement(Verdict.ACTION, "below_qualified")
    both = Bands(
        "chemical", "%", target=Band(D(-10), D(10)), alert=Band(D(-20), D(20), closed=False),
        pairs=(Pair(D(60), D(30)),),
    )  # fmt: skip
    for dose, verdict in (("15", Verdict.ALERT), ("20", Verdict.ACTION), ("-20", Verdict.ACTION)):
        assert judge(Measure(holds=warm, dose=D(dose)), both).verdict is verdict
    reached = limits.worst(limits.Judgement(Verdict.ALERT, "margin_thin"))
    assert judge(Measure(holds=(Pair(D(60), D(30)),), dose=D(0)), chemical) == reached
    cold = Measure(holds=(Pair(D(50), D(32)),), dose=None)
    assert judge(cold, chemical).verdict is Verdict.ACTION


@pytest.mark.parametrize(
    ("misses", "before", "verdict", "why"),
    [
        (1, 0, Verdict.ACTION, "missed_again"), (2, 0, Verdict.ALERT, "missed"),
        (2, 1, Verdict.ACTION, "missed_again"), (3, 1, Verdict.ALERT, "missed"),
        (3, 2, Verdict.ACTION, "missed_again"), (2, 5, Verdict.ACTION, "missed_again"),
    ],
)  # fmt: skip
def test_so_many_misses_in_a_row_are_action(
    misses: int, before: int, verdict: Verdict, why: str
) -> None:
    bands = Bands("boolean", misses=misses)
    no = judge(Measure(yes=False), bands, missed_before=before)
    assert no == limits.Judgement(verdict, why)
    yes = judge(Measure(yes=True), bands, missed_before=before)
    assert yes == limits.Judgement(Verdict.CONFORM, "done")


def test_one_miss_is_action_where_the_plan_says_nothing_else() -> None:
    assert judge(Measure(yes=False), Bands("boolean")).verdict is Verdict.ACTION
    assert judge(Measure(yes=False), Bands("boolean", misses=2)).verdict is Verdict.ALERT


def test_nothing_entered_is_never_conform() -> None:
    for bands in (PLATE, PH, HOLD, Bands("boolean")):
        assert judge(Measure(), bands) == limits.Judgement(Verdict.NOT_MEASURED, "no_value")
    found = judge(Measure(applies=False), PLATE)
    assert found == limits.Judgement(Verdict.NOT_APPLICABLE, "no_object")


def test_what_must_never_be_found_is_action_whatever_the_number() -> None:
    found = judge(plate(0, forbidden=True), PLATE)
    assert found == limits.Judgement(Verdict.ACTION, "forbidden_found")


def test_a_boundary_that_is_shut_belongs_to_the_worse_class() -> None:
    hours = Bands(
        "upper", "h", target=Band(None, D(8), closed=False), alert=Band(None, D(12), closed=False)
    )
    for value, verdict in (
        ("7.999", Verdict.CONFORM), ("8", Verdict.ALERT), ("11.9", Verdict.ALERT),
        ("12", Verdict.ACTION),
    ):  # fmt: skip
        assert judge(Measure(D(value), "h"), hours).verdict is verdict
    assert judge(Measure(D(8), "h", "<"), hours).verdict is Verdict.CONFORM


def test_without_an_alert_band_beyond_the_target_is_action() -> None:
    bands = Bands("upper", "%", target=Band(None, D(2)))
    assert judge(Measure(D(3), "%"), bands).verdict is Verdict.ACTION
    unbounded = Bands("upper", "%", target=Band(None, D(2)), alert=Band())
    assert judge(Measure(D(3000), "%"), unbounded).verdict is Verdict.ALERT


def test_a_curve_is_asked_only_what_the_plan_and_the_qualification_need() -> None:
    assert limits.asked(HOLD, (Pair(D(70), D(10)),)) == (D(65), D(66), D(70), D(71), D(72))


def test_nothing_known_of_a_temperature_is_no_minute() -> None:
    assert limits.credited([], D(60)) == 0
    assert limits.credited([Pair(D(60), D("0.5"))], D("60.1")) == 0
    assert limits.credited([Pair(D(60), D("0.5"))], D(60)) == D("0.5")


def test_every_verdict_and_reason_has_french_words() -> None:
    assert all(one.label for one in Verdict)
    assert Verdict.NOT_MEASURED.label == "Non mesuré"
    assert all(words.endswith(".") for words in limits.WHY.values())


def test_of_two_judgements_the_worse_counts() -> None:
    order = [Verdict.CONFORM, Verdict.ALERT, Verdict.NOT_MEASURED, Verdict.ACTION]
    for place, one in enumerate(order):
        for other in order[place:]:
            pair = limits.Judgement(one, ""), limits.Judgement(other, "")
            assert limits.worst(*pair).verdict is other
            assert limits.worst(*reversed(pair)).verdict is other
