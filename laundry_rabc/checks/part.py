"""What the checks declare: their pages, rights, job, act and table to take away."""

from esat.declarations import Export, HelpPage, Job, Module
from laundry_rabc.cases import judged
from laundry_rabc.checks import (
    acts,
    calendar,
    calendar_pages,
    demo,
    escalating,
    exports,
    history_pages,
    models,
    pages,
    reading_pages,
    rights,
    settling,
    texts,
    validation_pages,
)

__all__ = ["PART", "calendar_pages", "history_pages", "models", "reading_pages", "validation_pages"]


def _install() -> None:
    judged.on_recorded(settling.told)


PART = Module(
    code="laundry_rabc.checks",
    label="RABC",
    blueprints=(pages.blueprint,),
    capabilities=rights.CAPABILITIES,
    acts=acts.ACTS,
    jobs=(
        Job(
            "rabc.checks", "Préparer les contrôles et prévenir des retards", "interval",
            {"minutes": 10}, escalating.tick,
        ),
    ),
    exports=(
        Export(
            "rabc_results", "Relevés des contrôles RABC", rights.EXPORT, exports.HEADERS,
            exports.rows,
        ),
    ),
    help_pages=(
        HelpPage(
            "controles-rabc", "Contrôles du jour",
            ("qualite", "responsable_atelier", "moniteur", "comptoir", "administrateur"),
            "laundry_rabc/checks/help.html",
        ),
    ),
    receivers=_install,
    install=calendar.install,
    demo=demo.demo,
    texts=texts.TEXTS,
)  # fmt: skip
