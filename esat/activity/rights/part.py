"""What the room of rights declares."""

from esat.activity.rights import (
    demo,
    keeping,
    keeping_pages,
    models,
    reader_pages,
    request_pages,
    requests,
    retention,
    texts,
)
from esat.declarations import Capability, Check, HelpPage, Module

__all__ = ["PART", "models"]

PART = Module(
    code="activity.rights",
    label="Droits et conservation",
    blueprints=(request_pages.blueprint, keeping_pages.blueprint, reader_pages.blueprint),
    capabilities=(
        Capability(requests.MANAGE, "Répondre aux demandes sur les données", ("bureau",)),
        Capability(
            keeping.KEEP, "Tenir la conservation et détruire un dossier", ("bureau", "direction")
        ),
        Capability(reader_pages.READ, "Voir qui a lu un dossier", ("administrateur", "direction")),
    ),
    checks=(Check("rights.destroyed", "Destructions de dossiers appliquées", keeping.faults),),
    retention=retention.RULES,
    restored=(keeping.again,),
    jobs=retention.JOBS,
    help_pages=(
        HelpPage(
            "droits-et-conservation",
            "Droits des personnes et conservation",
            ("bureau", "direction", "administrateur"),
            "activity/rights/help.html",
        ),
    ),
    texts=texts.SENTENCES,
    demo=demo.demo,
)
