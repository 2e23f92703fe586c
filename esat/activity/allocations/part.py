"""What the room of allocations declares."""

from esat.activity.allocations import (
    acts,
    demo,
    exports,
    models,
    order_pages,
    pages,
    service,
    support_pages,
    texts,
    thread_pages,
)
from esat.additions import EVERY, OrderFragment
from esat.declarations import Capability, HelpPage, Module

__all__ = ["PART", "models"]

PART = Module(
    code="activity.allocations",
    label="Affectations",
    blueprints=(
        pages.blueprint,
        support_pages.blueprint,
        thread_pages.blueprint,
        order_pages.blueprint,
    ),
    capabilities=(
        Capability(
            service.RECORD, "Dire qui travaille à quel poste", ("moniteur", "responsable_atelier")
        ),
        Capability(
            order_pages.READ,
            "Voir les heures d’une commande, par équipe",
            ("bureau", "direction", "responsable_atelier"),
        ),
        Capability(exports.EXPORT, "Emporter les heures par activité", ("bureau", "direction")),
    ),
    acts=acts.ACTS,
    exports=exports.EXPORTS,
    order_fragments=(
        OrderFragment(
            "Heures passées",
            "/equipes/fragments/commande/{ref}",
            order_pages.READ,
            "Par jour et par équipe, jamais par personne.",
            EVERY,
        ),
    ),
    help_pages=(
        HelpPage(
            "postes",
            "Qui travaille à quel poste",
            ("moniteur", "responsable_atelier"),
            "activity/posts_help.html",
        ),
    ),
    demo=demo.demo,
    texts=texts.SENTENCES,
)
