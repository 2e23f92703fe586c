"""The declaration of this room."""

from esat.client_labels import models, pages, range_pages, reads
from esat.client_labels.service import MANAGE
from esat.client_labels.texts import SENTENCES
from esat.declarations import Capability, Check, Export, Module, NavEntry

__all__ = ["MODULE", "models"]

MODULE = Module(
    code="client_labels",
    label="Étiquettes des clients",
    blueprints=(pages.blueprint, range_pages.blueprint),
    nav=(NavEntry("Étiquettes des clients", "client_labels.overview", MANAGE, "tags", order=77),),
    capabilities=(
        Capability(MANAGE, "Régler les étiquettes et les numéros des clients", ("administrateur",)),
    ),
    checks=(Check("client_labels.numbers", "Chaque numéro prêté a servi une fois", reads.faults),),
    exports=(
        Export(
            "client_numbers", "Numéros des clients", MANAGE, reads.EXPORT_HEADERS, reads.export_rows
        ),
    ),
    texts=SENTENCES,
)
