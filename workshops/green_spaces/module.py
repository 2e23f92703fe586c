"""The declaration of green spaces."""

from esat.declarations import Card, HoldReason, ItemKind, NavEntry, Workshop
from labels import LAYOUTS
from workshops.green_spaces import demo, forms, models, reads
from workshops.green_spaces.stages import MACHINE

__all__ = ["MODULE", "models"]

MODULE = Workshop(
    code="green_spaces",
    label="Espaces verts",
    slug="espaces-verts",
    accent="green",
    machine=MACHINE,
    item_kinds=(ItemKind("visit", "Passage", "passage", "N", "small"),),
    layouts=tuple(LAYOUTS[code] for code in ("small", "site")),
    nav=(
        NavEntry(
            "Espaces verts",
            "boards.tablet",
            "production.scan",
            "tree",
            {"workshop": "espaces-verts"},
            order=23,
        ),
    ),
    hold_reasons=(
        HoldReason("heat", "Canicule", client_word="Suspendue", workshop="green_spaces"),
        HoldReason(
            "access",
            "Accès impossible",
            client_word="En attente de votre réponse",
            workshop="green_spaces",
        ),
    ),
    card=Card("green_spaces/_card.html", reads.card),
    order_form=forms.FORM,
    label_lines=reads.label_lines,
    demo=demo.demo,
)
