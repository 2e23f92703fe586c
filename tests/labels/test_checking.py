from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labels import LAYOUTS, Box, Label, Layout, Symbol, fits, render_png, unread
from labels.checking import KINDS, LONGEST, SHORT, WIDEST_CODE, Fault, check, longest
from labels.spec import CODE, FIELDS
from labels.symbols import modules
from tests.labels.samples import codes

GOOD = LAYOUTS["thing100"]


def _with(*boxes: Box) -> Layout:
    """A sound layout of 100 × 100 mm, its upper half free, and these boxes."""
    low = tuple(replace(box, y=box.y + 50) for box in GOOD.boxes)
    return Layout("tried", "", 100, 100, (*low, *boxes))


def _faults(*boxes: Box, dpi: int = 203) -> list[tuple[str, str, float, float]]:
    return [(f.kind, f.field, f.width, f.height) for f in check(_with(*boxes), dpi)]


def test_a_sound_layout_has_no_fault() -> None:
    assert _faults() == []


@pytest.mark.parametrize(
    ("box", "fault"),
    [
        (Box("text", 95, 5, 10, 5, "title"), ("box_outside", "title", 0, 0)),
        (Box("text", 5, 0.2, 90, 5, "title"), ("near_edge", "title", 0.5, 0.5)),
        (Box("text", 5, 5, 90, 5, "colour"), ("unknown_field", "colour", 0, 0)),
        (Box("text", 5, 5, 90, 5, text="x", when="colour"), ("unknown_field", "colour", 0, 0)),
        (Box("text", 5, 5, 90, 5), ("box_blank", "", 0, 0)),
        (Box("text", 5, 5, 90, 2.8, "title"), ("text_low", "title", 0, 2.9)),
        (Box("text", 5, 5, 20, 5, "title"), ("text_cut", "title", 0, 0)),
        (Box("text", 5, 5, 20, 5, text="Une phrase bien trop longue"), ("text_cut", "", 0, 0)),
        (Box("mark", 5, 5, 3, 5, "mark"), ("text_cut", "mark", 0, 0)),
    ],
)
def test_each_fault_of_a_box_is_told(box: Box, fault: tuple[str, str, float, float]) -> None:
    assert _faults(box) == [fault]


@pytest.mark.parametrize(
    ("kind", "dpi", "needs"),
    [
        (Symbol.CODE128, 203, (35.8, 5)),
        (Symbol.CODE128, 300, (36.4, 5)),
        (Symbol.QR, 203, (14.6, 14.6)),
        (Symbol.QR, 300, (9.9, 9.9)),
        (Symbol.DATAMATRIX, 203, (9.1, 9.1)),
    ],
)
def test_a_symbol_says_how_large_it_must_be(
    kind: Symbol, dpi: int, needs: tuple[float, float]
) -> None:
    small = Box("symbol", 5, 5, 8, 4, CODE, symbol=kind)
    (fault,) = check(_with(small), dpi)
    assert (fault.kind, fault.field) == ("symbol_small", CODE)
    assert (fault.width, fault.height) == pytest.approx(needs, abs=0.1)
    enough = replace(small, w=fault.width, h=fault.height)
    assert check(_with(enough), dpi) == ()
    for code in codes(40):
        assert modules(kind, code).columns <= modules(kind, WIDEST_CODE).columns
    alone = Layout("alone", "", 100, 50, (enough,))
    label = Label(alone, WIDEST_CODE)
    assert not unread(label, render_png(label, dpi), dpi)


def test_a_symbol_covered_by_a_text_or_by_another_is_told() -> None:
    free = Box("symbol", 5, 5, 30, 20, CODE, symbol=Symbol.QR)
    text = Box("text", 30, 5, 60, 5, "line1")
    assert _faults(free, text) == [("symbol_covered", CODE, 0, 0)]
    assert _faults(free, replace(free, x=34)) == [("symbol_covered", CODE, 0, 0)]
    assert _faults(free, replace(free, x=35)) == []


def test_texts_that_cover_one_another_are_told_and_rules_may_cross() -> None:
    text = Box("text", 5, 5, 90, 5, "line1")
    rule = Box("line", 5, 7, 90, 0.4)
    assert _faults(text, replace(text, y=9, field="line2")) == [("boxes_overlap", "line2", 0, 0)]
    assert [kind for kind, *_ in _faults(text, rule)] == ["boxes_overlap"]
    assert _faults(rule, Box("line", 50, 2, 0.4, 20)) == []


def test_what_a_whole_layout_lacks_is_told() -> None:
    bare = Layout("bare", "", 60, 30, (Box("text", 2, 2, 50, 5, "title"),))
    assert [fault.kind for fault in check(bare)] == ["no_symbol", "no_code_text", "no_mark"]
    assert [fault.kind for fault in check(replace(GOOD, sheet="99"))] == ["sheet_unknown"]
    (fault,) = check(replace(GOOD, sheet="24"))
    assert (fault.kind, fault.width, fault.height) == ("sheet_small", 70, 37)
    assert check(replace(GOOD, width=0))[0] == Fault("paper_size")
    assert check(replace(GOOD, height=float("nan")))[0] == Fault("paper_size")


def test_a_url_too_long_for_its_box_is_told() -> None:
    (fault,) = check(_with(Box("symbol", 5, 5, 15, 15, "url", symbol=Symbol.QR)))
    assert (fault.kind, fault.field) == ("symbol_small", "url")
    assert fault.width > 18


def test_the_longest_texts_are_those_of_known_fields() -> None:
    assert set(LONGEST) == set(FIELDS)
    assert set(SHORT) < set(LONGEST)
    assert all(len(LONGEST[name]) >= 40 for name in ("title", "line1", "line2", "line3", "footer"))
    assert all(22 <= len(text) <= 26 for text in SHORT.values())


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_the_longest_texts_are_shown_whole(layout: Layout) -> None:
    texts = {name: text for name, text in longest(layout).items() if name in layout.fields}
    assert fits(Label(layout, WIDEST_CODE, texts)) == ()


sizes = st.floats(-10, 520, allow_nan=False) | st.sampled_from([0.0, float("nan"), float("inf")])
boxes = st.builds(
    Box,
    st.sampled_from(["text", "symbol", "line", "mark"]),
    sizes, sizes, sizes, sizes,
    field=st.sampled_from(["", "title", "code", "mark", "url", "?"]),
    text=st.sampled_from(["", "é", "A", "W" * 300]),
    symbol=st.sampled_from([None, *Symbol]),
    size=st.floats(0.01, 100),
    smallest=st.floats(0.01, 100),
    lines=st.integers(1, 5),
)  # fmt: skip


@given(sizes, sizes, st.lists(boxes, max_size=4), st.sampled_from([203, 300, 600]))
def test_a_check_always_answers(width: float, height: float, some: list[Box], dpi: int) -> None:
    found = check(Layout("any", "", width, height, tuple(some)), dpi)
    assert {fault.kind for fault in found} <= set(KINDS)
    assert all(0 <= at < len(some) for fault in found for at in fault.boxes)
