"""The declaration of subcontracting."""

from esat.declarations import Card, HoldReason, ItemKind, NavEntry, Workshop
from labels import LAYOUTS
from workshops.subcontracting import demo, forms, models, reads
from workshops.subcontracting.stages import MACHINE

__all__ = ["MODULE", "models"]

MODULE = Workshop(
    code="subcontracting",
    label="Sous-traitance",
    slug="sous-traitance",
    accent="ochre",
    machine=MACHINE,
    item_kinds=(ItemKind("batch", "Lot de production", "pièce", "N", "lot"),),
    layouts=tuple(LAYOUTS[code] for code in ("lot", "carton", "tray", "pallet")),
    nav=(
        NavEntry(
            "Sous-traitance",
            "boards.tablet",
            "production.scan",
            "box-seam",
            {"workshop": "sous-traitance"},
            order=25,
        ),
    ),
    hold_reasons=(
        HoldReason(
            "first_piece",
            "Première pièce à faire approuver",
            blocks=("approve_first_piece", "start"),
            client_word="En attente de votre réponse",
            workshop="subcontracting",
        ),
        HoldReason(
            "count_gap",
            "Écart de comptage",
            client_word="En attente de votre réponse",
            workshop="subcontracting",
        ),
    ),
    card=Card("subcontracting/_card.html", reads.card),
    order_form=forms.FORM,
    label_lines=reads.label_lines,
    demo=demo.demo,
)
