"""« Ce que l’ESAT garde sur vous »: everything that is held, in easy words, family by family."""

from collections.abc import Iterator
from typing import Final

from sqlmodel import Session

from esat.activity.rights.families import FAMILIES
from esat.activity.skills.extract import Extract, Line, Section
from esat.workers.models import Worker

TITLE: Final = "Ce que l’ESAT garde sur vous"
_OPENING: Final = (
    "Ce papier est à vous.",
    "Il dit ce qui est écrit sur vous dans l’outil.",
)
_READERS: Final = (
    "Votre moniteur lit votre prénom.\nIl lit votre présence, votre travail, vos postes.",
    "Le bureau lit tout.",
    "La direction lit votre contrat et votre place.",
    "Les clients ne lisent rien sur vous.",
    "L’outil note qui a lu votre dossier.\nVous pouvez demander qui.",
)
_NEVER: Final = (
    "Votre santé n’est pas écrite.",
    "Votre argent n’est pas écrit.",
    "La vitesse de votre travail n’est pas écrite.",
)
_RIGHTS: Final = (
    "Vous pouvez lire ces informations.",
    "Vous pouvez les emporter.",
    "Une information est fausse ?\nDites-le au bureau.\nLe bureau la corrige et vous répond.",
    "Vous pouvez demander de l’aide à la personne de votre choix.",
)


def of_worker(session: Session, worker: Worker) -> Extract:
    """The whole statement; families of which nothing is held are left out."""
    name = f"{worker.first_name} {worker.last_name}".strip()
    return Extract(TITLE, name, tuple(_sections(session, worker)), strange=())


def _sections(session: Session, worker: Worker) -> Iterator[Section]:
    yield _fixed("Pour vous", "person", _OPENING)
    for family in FAMILIES:
        lines = tuple(Line(text) for text in family.say(session, worker))
        if lines:
            yield Section(family.title, family.pictogram, lines)
    yield _fixed("Ce qui n’est pas gardé", "eye-slash", _NEVER)
    yield _fixed("Qui lit ces informations", "eye", _READERS)
    yield _fixed("Vos droits", "hand-thumbs-up", _RIGHTS)


def _fixed(title: str, pictogram: str, said: tuple[str, ...]) -> Section:
    return Section(title, pictogram, tuple(Line(one) for one in said))
