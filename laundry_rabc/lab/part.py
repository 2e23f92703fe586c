"""What the laboratory declares: its pages, its import and export, its tables."""

from datetime import datetime

from sqlmodel import Session

from esat.declarations import HelpPage, Module
from esat.files import access
from laundry_rabc.lab import (
    demo,
    exports,
    fix_pages,
    importing,
    models,
    pages,
    reports,
    rights,
    setting_pages,
    sheet_pages,
    texts,
    trend_pages,
)
from laundry_rabc.plan import trend_rules

__all__ = ["PART", "fix_pages", "models", "sheet_pages"]


def _listen() -> None:
    access.add_keeper(reports.kept_here)


def _install(session: Session, at: datetime) -> None:
    trend_rules.install(session, at)


PART = Module(
    code="laundry_rabc.lab",
    label="RABC",
    blueprints=(pages.blueprint, trend_pages.blueprint, setting_pages.blueprint),
    capabilities=rights.CAPABILITIES,
    imports=(importing.IMPORT,),
    exports=(exports.EXPORT,),
    help_pages=(
        HelpPage(
            "laboratoire",
            "Résultats de laboratoire et tendances",
            ("qualite", "responsable_atelier", "moniteur", "direction", "inspecteur"),
            "laundry_rabc/lab/help.html",
        ),
    ),
    receivers=_listen,
    install=_install,
    demo=demo.demo,
    texts=texts.TEXTS,
)
