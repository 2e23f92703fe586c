"""What the room of workers brings: pages, rights, the act of the half-day, sentences, export."""

from datetime import datetime

from sqlmodel import Session

from esat.declarations import Capability, Export, Module, NavEntry
from esat.workers import acts, demo, half_days, locks, office_pages, pages, reads, texts
from esat.workers.posts import posts
from esat.workers.posts import texts as post_texts
from esat.workers.posts.models import WorkAuthorisation, WorkPost
from esat.workers.rules import keeping as rules
from esat.workers.timetables import models as timetables

__all__ = ["MODULE", "WorkAuthorisation", "WorkPost", "timetables"]


def _install(session: Session, at: datetime) -> None:
    """What an empty house needs of people from the first day."""
    rules.BOOK.install(session, at)
    posts.install(session, at)


MODULE = Module(
    code="workers",
    label="Équipes et travailleurs",
    blueprints=(pages.blueprint, office_pages.blueprint),
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
    install=_install,
    texts={**texts.SENTENCES, **post_texts.SENTENCES},
)
