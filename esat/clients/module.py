"""What the room of clients brings to the house: pages, rights, sentences, export, retention."""

from esat.clients import pages, pages_places, reads, retention, texts
from esat.declarations import Capability, Export, Module, NavEntry

READERS = (
    "administrateur",
    "direction",
    "bureau",
    "responsable_atelier",
    "moniteur",
    "comptoir",
    "qualite",
    "inspecteur",
)
WRITERS = ("administrateur", "direction", "bureau", "responsable_atelier")

MODULE = Module(
    code="clients",
    label="Clients",
    blueprints=(pages.blueprint, pages_places.blueprint),
    nav=(NavEntry("Clients", "clients.index", "clients.read", "building", order=30),),
    capabilities=(
        Capability("clients.read", "Voir les clients", READERS),
        Capability("clients.write", "Créer et modifier les clients", WRITERS),
        Capability("clients.export", "Emporter la liste des clients", WRITERS),
    ),
    exports=(
        Export("clients", "Clients", "clients.export", reads.EXPORT_HEADERS, reads.export_rows),
    ),
    retention=(retention.CLIENTS_THREE_YEARS,),
    texts=texts.SENTENCES,
)
