"""What this room of RABC declares; `laundry_rabc.module` puts the rooms together."""

from esat.declarations import Export, HelpPage, Module
from esat.files import access
from laundry_rabc.papers import (
    action_pages,
    audit_models,
    audit_pages,
    demo,
    document_pages,
    exports,
    kept,
    models,
    review_pages,
    rights,
    rule_pages,
    rules,
    team_models,
    texts,
)

__all__ = ["PART", "audit_models", "models", "team_models"]


def _listen() -> None:
    access.add_keeper(kept.kept_here)


PART = Module(
    code="laundry_rabc.papers",
    label="RABC",
    blueprints=(
        document_pages.blueprint,
        rule_pages.blueprint,
        audit_pages.blueprint,
        review_pages.blueprint,
        action_pages.blueprint,
    ),
    capabilities=rights.CAPABILITIES,
    exports=(
        Export("rabc_documents", "Documents RABC", rights.EXPORT, exports.HEADERS, exports.rows),
    ),
    help_pages=(
        HelpPage(
            "rabc-documents", "Documents, audits et revues RABC",
            ("qualite", "direction", "responsable_atelier", "moniteur", "inspecteur",
             "administrateur"),
            "laundry_rabc/papers/help.html",
        ),
    ),
    texts=texts.TEXTS,
    receivers=_listen,
    demo=demo.demo,
    install=rules.install,
)  # fmt: skip
