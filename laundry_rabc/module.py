"""The declaration of the biocontamination control of the laundry."""

from esat import rooms
from esat.declarations import Capability, Export, HoldReason, Module
from laundry_rabc import api, models, pages, reads
from laundry_rabc.board.part import PART as BOARD
from laundry_rabc.cases import holding
from laundry_rabc.cases.part import PART as CASES
from laundry_rabc.impact.part import PART as IMPACT
from laundry_rabc.plan.part import PART as PLAN
from laundry_rabc.results.part import PART as RESULTS
from laundry_rabc.texts import TEXTS
from laundry_rabc.watch.part import PART as WATCH

__all__ = ["MODULE", "models"]

READERS = ("qualite", "direction", "inspecteur", "administrateur")
FLOOR = ("responsable_atelier", "moniteur")
"""Who does the daily things of RABC."""

OWN = Module(
    code="laundry_rabc.own",
    label="RABC",
    blueprints=(pages.blueprint, api.bp),
    capabilities=(
        Capability("rabc.read", "Voir le RABC", (*READERS, *FLOOR)),
        Capability("rabc.release", "Mettre et lever une quarantaine RABC", ("qualite",)),
        Capability("rabc.instruments", "Tenir les instruments", ("qualite", "administrateur")),
        Capability("readings.write", "Envoyer des mesures", ("comptoir", "qualite")),
        Capability("readings.read", "Lire les mesures", READERS),
        Capability(
            "readings.export", "Emporter les mesures", ("qualite", "direction", "administrateur")
        ),
    ),
    hold_reasons=(
        HoldReason(
            reads.QUARANTINE,
            "Quarantaine RABC",
            lift_by="rabc.release",
            place_by="rabc.release",
            blocks=holding.BLOCKED,
            client_word="Suspendue",
            workshop="laundry",
            may_lift=holding.may_lift,
        ),
    ),
    exports=(
        Export("readings", "Mesures", "readings.export", reads.EXPORT_HEADERS, reads.export_rows),
    ),
    texts=TEXTS,
)
ROOMS = (OWN, PLAN, RESULTS, CASES, WATCH, IMPACT, BOARD)

MODULE = Module(code="laundry_rabc", label="RABC", **rooms.together(ROOMS))
