"""What administration brings: its front page, settings of stages, words for clients."""

from esat.administration import contact_pages, index_pages, stage_pages
from esat.administration.index_pages import ENTER, KIT, STATE
from esat.declarations import Capability, Module, NavEntry
from esat.production.stage_settings import MANAGE

LEADERS = ("administrateur", "direction", "bureau", "responsable_atelier")

MODULE = Module(
    code="administration",
    label="Administration",
    blueprints=(index_pages.blueprint, stage_pages.blueprint, contact_pages.blueprint),
    nav=(
        NavEntry("Administration", "administration.index", ENTER, "gear", order=80),
        NavEntry("Ateliers et étapes", "stages.workshops", MANAGE, "diagram-3", order=71),
        NavEntry(
            "Ce que lisent les clients", "house_contact.overview", MANAGE, "telephone", order=72
        ),
        NavEntry("Sauvegardes et tâches", "administration.state", STATE, "server", order=94),
        NavEntry("Pièces de l’écran", "administration.kit", KIT, "puzzle", order=97),
    ),
    capabilities=(
        Capability(ENTER, "Ouvrir l’administration", (*LEADERS, "qualite", "inspecteur")),
        Capability(
            MANAGE,
            "Régler les étapes et ce que lisent les clients",
            ("administrateur", "direction", "responsable_atelier"),
        ),
        Capability(STATE, "Voir les sauvegardes et les tâches", ("administrateur", "direction")),
        Capability(KIT, "Voir les pièces de l’écran", ("administrateur",)),
    ),
    texts={
        "stage_resting": "Le temps de repos n’est pas fini. Attendez avant cette étape.",
    },
)
