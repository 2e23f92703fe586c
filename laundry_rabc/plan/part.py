"""What the plan declares: its tables, its first proposals, its pages."""

from esat.declarations import Export, HelpPage, Module
from laundry_rabc.plan import (
    decision_pages,
    demo,
    draft_pages,
    exports,
    flow_pages,
    hazard_pages,
    models,
    pages,
    proposing,
    rights,
    texts,
    word_pages,
)

__all__ = ["PART", "models"]

PART = Module(
    code="laundry_rabc.plan",
    label="RABC",
    blueprints=(
        pages.blueprint, draft_pages.blueprint, decision_pages.blueprint, hazard_pages.blueprint,
        flow_pages.blueprint, word_pages.blueprint,
    ),
    capabilities=rights.CAPABILITIES,
    exports=(
        Export("rabc_plan", "Plan de contrôle RABC", rights.EXPORT, exports.HEADERS, exports.rows),
    ),
    help_pages=(
        HelpPage(
            "rabc-plan", "Plan de contrôle",
            ("qualite", "direction", "responsable_atelier", "moniteur"),
            "laundry_rabc/plan/help.html",
        ),
    ),
    texts=texts.TEXTS,
    demo=demo.demo,
    install=proposing.install,
)  # fmt: skip
