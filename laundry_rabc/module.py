"""The declaration of the biocontamination control of the laundry."""

from esat import rooms
from esat.declarations import Capability, HoldReason, Module
from laundry_rabc import pages, reads
from laundry_rabc.board.part import PART as BOARD
from laundry_rabc.cases import holding
from laundry_rabc.cases.part import PART as CASES
from laundry_rabc.checks.part import PART as CHECKS
from laundry_rabc.impact.part import PART as IMPACT
from laundry_rabc.instruments.part import PART as INSTRUMENTS
from laundry_rabc.lab.part import PART as LAB
from laundry_rabc.loggers.part import PART as LOGGERS
from laundry_rabc.papers.part import PART as PAPERS
from laundry_rabc.people.part import PART as PEOPLE
from laundry_rabc.plan.part import PART as PLAN
from laundry_rabc.policies.part import PART as POLICIES
from laundry_rabc.prereq.part import PART as PREREQ
from laundry_rabc.proof.part import PART as PROOF
from laundry_rabc.qualify.part import PART as QUALIFY
from laundry_rabc.results.part import PART as RESULTS
from laundry_rabc.trace.part import PART as TRACE
from laundry_rabc.watch.part import PART as WATCH

__all__ = ["MODULE"]

READERS = ("qualite", "direction", "inspecteur", "administrateur")
HOME = (*READERS, "responsable_atelier", "moniteur", "comptoir")
"""Who opens the RABC home: each finds the tiles of his own rights there."""

OWN = Module(
    code="laundry_rabc.own",
    label="RABC",
    blueprints=(pages.blueprint,),
    capabilities=(
        Capability("rabc.read", "Voir l’accueil RABC et les quarantaines", HOME),
        Capability("rabc.release", "Mettre et lever une quarantaine RABC", ("qualite",)),
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
)
ROOMS = (
    OWN,
    INSTRUMENTS,
    POLICIES,
    PLAN,
    PEOPLE,
    QUALIFY,
    RESULTS,
    CASES,
    LOGGERS,
    WATCH,
    CHECKS,
    LAB,
    PREREQ,
    PAPERS,
    IMPACT,
    TRACE,
    PROOF,
    BOARD,
)

MODULE = Module(code="laundry_rabc", label="RABC", **rooms.together(ROOMS))
