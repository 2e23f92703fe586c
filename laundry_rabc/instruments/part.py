"""What the room of the instruments declares."""

from esat.declarations import Capability, Export, HelpPage, Module
from esat.files import access
from laundry_rabc.instruments import api, calibrations, demo, models, pages, reads, texts

__all__ = ["PART", "models"]

READERS = ("qualite", "direction", "inspecteur", "administrateur")


def _install() -> None:
    access.add_keeper(calibrations.kept_here)


PART = Module(
    code="laundry_rabc.instruments",
    label="RABC",
    blueprints=(pages.blueprint, api.bp),
    capabilities=(
        Capability(
            pages.READ,
            "Voir les instruments et leurs étalonnages",
            (*READERS, "responsable_atelier", "moniteur"),
        ),
        Capability("rabc.instruments", "Tenir les instruments", ("qualite", "administrateur")),
        Capability(
            calibrations.CALIBRATE, "Noter un étalonnage", ("qualite", "responsable_atelier")
        ),
        Capability("readings.write", "Envoyer des mesures", ("comptoir", "qualite")),
        Capability("readings.read", "Lire les mesures", READERS),
        Capability(
            "readings.export",
            "Emporter les mesures",
            ("qualite", "direction", "inspecteur", "administrateur"),
        ),
    ),
    exports=(
        Export("readings", "Mesures", "readings.export", reads.EXPORT_HEADERS, reads.export_rows),
    ),
    help_pages=(
        HelpPage(
            "instruments-etalonnage",
            "Instruments et étalonnages",
            ("qualite", "responsable_atelier"),
            "laundry_rabc/instruments/help.html",
        ),
    ),
    texts=texts.TEXTS,
    receivers=_install,
    demo=demo.demo,
)
