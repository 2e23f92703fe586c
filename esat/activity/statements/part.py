"""What the room of monthly statements declares."""

from esat.activity.statements import (
    closing,
    demo,
    group_pages,
    models,
    pages,
    payroll_pages,
    rule_pages,
    texts,
    worker_pages,
)
from esat.declarations import Capability, HelpPage, Module, NavPage

__all__ = ["PART", "models"]

PART = Module(
    code="activity.statements",
    label="Relevés du mois",
    blueprints=(
        pages.blueprint,
        worker_pages.blueprint,
        group_pages.blueprint,
        payroll_pages.blueprint,
        rule_pages.blueprint,
    ),
    capabilities=(
        Capability(
            closing.VALIDATE, "Valider le mois de son groupe", ("moniteur", "responsable_atelier")
        ),
        Capability(closing.MANAGE, "Tenir les relevés du mois et la paie", ("bureau",)),
    ),
    nav_pages=(NavPage("group_month.index", "workers.teams"),),
    help_pages=(
        HelpPage(
            "releves-du-mois",
            "Relevés du mois et paie",
            ("bureau", "direction", "moniteur", "responsable_atelier"),
            "activity/statements/help.html",
        ),
    ),
    demo=demo.demo,
    texts=texts.SENTENCES,
)
