"""What the room of the client's proof declares."""

from datetime import datetime

from sqlmodel import Session

from esat import clock
from esat.additions import OrderFragment
from esat.declarations import Capability, HelpPage, Module, Retention
from esat.mailing import links as mail_links
from esat.tracking import offers
from esat.tracking.offers import Offer
from laundry_rabc.proof import client_pages, codes, models, offering, pages

__all__ = ["PART", "models"]

OFFER = Offer(
    "hygiene",
    "Fiche d’hygiène",
    "Ce que l’atelier sait du lavage de ce linge. Un code, envoyé à votre adresse, l’ouvre.",
    "file-text",
    "rabc_proof_client.show",
    offering.of_laundry,
)


def _listen() -> None:
    offers.add(OFFER)
    mail_links.set_filler(codes.KIND, codes.PLACE, codes.filled)


def _due(session: Session, at: datetime) -> list[str]:
    return [
        f"Code de fiche d’hygiène {one.id}, fait le {clock.local(one.created_at):%d/%m/%Y}"
        for one in codes.over(session, at)
    ]


PART = Module(
    code="laundry_rabc.proof",
    label="RABC",
    blueprints=(client_pages.blueprint, pages.blueprint),
    capabilities=(
        Capability(
            pages.READ,
            "Voir la fiche d’hygiène que lit le client",
            (
                "qualite", "responsable_atelier", "moniteur", "bureau", "direction", "inspecteur",
                "administrateur",
            ),
        ),
    ),
    order_fragments=(
        OrderFragment(
            "Fiche d’hygiène", "/rabc/fiches/fragments/commande/{ref}", pages.READ,
            "Ce que le client peut lire de l’hygiène de ses remises.", "laundry",
        ),
    ),
    retention=(
        Retention(
            code="rabc.proof_codes",
            label="Codes de fiche d’hygiène : effacés après 30 jours",
            source="règle de la maison (codes secrets : durée courte)",
            status="proposé",
            due=_due,
            purge=codes.purge,
        ),
    ),
    help_pages=(
        HelpPage(
            "rabc-fiches", "La fiche d’hygiène du client",
            ("qualite", "responsable_atelier", "bureau"), "laundry_rabc/proof/help.html",
        ),
    ),
    receivers=_listen,
)  # fmt: skip
