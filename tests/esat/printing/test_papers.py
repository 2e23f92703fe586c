import pytest

from esat.printing.papers import FALLBACKS, PAPERS, best
from esat.printing.wording import BY_KIND, BY_LETTER
from labels import LAYOUTS


@pytest.mark.parametrize(
    ("wanted", "paper", "found"),
    [
        ("bag", None, "bag"),
        ("bag", "60x100", "bag"),
        ("bag", "100x150", "bag"),
        ("bag", "100x50", "thing100"),
        ("bag", "62", "bag"),
        ("pallet", "62", "roll62"),
        ("bag", "60x30", "strip60"),
        ("bag", "57x32", "small"),
        ("bag", "45x15", None),
        ("garment", "45x15", "garment"),
        ("volume", "a5", "volume"),
        ("volume", "a6", "thing100"),
        ("traveller", "a4", "traveller"),
    ],
)
def test_a_thing_comes_out_on_what_the_paper_holds(
    wanted: str, paper: str | None, found: str | None
) -> None:
    layout = best(LAYOUTS[wanted], PAPERS[paper] if paper else None, LAYOUTS)
    assert (layout.code if layout else None) == found


def test_every_thing_comes_out_on_each_usual_roll() -> None:
    for code in {*BY_KIND.values(), *BY_LETTER.values()}:
        for paper in ("57x32", "60x30", "62", "100x50", "100x150", "a4"):
            layout = best(LAYOUTS[code], PAPERS[paper], LAYOUTS)
            assert layout is not None, (code, paper)
            assert PAPERS[paper].holds(layout)


def test_what_stands_in_for_a_layout_takes_any_thing() -> None:
    for code in FALLBACKS:
        assert {"title", "line1", "code"} <= LAYOUTS[code].fields
