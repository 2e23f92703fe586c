"""The declaration of bookbinding."""

from esat.declarations import Card, Guard, HoldReason, ItemKind, NavEntry, Workshop
from esat.production.stage_settings import still_resting
from labels import LAYOUTS
from workshops.bookbinding import demo, forms, models, pages, reads
from workshops.bookbinding.stages import MACHINE

__all__ = ["MODULE", "models"]

MODULE = Workshop(
    code="bookbinding",
    label="Reliure",
    slug="reliure",
    accent="wine",
    machine=MACHINE,
    item_kinds=(ItemKind("volume", "Volume", "volume", "V", "volume"),),
    layouts=tuple(LAYOUTS[code] for code in ("volume", "shelf")),
    blueprints=(pages.blueprint,),
    nav=(
        NavEntry(
            "Reliure",
            "boards.tablet",
            "production.scan",
            "book",
            {"workshop": "reliure"},
            order=24,
        ),
    ),
    # Glue dries and presses press: the house may give a time to sewn, covered and gilded volumes.
    guards=(Guard("bookbinding", ("cover", "gild", "check"), still_resting),),
    hold_reasons=(
        HoldReason(
            "leaves_missing",
            "Feuillets manquants",
            client_word="En attente de votre réponse",
            workshop="bookbinding",
        ),
        HoldReason(
            "title_approval",
            "Titre à valider par le client",
            blocks=("gild", "check"),
            client_word="En attente de votre réponse",
            workshop="bookbinding",
        ),
    ),
    card=Card("bookbinding/_card.html", reads.card),
    order_form=forms.FORM,
    label_lines=reads.label_lines,
    demo=demo.demo,
)
