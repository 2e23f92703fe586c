"""What the room of the kiosk declares."""

from esat.activity.kiosk import (
    acts,
    demo,
    kiosk_pages,
    models,
    picture_pages,
    portraits,
    reads,
    saying,
    texts,
)
from esat.declarations import Capability, HelpPage, Module
from esat.production import offline_pages
from esat.workers import hints, told

__all__ = ["PART", "models"]

_KEEPERS = ("moniteur", "responsable_atelier", "bureau")


def install() -> None:
    """What the kiosk was told stands beside the names of a sheet, and may be taken over there;
    portraits are kept apart; without network the kiosk has a page of its own.
    """
    hints.add_source(reads.hints)
    told.add_source(reads.told)
    portraits.install()
    offline_pages.add_shell("kiosk.show", "kiosk.away")


PART = Module(
    code="activity.kiosk",
    label="Borne",
    blueprints=(kiosk_pages.blueprint, picture_pages.blueprint),
    capabilities=(
        Capability(saying.SAY, "Dire son arrivée et son départ à la borne", ("borne",)),
        Capability(
            portraits.SEE,
            "Voir les portraits de ceux qui sont d’accord",
            ("borne", *_KEEPERS, "direction"),
        ),
        Capability(portraits.KEEP, "Choisir les images et mettre les portraits", _KEEPERS),
        Capability(portraits.CONSENT, "Noter l’accord pour un portrait", ("bureau",)),
    ),
    acts=acts.ACTS,
    help_pages=(
        HelpPage(
            "images-et-borne",
            "La borne d’arrivée et les images",
            (*_KEEPERS, "borne"),
            "help/images-et-borne.html",
        ),
    ),
    texts=texts.SENTENCES,
    receivers=install,
    demo=demo.demo,
)
