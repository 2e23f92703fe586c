"""What this room of the laundry declares; `workshops.laundry.module` puts the rooms together."""

from esat.additions import OrderFragment
from esat.declarations import Export, HelpPage, Module
from esat.files import access
from workshops.laundry.dispatch import counted as counting
from workshops.laundry.stock import (
    complaint_pages,
    complaints,
    counted,
    demo,
    exports,
    models,
    pages,
    receivers,
    rights,
    texts,
)

__all__ = ["PART", "models"]


def _install() -> None:
    access.add_keeper(complaints.kept_here)
    counting.add_source(counted.of_client)
    receivers.install()


PART = Module(
    code="laundry.stock",
    label="Blanchisserie",
    blueprints=(pages.blueprint, complaint_pages.blueprint),
    capabilities=rights.CAPABILITIES,
    exports=(
        Export(
            "laundry_complaints", "Réclamations de la blanchisserie", rights.EXPORT,
            exports.COMPLAINT_HEADERS, exports.complaint_rows,
        ),
        Export(
            "laundry_stock_moves", "Mouvements du stock tournant", rights.EXPORT,
            exports.MOVE_HEADERS, exports.move_rows,
        ),
    ),
    order_fragments=(
        OrderFragment(
            "Réclamations", "/blanchisserie/reclamations/fragments/commande/{ref}",
            rights.COMPLAINTS, "Ce dont le client s’est plaint.",
        ),
    ),
    help_pages=(
        HelpPage(
            "stock-reclamations", "Stock tournant et réclamations",
            ("responsable_atelier", "moniteur", "bureau", "administrateur"),
            "laundry/stock/help.html",
        ),
    ),
    receivers=_install,
    demo=demo.demo,
    texts=texts.TEXTS,
)  # fmt: skip
