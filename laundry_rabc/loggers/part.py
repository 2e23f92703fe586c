"""What the loggers' room declares; `laundry_rabc.module` puts the rooms together."""

from esat.declarations import Export, HelpPage, Module
from esat.files import access
from laundry_rabc.loggers import (
    command,
    demo,
    import_pages,
    importing,
    models,
    mqtt,
    pages,
    reads,
    rights,
    setting_pages,
    texts,
)

__all__ = ["PART", "import_pages", "models", "setting_pages"]


def _install() -> None:
    access.add_keeper(importing.kept_here)


PART = Module(
    code="laundry_rabc.loggers",
    label="RABC",
    blueprints=(pages.blueprint,),
    capabilities=rights.CAPABILITIES,
    jobs=(mqtt.JOB,),
    imports=(command.LOGGER,),
    exports=(
        Export(
            "rabc_loggers", "Relevés des enregistreurs", rights.EXPORT, reads.EXPORT_HEADERS,
            reads.export_rows,
        ),
    ),
    help_pages=(
        HelpPage(
            "enregistreurs", "Enregistreurs de température",
            ("responsable_atelier", "moniteur", "qualite", "administrateur"),
            "laundry_rabc/loggers/help.html",
        ),
    ),
    receivers=_install,
    demo=demo.demo,
    texts=texts.TEXTS,
)  # fmt: skip
