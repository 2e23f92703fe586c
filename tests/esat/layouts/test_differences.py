from dataclasses import replace

from esat.layouts import differences
from labels import Box
from tests.esat.layouts.editing import BAG, LINE, QR, TITLE, with_box


def test_the_same_has_no_difference_and_neither_has_a_hair() -> None:
    assert differences.between(BAG, BAG) == ()
    assert differences.between(BAG, with_box(BAG, TITLE, x=BAG.boxes[TITLE].x + 1e-5)) == ()


def test_what_changed_is_said_with_its_box_and_both_values() -> None:
    changed = replace(
        with_box(with_box(BAG, QR, w=25.5), TITLE, bold=False, align="right", when="url"),
        label="Sac",
        height=101.0,
        sheet="24",
    )
    wide = f"{BAG.boxes[QR].w:g}".replace(".", ",")
    assert differences.between(BAG, changed) == (
        f"Nom : « {BAG.label} » → « Sac ».",
        "Planche : rien → « 24 ».",
        "Papier : 60 × 100 mm → 60 × 101 mm.",
        (
            f"Boîte {TITLE + 1} (Titre) : seulement avec rien → Adresse de suivi, "
            "gras oui → non, place dans la boîte à gauche → à droite."
        ),
        f"Boîte {QR + 1} (symbole QR) : largeur {wide} → 25,5.",
    )


def test_a_box_more_moves_no_other() -> None:
    one_more = replace(BAG, boxes=(LINE, *BAG.boxes))
    assert differences.between(BAG, one_more) == ("Boîte 1 (trait) : ajoutée.",)
    assert differences.between(one_more, BAG) == ("Boîte 1 (trait) : retirée.",)


def test_a_box_that_becomes_another_says_how() -> None:
    fixed = Box("text", 3, 8, 20, 0.5, text="Fragile")
    (said,) = differences.between(
        replace(BAG, boxes=(LINE, *BAG.boxes)), replace(BAG, boxes=(fixed, *BAG.boxes))
    )
    assert said == "Boîte 1 (« Fragile ») : sorte Trait → Texte, texte fixe rien → « Fragile »."
