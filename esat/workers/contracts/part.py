"""What the room of contracts declares."""

from typing import Final

from esat.declarations import Capability, Job, Module
from esat.workers.contracts import demo, keeping, models, pages, texts, trials, worker_pages

__all__ = ["PART", "models"]


PART: Final = Module(
    code="workers.contracts",
    label="Contrats et places",
    blueprints=(pages.blueprint, worker_pages.blueprint),
    capabilities=(
        Capability(pages.READ, "Voir les contrats et les places", ("bureau", "direction")),
        Capability(pages.KEEP, "Tenir les contrats et les accords", ("bureau", "direction")),
        Capability(trials.EXTEND, "Prolonger une période d’essai", ("direction",)),
    ),
    jobs=(
        Job(
            "workers.contracts",
            "Contrats du jour",
            "cron",
            {"hour": 0, "minute": 10},
            keeping.show_today,
        ),
    ),
    demo=demo.demo,
    texts=texts.SENTENCES,
)
