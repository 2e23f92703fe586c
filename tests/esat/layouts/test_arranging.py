import pytest

from esat.errors import Invalid
from esat.layouts import forms
from esat.layouts.arranging import arranged
from esat.layouts.forms import Typed, typed_of
from labels import LAYOUTS
from labels.codec import MOST_BOXES
from tests.esat.layouts.editing import BAG

GIVEN = typed_of(BAG)
COUNT = len(GIVEN.boxes)


def test_a_box_is_added_where_the_paper_is_free() -> None:
    given, chosen = arranged(GIVEN, "add")
    assert (len(given.boxes), chosen) == (COUNT + 1, COUNT + 1)
    new = forms.seen(given).boxes[chosen]
    for box in BAG.boxes:
        apart = (
            new.x + new.w <= box.x or box.x + box.w <= new.x,
            new.y + new.h <= box.y or box.y + box.h <= new.y,
        )
        assert any(apart)
    full, chosen = arranged(typed_of(LAYOUTS["ticket"]), "add")
    assert full.boxes[chosen - 1]["text"] == "Texte"
    unread, chosen = arranged(Typed({**GIVEN.paper, "width": "?"}, ()), "add")
    assert len(unread.boxes) == chosen == 1


def test_boxes_are_copied_moved_and_taken_out() -> None:
    boxes = list(GIVEN.boxes)
    given, chosen = arranged(GIVEN, "copy:2")
    assert (list(given.boxes), chosen) == ([*boxes[:2], boxes[1], *boxes[2:]], 3)
    given, chosen = arranged(GIVEN, "remove:1")
    assert (list(given.boxes), chosen) == (boxes[1:], 1)
    given, chosen = arranged(GIVEN, f"remove:{COUNT}")
    assert (list(given.boxes), chosen) == (boxes[:-1], COUNT - 1)
    given, chosen = arranged(GIVEN, "up:2")
    assert (list(given.boxes), chosen) == ([boxes[1], boxes[0], *boxes[2:]], 1)
    given, chosen = arranged(GIVEN, "down:1")
    assert (list(given.boxes), chosen) == ([boxes[1], boxes[0], *boxes[2:]], 2)
    for still in ("up:1", f"down:{COUNT}"):
        assert arranged(GIVEN, still)[0] == GIVEN
    assert arranged(Typed(GIVEN.paper, GIVEN.boxes[:1]), "remove:1")[1] == 0


@pytest.mark.parametrize(
    "act", ["", "burn:1", "remove", "remove:0", f"remove:{COUNT + 1}", "up:-1", "add:1", "up:1 "]
)
def test_an_act_that_is_none_is_refused(act: str) -> None:
    with pytest.raises(Invalid):
        arranged(GIVEN, act)


def test_there_are_sixty_boxes_at_most() -> None:
    most = Typed(GIVEN.paper, GIVEN.boxes[:1] * MOST_BOXES)
    for act in ("add", "copy:1"):
        with pytest.raises(Invalid) as refused:
            arranged(most, act)
        assert refused.value.fields == {"boxes": "Un gabarit a 60 boîtes au plus."}
