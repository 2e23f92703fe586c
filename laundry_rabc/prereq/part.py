"""What the prerequisites declare."""

from esat.declarations import Export, HelpPage, Module
from esat.files import access
from laundry_rabc.prereq import (
    chemical_pages,
    cleaning_pages,
    demo,
    exports,
    kept,
    models,
    pages,
    plan_pages,
    pump_pages,
    rights,
    round_pages,
    texts,
    upkeep,
    upkeep_pages,
)

__all__ = ["PART", "models", "upkeep"]


def _install() -> None:
    access.add_keeper(kept.kept_here)


PART = Module(
    code="laundry_rabc.prereq",
    label="RABC",
    blueprints=(
        pages.blueprint, chemical_pages.blueprint, pump_pages.blueprint, cleaning_pages.blueprint,
        plan_pages.blueprint, round_pages.trolley_pages, round_pages.hygiene_pages,
        round_pages.pest_pages, upkeep_pages.blueprint,
    ),
    capabilities=rights.CAPABILITIES,
    exports=(
        Export("rabc_cleaning", "RABC : nettoyage prévu et fait", rights.EXPORT,
               exports.CLEANING_HEADERS, exports.cleaning_rows),
        Export("rabc_pumps", "RABC : pompes et lots de produits", rights.EXPORT,
               exports.PUMP_HEADERS, exports.pump_rows),
        Export("rabc_upkeep", "RABC : entretien des machines", rights.EXPORT,
               exports.UPKEEP_HEADERS, exports.upkeep_rows),
        Export("rabc_prereq_gaps", "RABC : écarts des prérequis", rights.EXPORT,
               exports.GAP_HEADERS, exports.gap_rows),
    ),
    help_pages=(
        HelpPage("prerequis-rabc", "Prérequis RABC",
                 ("qualite", "responsable_atelier", "moniteur", "administrateur"),
                 "laundry_rabc/prereq/help.html"),
    ),
    receivers=_install,
    demo=demo.demo,
    texts=texts.TEXTS,
)  # fmt: skip
