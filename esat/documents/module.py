"""Papers declare their pages, their rights, their listener, their check and their job."""

from esat.declarations import Capability, Check, Job, Module
from esat.documents import pages, receivers, service
from esat.documents.jobs import draw_waiting

FLOOR = ("responsable_atelier", "moniteur", "comptoir", "administrateur")
OFFICE = ("bureau", "direction")

MODULE = Module(
    code="documents",
    label="Documents",
    blueprints=(pages.blueprint,),
    capabilities=(
        Capability(
            pages.READ,
            "Voir les tickets et les bons de livraison",
            (*FLOOR, *OFFICE, "qualite", "inspecteur"),
        ),
        Capability(pages.WRITE, "Faire un ticket de dépôt", (*FLOOR, *OFFICE)),
    ),
    jobs=(
        Job(
            code="documents.draw",
            label="Dessiner les documents en attente",
            trigger="cron",
            when={"minute": "*"},
            run=draw_waiting,
        ),
    ),
    checks=(Check("documents.files", "Chaque document a son fichier intact", service.faults),),
    receivers=receivers.install,
    texts={
        "paper_gone": "Le fichier de ce document n’est plus là. Prévenez l’administrateur.",
        "paper_not_made": "Le document n’a pas pu être dessiné. Il sera refait dans une minute.",
        "paper_unknown": "Ce document n’existe pas, ou n’est pas de votre atelier.",
    },
)
