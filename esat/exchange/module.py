"""What the room of imports and exports brings to the house: pages, imports, sentences."""

from esat.declarations import Capability, Import, Job, Module, NavEntry
from esat.exchange import cli, export_pages, pages, waiting
from esat.exchange.articles import import_articles
from esat.exchange.clients import import_clients
from esat.exchange.leave import import_leave
from esat.exchange.sites import import_sites
from esat.exchange.texts import SENTENCES
from esat.exchange.workers import import_workers
from esat.workers.absences import kinds

OFFICE = ("administrateur", "direction", "bureau", "responsable_atelier")

MODULE = Module(
    code="exchange",
    label="Imports et exports",
    blueprints=(pages.blueprint, export_pages.blueprint),
    nav=(
        NavEntry("Importer un fichier", "imports.menu", pages.ENTER, "upload", order=73),
        NavEntry("Exports", "exports.index", export_pages.ENTER, "download", order=74),
    ),
    capabilities=(
        Capability(pages.ENTER, "Reprendre un ancien fichier", (*OFFICE, "qualite")),
        Capability(export_pages.ENTER, "Ouvrir les exports", (*OFFICE, "qualite", "inspecteur")),
        Capability("articles.manage", "Tenir la liste des articles", OFFICE),
    ),
    cli=(cli.import_, cli.export),
    imports=(
        Import("clients", "Clients", "clients.write", import_clients),
        Import("workers", "Travailleurs", "workers.manage", import_workers),
        Import("leave", "Congés déjà gagnés", kinds.CODE, import_leave, whole=True),
        Import("articles", "Articles", "articles.manage", import_articles),
        Import("sites", "Lieux des clients", "clients.write", import_sites),
    ),
    jobs=(
        Job(
            "exchange.waiting",
            "Effacer les fichiers d’import jamais confirmés",
            "cron",
            {"hour": 3, "minute": 35},
            waiting.nightly,
        ),
    ),
    texts=SENTENCES,
)
