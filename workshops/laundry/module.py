"""The laundry's declaration."""

from esat.declarations import Card, HoldReason, ItemKind, NavEntry, Workshop
from labels import LAYOUTS
from workshops.laundry import cards, demo, forms, models, reads, receiving
from workshops.laundry.stages import MACHINE

__all__ = ["MODULE", "models"]

MODULE = Workshop(
    code="laundry",
    label="Blanchisserie",
    slug="blanchisserie",
    accent="blue",
    machine=MACHINE,
    item_kinds=(
        ItemKind("bag", "Sac", "sac", "F", "bag"),
        ItemKind("trolley", "Chariot", "chariot", "R", "crate"),
    ),
    layouts=tuple(LAYOUTS[code] for code in ("bag", "crate", "garment", "equipment")),
    nav=(
        NavEntry(
            "Blanchisserie",
            "boards.tablet",
            "production.scan",
            "basket",
            {"workshop": "blanchisserie"},
            order=22,
        ),
    ),
    event_kinds=receiving.EVENT_KINDS,
    hold_reasons=(
        HoldReason("contaminated", "Linge contaminé", client_word="Suspendue", workshop="laundry"),
        HoldReason("damaged", "Linge ou sac abîmé", workshop="laundry"),
    ),
    card=Card("laundry/_card.html", reads.card),
    order_form=forms.FORM,
    label_lines=reads.label_lines,
    receive=receiving.receive,
    receive_label="Recevoir ce sac",
    install=cards.install,
    demo=demo.demo,
    texts={
        "bag_without_client": "Ce sac n’est à aucun client. Liez-le d’abord à un client.",
    },
)
