"""What the room of dossiers declares."""

from esat.declarations import Check, HelpPage, Module, NamedPapers
from laundry_rabc.dossier import demo, jobs, models, naming, pages, reads, rights, texts

__all__ = ["PART", "models"]

PART = Module(
    code="laundry_rabc.dossier",
    label="RABC",
    blueprints=(pages.blueprint,),
    capabilities=rights.CAPABILITIES,
    jobs=jobs.JOBS,
    checks=(Check("rabc.dossiers", "Chaque dossier d’audit a ses fichiers intacts", reads.faults),),
    named_papers=(NamedPapers("rabc.dossiers", naming.WHY, naming.naming),),
    help_pages=(
        HelpPage(
            "dossier-audit", "Dossier d’audit",
            ("qualite", "direction", "inspecteur"), "laundry_rabc/dossier/help.html",
        ),
    ),
    texts=texts.TEXTS,
    demo=demo.demo,
)  # fmt: skip
