from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.laundry.washing import rules, zones
from workshops.laundry.washing.rules import Bounds, LoadFacts, MachineFacts, ProgrammeFacts

BOUNDS = Bounds(Decimal(80), Decimal(100), Decimal(105))
KG = st.decimals(min_value="0.001", max_value=500, places=3, allow_nan=False)
SIZES = st.decimals(min_value=1, max_value=200, places=1, allow_nan=False)


@pytest.mark.parametrize(
    ("kg", "verdict", "excess"),
    [
        ("31.999", "light", "0"),
        ("32", "good", "0"),
        ("40", "good", "0"),
        ("40.001", "full", "0"),
        ("42", "full", "0"),
        ("42.001", "too_heavy", "0.001"),
        ("50.5", "too_heavy", "8.5"),
    ],
)
def test_a_value_on_a_boundary_belongs_to_the_better_class(
    kg: str, verdict: str, excess: str
) -> None:
    found = rules.charge(Decimal(kg), Decimal(40), BOUNDS)
    assert (found.verdict, found.excess) == (verdict, Decimal(excess))


@given(KG, SIZES)
def test_what_is_taken_out_is_enough_and_not_a_gram_too_much(kg: Decimal, nominal: Decimal) -> None:
    found = rules.charge(kg, nominal, BOUNDS)
    if found.verdict == "too_heavy":
        again = rules.charge(kg - found.excess, nominal, BOUNDS)
        assert again.verdict == "full"
        assert rules.charge(kg - found.excess + rules.GRAM, nominal, BOUNDS).verdict == "too_heavy"
    else:
        assert found.excess == 0


@given(KG, SIZES)
def test_a_percent_over_the_limit_is_never_shown_as_the_limit(
    kg: Decimal, nominal: Decimal
) -> None:
    found = rules.charge(kg, nominal, BOUNDS)
    assert found.percent is not None
    assert (found.percent > 105) == (found.verdict == "too_heavy")


def test_a_machine_of_unknown_size_is_not_judged() -> None:
    assert rules.charge(Decimal(900), None, BOUNDS).verdict == "unknown"


L1, P60 = MachineFacts("washer", 1), ProgrammeFacts("wash", 9, frozenset({"flat"}), frozenset({1}))
FLAT = LoadFacts(frozenset({"flat"}))


@pytest.mark.parametrize(
    ("load", "machine", "programme", "code"),
    [
        (FLAT, L1, P60, None),
        (LoadFacts(), L1, P60, None),
        (FLAT, L1, ProgrammeFacts("wash", 9, frozenset(), frozenset({1})), None),
        (LoadFacts(frozenset({"flat", "mops"})), L1, P60, "programme_not_for_family"),
        (FLAT, MachineFacts("washer", 2), P60, "programme_not_on_machine"),
        (FLAT, MachineFacts("dryer", 1), P60, "not_for_washing"),
        (FLAT, L1, ProgrammeFacts("disinfect", 9, frozenset(), frozenset({1})), "not_for_washing"),
        (FLAT, MachineFacts("washer", 1, True), P60, "machine_contaminated_only"),
        (LoadFacts(FLAT.families, (frozenset({9}),)), MachineFacts("washer", 1, True), P60, None),
        (LoadFacts(FLAT.families, (frozenset({8}),)), L1, P60, "programme_not_for_precaution"),
        (
            LoadFacts(FLAT.families, (frozenset({8, 9}), frozenset({8}))),
            L1,
            P60,
            "programme_not_for_precaution",
        ),
        (LoadFacts(FLAT.families, (frozenset(),)), L1, P60, "precaution_without_programme"),
    ],
)
def test_what_suits_what(
    load: LoadFacts, machine: MachineFacts, programme: ProgrammeFacts, code: str | None
) -> None:
    assert rules.unsuitable(load, machine, programme) == code


@pytest.mark.parametrize(
    ("bag", "load", "never", "whole", "red", "code"),
    [
        (None, "", False, False, False, None),
        (None, None, False, True, False, None),
        ("mrb", "", True, True, True, None),
        ("mrb", "mrb", True, True, True, None),
        ("mrb", "other", True, True, True, "precautions_differ"),
        ("mrb", None, True, True, True, "precautions_differ"),
        ("mrb", "", True, False, True, "precaution_never_opened"),
        ("mrb", "", True, False, False, "precaution_never_opened"),
        ("mrb", "", True, True, False, "precautions_differ"),
        ("mild", "", False, False, False, "precautions_differ"),
        ("mild", "", False, False, True, None),
        (None, "", False, True, True, "precautions_differ"),
        (None, "mrb", False, True, False, "precautions_differ"),
    ],
)
def test_who_may_lie_beside_whom(
    bag: str | None, load: str | None, never: bool, whole: bool, red: bool, code: str | None
) -> None:
    found = rules.may_join(bag, load, never_opened=never, whole=whole, contaminated=red)
    assert found == code


@given(st.lists(KG, min_size=1, max_size=8))
def test_parts_that_are_the_whole_leave_no_difference(parts: list[Decimal]) -> None:
    assert rules.difference(sum(parts, Decimal(0)), parts) == 0
    assert rules.difference(sum(parts, Decimal(0)) + rules.GRAM, parts) == -rules.GRAM


STAGES = (
    "expected", "received", "sorted", "loaded", "washing", "washed", "dried", "to_mend",
    "finished", "packed", "composed", "handed_over", "to_rewash", "emptied", "discarded", None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "stage", "opened"),
    list(product(("dirty", "clean", "none", None), STAGES, (True, False))),
)
def test_every_zone_and_every_stage(zone: str | None, stage: str | None, opened: bool) -> None:
    """The whole table: what is wrong where."""
    wanted = None
    if zone == "dirty" and stage in {"dried", "to_mend", "finished", "packed", "composed"}:
        wanted = "dirty_after_clean"
    if zone == "dirty" and stage == "washed" and opened:
        wanted = "dirty_after_clean"
    if zone == "clean" and stage in {"received", "sorted", "loaded", "to_rewash"}:
        wanted = "clean_before_dirty"
    assert zones.verdict(zone, stage, opened=opened) == wanted
