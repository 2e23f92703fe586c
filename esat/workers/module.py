"""What the room of workers brings: its own declarations, then those of its rooms."""

from esat import rooms
from esat.declarations import Capability, Export, Module, NavEntry
from esat.workers import (
    acts,
    demo,
    half_days,
    locks,
    membership_pages,
    office_pages,
    pages,
    reads,
    texts,
)
from esat.workers.absences.part import PART as ABSENCES
from esat.workers.contracts.part import PART as CONTRACTS
from esat.workers.posts.part import PART as POSTS
from esat.workers.replacing.part import PART as REPLACING
from esat.workers.rules.part import PART as RULES
from esat.workers.timetables.part import PART as TIMETABLES

CORE = Module(
    code="workers.core",
    label="Équipes et travailleurs",
    blueprints=(pages.blueprint, office_pages.blueprint, membership_pages.blueprint),
    nav=(
        NavEntry("Équipes", "workers.teams", "workers.read", "people", order=40),
        NavEntry("Travailleurs", "workers.people", "workers.read", "person-badge", order=42),
    ),
    capabilities=(
        Capability(
            half_days.RECORD,
            "Tenir la feuille de demi-journée",
            ("moniteur", "responsable_atelier"),
        ),
        Capability(
            "workers.read",
            "Voir les équipes et les prénoms",
            ("moniteur", "responsable_atelier", "bureau", "direction"),
        ),
        Capability(
            "workers.manage",
            "Tenir la liste des travailleurs et des équipes",
            ("bureau", "direction"),
        ),
        Capability(locks.CORRECT, "Corriger un mois clos", ("bureau",)),
        Capability("hours.export", "Emporter les présences", ("bureau", "direction")),
    ),
    acts=(acts.RECORD_HALF_DAY,),
    exports=(
        Export("hours", "Présences", "hours.export", reads.EXPORT_HEADERS, reads.export_rows),
    ),
    demo=demo.demo,
    texts=texts.SENTENCES,
)
ROOMS = (
    CORE,
    TIMETABLES,
    RULES,
    POSTS,
    ABSENCES,
    CONTRACTS,
    REPLACING,
)

MODULE = Module(code="workers", label="Équipes et travailleurs", **rooms.together(ROOMS))
