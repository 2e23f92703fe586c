"""What the room of workers brings: pages, rights, the act of the half-day, sentences, export."""

from esat.declarations import Capability, Export, Module, NavEntry
from esat.workers import acts, demo, half_days, locks, office_pages, pages, reads, texts
from esat.workers.posts import models as posts
from esat.workers.rules import keeping as rules
from esat.workers.timetables import models as timetables
from esat.workers.timetables import pages as timetable_pages

__all__ = ["MODULE", "posts", "timetables"]

MODULE = Module(
    code="workers",
    label="Équipes et travailleurs",
    blueprints=(pages.blueprint, office_pages.blueprint, timetable_pages.blueprint),
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
        Capability(rules.READ, "Voir les règles de temps et de congés", ("bureau", "direction")),
        Capability(rules.SET, "Décider des règles de temps et de congés", ("direction",)),
        Capability("hours.export", "Emporter les présences", ("bureau", "direction")),
    ),
    acts=(acts.RECORD_HALF_DAY,),
    exports=(
        Export("hours", "Présences", "hours.export", reads.EXPORT_HEADERS, reads.export_rows),
    ),
    demo=demo.demo,
    install=rules.BOOK.install,
    texts=texts.SENTENCES,
)
