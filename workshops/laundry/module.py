"""The laundry's declaration."""

from esat import rooms
from esat.declarations import Card, HoldReason, ItemKind, Module, NavEntry, Workshop
from labels import LAYOUTS
from workshops.laundry import cards, counter_card, demo, forms, models, receiving
from workshops.laundry.desk import paper
from workshops.laundry.desk.part import PART as DESK
from workshops.laundry.dispatch import labels as dispatch_labels
from workshops.laundry.dispatch.part import PART as DISPATCH
from workshops.laundry.figures.part import PART as FIGURES
from workshops.laundry.figures.wall import WALL
from workshops.laundry.finishing import telling
from workshops.laundry.finishing.part import PART as FINISHING
from workshops.laundry.intake.part import PART as INTAKE
from workshops.laundry.plant.part import PART as PLANT
from workshops.laundry.recall.part import PART as RECALL
from workshops.laundry.residents.part import PART as RESIDENTS
from workshops.laundry.stages import MACHINE
from workshops.laundry.stock.part import PART as STOCK
from workshops.laundry.washing import grammar, zones
from workshops.laundry.washing.part import PART as WASHING

__all__ = ["MODULE", "models"]

OWN = Module(
    code="laundry.own",
    label="Blanchisserie",
    nav=(NavEntry("Blanchisserie", "laundry_figures.hub", "production.board", "basket", order=22),),
    event_kinds=receiving.EVENT_KINDS,
    hold_reasons=(
        HoldReason("contaminated", "Linge contaminé", client_word="Suspendue", workshop="laundry"),
        HoldReason("damaged", "Linge ou sac abîmé", workshop="laundry"),
    ),
    texts={
        "bag_without_client": "Ce sac n’est à aucun client. Liez-le d’abord à un client.",
    },
    demo=demo.demo,
    install=cards.install,
)
ROOMS = (OWN, PLANT, INTAKE, WASHING, FINISHING, DISPATCH, DESK, RESIDENTS, STOCK, RECALL, FIGURES)

MODULE = Workshop(
    code="laundry",
    label="Blanchisserie",
    slug="blanchisserie",
    accent="blue",
    machine=MACHINE,
    item_kinds=(
        ItemKind("bag", "Sac", "sac", "F", "bag"),
        ItemKind("trolley", "Chariot", "chariot", "R", "crate"),
        ItemKind("linen", "Linge trié", "kg", "N", "crate"),
        ItemKind("garment", "Pièce", "pièce", "P", "garment"),
        ItemKind("parcel", "Colis", "colis", "N", "crate"),
    ),
    layouts=tuple(LAYOUTS[code] for code in ("bag", "crate", "garment", "equipment")),
    card=Card("laundry/_card.html", counter_card.card, personal=True, idle=True),
    wall=WALL,
    order_form=forms.FORM,
    label_lines=dispatch_labels.label_lines,
    paper_more=paper.more,
    paper_words=dispatch_labels.paper_words,
    order_words=telling.to_client,
    paper_sums=dispatch_labels.paper_sums,
    receive=receiving.receive,
    receive_label="Recevoir ce sac",
    watch=zones.watch,
    spoken=grammar.spoken,
    **rooms.together(ROOMS),
)
