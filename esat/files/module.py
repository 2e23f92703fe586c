"""Attachments declare their pages, their rights, their checks and their sweeper."""

from typing import Protocol

from sqlmodel import Session

from esat import clock
from esat.config import Settings
from esat.db import Database
from esat.declarations import Capability, Check, Job, Module
from esat.files import access, pages, service
from esat.files.store import store_of


class FilesHouse(Protocol):
    """What the sweeper needs of the composition."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...


def sweep(house: FilesHouse) -> None:
    with house.database.write() as session:
        service.sweep(session, store_of(house.settings), clock.now())


def orphans(session: Session, settings: Settings) -> list[str]:
    """Bytes that the nightly sweeper should have removed."""
    found = service.orphans(session, store_of(settings), clock.now())
    return [f"Fichier sans pièce jointe : {sha256[:12]}…" for sha256 in found]


MODULE = Module(
    code="files",
    label="Pièces jointes",
    blueprints=(pages.blueprint,),
    capabilities=(
        Capability(
            access.READ,
            "Voir les photos et pièces jointes",
            (
                "administrateur",
                "direction",
                "bureau",
                "responsable_atelier",
                "moniteur",
                "comptoir",
                "qualite",
                "inspecteur",
            ),
        ),
    ),
    jobs=(
        Job(
            code="files.sweep",
            label="Retirer les fichiers que plus rien ne nomme",
            trigger="cron",
            when={"hour": 3, "minute": 50},
            run=sweep,
        ),
    ),
    checks=(
        Check("files.rows", "Chaque pièce jointe a son fichier intact", service.faults),
        Check("files.orphans", "Aucun fichier sans pièce jointe", orphans),
    ),
    texts={
        "file_empty": "Le fichier est vide. Choisissez-en un autre.",
        "file_gone": "Ce fichier n’est plus là. Prévenez l’administrateur.",
        "file_too_large": "Le fichier dépasse 15 Mo. Envoyez-en un plus petit.",
        "file_type_refused": "Ce type de fichier n’est pas accepté : JPEG, PNG, WebP ou PDF.",
        "file_unreadable": "Le fichier est abîmé ou incomplet. Envoyez-le de nouveau.",
        "picture_too_large": "L’image a trop de points. Envoyez-en une plus petite.",
    },
)
