"""The client's page declares its places, its rights, its listener and how long a link is kept."""

from datetime import datetime

from sqlmodel import Session

from esat import clock
from esat.declarations import Capability, Module, Retention
from esat.tracking import links, order_pages, pages, receivers
from esat.tracking.demo import demo


def _due(session: Session, at: datetime) -> list[str]:
    return [
        f"Lien de suivi {link.id}, commande {link.order_id},"
        f" fait le {clock.local(link.created_at):%d/%m/%Y}"
        for link in links.over(session, at)
    ]


MODULE = Module(
    code="tracking",
    label="Suivi par le client",
    blueprints=(pages.blueprint, order_pages.blueprint),
    capabilities=(
        Capability(
            "tracking.manage",
            "Donner et retirer un lien de suivi",
            ("bureau", "direction", "responsable_atelier", "moniteur", "comptoir"),
        ),
    ),
    retention=(
        Retention(
            code="tracking.links",
            label="Liens de suivi : ouverts 90 jours après la clôture, effacés un an plus tard",
            source="règle de la maison (liens secrets : durée courte)",
            status="proposé",
            due=_due,
            purge=links.purge,
        ),
    ),
    receivers=receivers.install,
    demo=demo,
    texts={
        "link_gone": "Ce lien n’ouvre plus rien. Demandez-en un nouveau à l’atelier.",
        "link_no_address": "Aucune adresse connue. Écrivez-la sur la fiche du client.",
        "link_revoked": "Ce lien était déjà retiré.",
        "link_sent_today": "Le lien est déjà parti aujourd’hui. Attendez demain.",
        "link_unknown": "Ce lien n’est pas de cette commande. Rechargez la page.",
    },
)
