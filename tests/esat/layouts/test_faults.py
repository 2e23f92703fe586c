from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.errors import Invalid
from esat.layouts import faults, store
from esat.layouts.store import Wanted
from labels import LAYOUTS, Box, Layout, Symbol
from labels.checking import KINDS
from tests.esat.layouts.editing import BAG, QR, TITLE, field, first, with_box

BARS = first(BAG, Symbol.CODE128)
CODE = field(BAG, "code")
MARK = next(at for at, box in enumerate(BAG.boxes) if box.kind == "mark")


def without(layout: Layout, *places: int) -> Layout:
    return replace(layout, boxes=tuple(b for at, b in enumerate(layout.boxes) if at not in places))


def added(box: Box) -> Layout:
    return replace(BAG, boxes=(*BAG.boxes, box))


REFUSED = {
    "symbol_small": (
        with_box(BAG, QR, w=12.0),
        f"Boîte {QR + 1} (symbole QR) : il faut 14,6 mm, il y en a 12.",
    ),
    "symbol_small wide": (
        with_box(BAG, BARS, w=20.0),
        f"Boîte {BARS + 1} (symbole Code 128) : il faut ",
    ),
    "symbol_small low": (
        with_box(BAG, BARS, h=3.0),
        f"Boîte {BARS + 1} (symbole Code 128) : il faut 5",
    ),
    "symbol_small text": (
        with_box(BAG, QR, field="", text="Été"),
        f"Boîte {QR + 1} (symbole QR) : aucun symbole ne tient ce texte.",
    ),
    "box_outside": (
        with_box(BAG, TITLE, x=30.0),
        f"Boîte {TITLE + 1} (Titre) : elle sort du papier.",
    ),
    "near_edge": (
        with_box(BAG, TITLE, x=0.2),
        f"Boîte {TITLE + 1} (Titre) : laissez 0,5 mm jusqu’au bord",
    ),
    "text_cut": (
        with_box(BAG, TITLE, w=20.0, lines=1),
        f"Boîte {TITLE + 1} (Titre) : le plus long texte ne tient pas.",
    ),
    "text_low": (
        with_box(BAG, TITLE, h=2.0),
        f"Boîte {TITLE + 1} (Titre) : il faut ",
    ),
    "symbol_covered": (
        with_box(BAG, QR, y=BAG.boxes[CODE].y),
        f"Boîte {CODE + 1} (Code) : elle touche la boîte {QR + 1}.",
    ),
    "boxes_overlap": (
        with_box(BAG, CODE, y=10.0),
        f"Boîte {TITLE + 1} (Titre) : elle couvre la boîte {CODE + 1}.",
    ),
    "box_blank": (
        added(Box("text", 2, 1, 10, 5)),
        f"Boîte {len(BAG.boxes) + 1} (rien) : elle n’écrit rien.",
    ),
    "unknown_field": (
        added(Box("text", 2, 1, 10, 5, "moon")),
        f"Boîte {len(BAG.boxes) + 1} (moon) : ce champ n’existe pas.",
    ),
    "no_symbol": (without(BAG, QR, BARS), "Il manque un symbole du code."),
    "no_code_text": (without(BAG, CODE), "Il manque le code en lettres."),
    "no_mark": (without(BAG, MARK), "Il manque la marque de réimpression."),
    "sheet_small": (
        replace(LAYOUTS["sheet24"], sheet="21"),
        "La planche a des étiquettes plus petites : 63,5 × 38,1 mm au plus.",
    ),
    "sheet_unknown": (replace(BAG, sheet="7"), "Cette planche n’existe pas."),
    "paper_size": (replace(BAG, width=600.0), "Ce papier n’existe pas."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_each_fault_is_said_in_french_beside_its_box_and_nothing_is_kept(
    session: Session, now: datetime, case: str
) -> None:
    layout, sentence = REFUSED[case]
    kind = case.partition(" ")[0]
    found = [one for one in faults.of(layout) if one.kind == kind]
    assert any(one.named().startswith(sentence) for one in found), [f.named() for f in found]
    with pytest.raises(Invalid) as refused:
        store.save(session, Wanted(layout, 0), reason="Essai", by=SYSTEM, at=now)
    assert refused.value.code == "layout_faulty"
    assert any(sentence in said for said in refused.value.fields.values())
    assert store.version_of(session, layout.code) == 0


def test_every_fault_that_can_be_found_has_its_sentence_and_its_test() -> None:
    assert {case.partition(" ")[0] for case in REFUSED} == set(KINDS)
    for kind in KINDS:
        assert kind in faults.SENTENCES or kind == "symbol_small"
    assert all(len(sentence) <= 90 for sentence in faults.SENTENCES.values())


@pytest.mark.parametrize("code", LAYOUTS)
def test_the_layouts_of_the_house_hold_at_both_densities(code: str) -> None:
    assert [one.named() for one in faults.of(LAYOUTS[code])] == []


def test_of_the_two_densities_the_larger_size_is_asked_once() -> None:
    small = with_box(BAG, BARS, w=20.0, h=3.0)
    (one,) = [said for said in faults.of(small) if said.kind == "symbol_small"]
    wide, _, low = one.sentence.partition(". ")
    assert wide.startswith("il faut ")
    assert wide.endswith(" mm de large, il y en a 20")
    assert low.startswith("Il faut 5")
    assert low.endswith(" mm de haut, il y en a 3.")
    needed = float(wide.split()[2].replace(",", "."))
    ample = with_box(BAG, BARS, w=needed)
    assert [said for said in faults.of(ample) if said.kind == "symbol_small"] == []


def test_boxes_are_named_by_their_number_on_the_screen() -> None:
    covered = with_box(BAG, CODE, y=10.0)
    numbers = [at + 3 for at in range(len(BAG.boxes))]
    said = {one.named(numbers) for one in faults.of(covered) if one.kind == "boxes_overlap"}
    assert f"Boîte {TITLE + 3} (Titre) : elle couvre la boîte {CODE + 3}. Écartez-les." in said
