import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labels import LAYOUTS, Box, Layout, LayoutError, Symbol
from labels.codec import boxes_from_list, layout_from_dict, layout_to_dict


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_layout_goes_through_json_unchanged(layout: Layout) -> None:
    assert layout_from_dict(json.loads(json.dumps(layout_to_dict(layout)))) == layout


def _data(**changes: Any) -> dict[str, Any]:
    box = {"kind": "text", "x": 1, "y": 1, "w": 20, "h": 5, "field": "title"}
    whole = {"code": "mine", "label": "À nous", "width": 60, "height": 30, "boxes": [box]}
    return {**whole, **changes}


def _box(**changes: Any) -> dict[str, Any]:
    return _data(boxes=[{**_data()["boxes"][0], **changes}])


def test_the_least_that_is_needed_makes_a_layout() -> None:
    box = Box("text", 1, 1, 20, 5, "title")
    assert layout_from_dict(_data()) == Layout("mine", "À nous", 60, 30, (box,))


@pytest.mark.parametrize(
    ("data", "code", "key"),
    [
        ([], "layout_type", "layout"),
        (None, "layout_type", "layout"),
        ({1: 2}, "layout_type", "layout"),
        (_data(colour="red"), "layout_unknown_key", "colour"),
        ({"code": "mine"}, "layout_missing_key", "boxes"),
        (_data(code="Mine!"), "layout_text", "code"),
        (_data(code=""), "layout_text", "code"),
        (_data(code=5), "layout_type", "code"),
        (_data(label="x" * 121), "layout_text", "label"),
        (_data(label="a\u202eb"), "layout_text", "label"),
        (_data(width="60"), "layout_type", "width"),
        (_data(width=True), "layout_type", "width"),
        (_data(width=0), "layout_number", "width"),
        (_data(width=-1), "layout_number", "width"),
        (_data(height=500.1), "layout_number", "height"),
        (_data(height=float("nan")), "layout_number", "height"),
        (_data(height=float("inf")), "layout_number", "height"),
        (_data(height=10**400), "layout_number", "height"),
        (_data(sheet="../24"), "layout_text", "sheet"),
        (_data(boxes={}), "layout_type", "boxes"),
        (_data(boxes=_data()["boxes"] * 61), "layout_boxes", "boxes"),
    ],
)
def test_what_is_odd_in_a_layout_is_refused(data: object, code: str, key: str) -> None:
    with pytest.raises(LayoutError) as refused:
        layout_from_dict(data)
    assert (refused.value.code, refused.value.params["key"]) == (code, key)
    assert "box" not in refused.value.params


@pytest.mark.parametrize(
    ("changes", "code", "key"),
    [
        ({"colour": "red"}, "layout_unknown_key", "colour"),
        ({"kind": "picture"}, "layout_choice", "kind"),
        ({"kind": None}, "layout_type", "kind"),
        ({"kind": "symbol"}, "layout_choice", "symbol"),
        ({"symbol": "qr"}, "layout_choice", "symbol"),
        ({"kind": "symbol", "symbol": "ean13"}, "layout_choice", "symbol"),
        ({"kind": "symbol", "symbol": ["qr"]}, "layout_type", "symbol"),
        ({"x": -0.1}, "layout_number", "x"),
        ({"y": None}, "layout_type", "y"),
        ({"w": 0}, "layout_number", "w"),
        ({"h": float("-inf")}, "layout_number", "h"),
        ({"field": "<b>"}, "layout_text", "field"),
        ({"when": "A B"}, "layout_text", "when"),
        ({"text": "x" * 201}, "layout_text", "text"),
        ({"text": "a\nb"}, "layout_text", "text"),
        ({"size": 0}, "layout_number", "size"),
        ({"smallest": "2"}, "layout_type", "smallest"),
        ({"bold": 1}, "layout_type", "bold"),
        ({"align": "justify"}, "layout_choice", "align"),
        ({"lines": 0}, "layout_number", "lines"),
        ({"lines": 1.5}, "layout_type", "lines"),
        ({"lines": True}, "layout_type", "lines"),
    ],
)
def test_what_is_odd_in_a_box_is_refused(changes: dict[str, Any], code: str, key: str) -> None:
    with pytest.raises(LayoutError) as refused:
        layout_from_dict(_box(**changes))
    assert refused.value.code == code
    assert refused.value.params["key"] == key
    assert refused.value.params["box"] == 0


def test_a_symbol_comes_back_as_one() -> None:
    (box,) = layout_from_dict(_box(kind="symbol", symbol="datamatrix")).boxes
    assert box.symbol is Symbol.DATAMATRIX


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda some: st.lists(some, max_size=4) | st.dictionaries(st.text(max_size=6), some),
    max_leaves=6,
)
keys = st.sampled_from(["kind", "x", "y", "w", "h", "field", "size", "lines", "bold", "symbol"])


@given(anything | st.lists(st.dictionaries(keys, anything)))
def test_nothing_read_is_ever_mended(data: object) -> None:
    boxes: tuple[Box, ...] | None = None
    with suppress(LayoutError):
        boxes = boxes_from_list(data)
    assert boxes is None or len(boxes) == len(data)
