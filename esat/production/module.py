"""The declaration of the central model: rights, event kinds, reasons to hold."""

from esat.declarations import Capability, HoldReason, Module, NavEntry
from esat.production import (
    anomaly_pages,
    api,
    attachments,
    board_pages,
    client_code_pages,
    code_format_pages,
    code_formats,
    counter_pages,
    delivery_pages,
    demo,
    floor_pages,
    home_pages,
    lot_pages,
    offline_pages,
    order_act_pages,
    order_new_pages,
    order_pages,
    resource_pages,
    search_pages,
    series_pages,
)
from esat.production.acts import ACTS
from esat.production.counter_texts import COUNTER_TEXTS
from esat.production.events import EVENT_KINDS
from esat.production.exports import EXPORTS
from esat.production.jobs import JOBS
from esat.production.series_texts import SERIES_TEXTS
from esat.production.signing import SIGN
from esat.production.texts import TEXTS

WORKERS_OF_THE_FLOOR = ("responsable_atelier", "moniteur", "comptoir", "administrateur")
OFFICE = ("bureau", "direction", "administrateur", "responsable_atelier")
READERS = (*WORKERS_OF_THE_FLOOR, "bureau", "direction", "qualite", "inspecteur")

CAPABILITIES = (
    Capability("production.send", "Envoyer ce qu’un appareil a gardé", (*READERS, "borne")),
    Capability("production.scan", "Scanner et lire où en est un objet", READERS),
    Capability("production.move", "Faire avancer d’une étape", (*WORKERS_OF_THE_FLOOR, "qualite")),
    Capability("production.hold", "Retenir un objet", (*WORKERS_OF_THE_FLOOR, "qualite", "bureau")),
    Capability(
        "production.lift",
        "Lever une retenue",
        ("responsable_atelier", "moniteur", "qualite", "bureau", "administrateur"),
    ),
    Capability(
        "production.correct",
        "Corriger une étape",
        ("responsable_atelier", "moniteur", "administrateur"),
    ),
    Capability(
        "production.settle",
        "Régler une anomalie",
        ("responsable_atelier", "moniteur", "administrateur"),
    ),
    Capability("production.deliver", "Remettre au client", (*WORKERS_OF_THE_FLOOR, "bureau")),
    Capability(
        code_formats.MANAGE,
        "Régler les codes acceptés des clients",
        ("administrateur", "responsable_atelier"),
    ),
    Capability("production.board", "Voir le tableau mural", (*READERS, "borne")),
    Capability("orders.read", "Voir les commandes", READERS),
    Capability(
        "resources.manage",
        "Tenir le matériel et ses étiquettes",
        ("administrateur", "responsable_atelier", "moniteur"),
    ),
    Capability(
        "orders.write", "Ouvrir et modifier une commande", (*OFFICE, "moniteur", "comptoir")
    ),
    Capability(
        "orders.export", "Emporter les commandes", ("administrateur", "direction", "bureau")
    ),
    Capability(
        "journal.export",
        "Emporter le journal",
        ("administrateur", "direction", "qualite", "inspecteur"),
    ),
)

HOLD_REASONS = (
    HoldReason(
        "client_answer",
        "Attente de la réponse du client",
        client_word="En attente de votre réponse",
    ),
    HoldReason(
        "missing_component", "Composant manquant", client_word="En attente de votre réponse"
    ),
    HoldReason("weather", "Météo", client_word="Suspendue"),
    HoldReason("machine", "Machine ou matériel en panne", client_word="Suspendue"),
    HoldReason("quarantine", "Quarantaine", client_word="Suspendue"),
    HoldReason("to_check", "À vérifier"),
    HoldReason("contradiction", "Saisies contraires", lift_by="production.settle", offered=False),
)

NAV = (
    NavEntry("Accueil", "home.index", "session.own", "house", order=1),
    NavEntry("Commandes", "orders.index", "orders.read", "list-check", order=20),
    NavEntry("Chercher", "search.find", "orders.read", "search", order=21),
    NavEntry("Matériel", "resources.index", "resources.manage", "tags", order=61),
    NavEntry("Comptoir", "counter.index", "production.scan", "upc-scan", order=10),
    NavEntry(
        "Anomalies", "anomalies.index", "production.settle", "exclamation-diamond-fill", order=60
    ),
    NavEntry("Codes des clients", "code_formats.index", code_formats.MANAGE, "upc", order=75),
)

MODULE = Module(
    code="production",
    label="Production",
    blueprints=(
        api.bp,
        counter_pages.bp,
        series_pages.bp,
        anomaly_pages.bp,
        offline_pages.bp,
        home_pages.blueprint,
        order_new_pages.blueprint,
        order_pages.blueprint,
        order_act_pages.blueprint,
        delivery_pages.blueprint,
        search_pages.blueprint,
        board_pages.blueprint,
        floor_pages.blueprint,
        lot_pages.blueprint,
        resource_pages.blueprint,
        client_code_pages.blueprint,
        code_format_pages.blueprint,
    ),
    nav=NAV,
    capabilities=CAPABILITIES,
    event_kinds=EVENT_KINDS,
    hold_reasons=HOLD_REASONS,
    jobs=JOBS,
    acts=(*ACTS, SIGN),
    exports=EXPORTS,
    demo=demo.demo,
    install=code_formats.install,
    receivers=attachments.install,
    texts=TEXTS | COUNTER_TEXTS | SERIES_TEXTS,
)
