"""What the room of the qualifications declares."""

from esat.declarations import HelpPage, Module
from esat.files import access
from laundry_rabc.qualify import demo, keeping, models, pages, rights, start_pages, starts, texts
from workshops.laundry.washing import conditions

__all__ = ["PART", "models"]


def _install() -> None:
    access.add_keeper(keeping.kept_here)
    conditions.add(starts.condition)


PART = Module(
    code="laundry_rabc.qualify",
    label="RABC",
    blueprints=(pages.blueprint, start_pages.blueprint),
    capabilities=rights.CAPABILITIES,
    help_pages=(
        HelpPage(
            "qualifications",
            "Qualification des programmes",
            ("qualite", "responsable_atelier", "moniteur"),
            "laundry_rabc/qualify/help.html",
        ),
    ),
    texts=texts.TEXTS,
    receivers=_install,
    demo=demo.demo,
)
