"""The declaration of accounts: rights, menu, sentences, retention, jobs and commands."""

from esat import clock
from esat.accounts import access_log, cli, sessions
from esat.accounts.pages import device_pages, own_pages, people_pages, sign_in_pages
from esat.accounts.roles import PERSONS
from esat.accounts.sentences import SENTENCES
from esat.declarations import Capability, Job, Module, NavEntry, Retention
from esat.web.door import House


def forget_sessions(house: House) -> None:
    """Delete sign-ins that ended a month ago."""
    with house.database.write() as session:
        sessions.forget_old(session, at=clock.now())


def purge_access_log(house: House) -> None:
    """Delete access lines older than a year."""
    with house.database.write() as session:
        access_log.purge(session, clock.now())


MODULE = Module(
    code="accounts",
    label="Comptes et appareils",
    blueprints=(
        sign_in_pages.blueprint,
        own_pages.blueprint,
        people_pages.blueprint,
        device_pages.blueprint,
    ),
    nav=(
        NavEntry("Mon compte", "account.own", "session.own", "person-gear", order=95),
        NavEntry("Comptes", "people.accounts", "accounts.manage", "people", order=90),
        NavEntry("Appareils", "devices.page", "devices.manage", "tablet", order=91),
        NavEntry("Postes", "devices.stations", "devices.manage", "geo-alt", order=92),
        NavEntry("Journal des accès", "people.journal", "accounts.audit", "shield-lock", order=93),
    ),
    capabilities=(
        Capability("accounts.manage", "Gérer les comptes et les rôles", ("administrateur",)),
        Capability("accounts.audit", "Lire le journal des accès", ("administrateur", "direction")),
        Capability(
            "devices.manage",
            "Gérer les appareils et les postes",
            ("administrateur", "responsable_atelier"),
        ),
        Capability("session.own", "Gérer son propre compte", PERSONS),
    ),
    jobs=(
        Job(
            "accounts.forget_sessions",
            "Oublier les connexions finies depuis un mois",
            "cron",
            {"hour": 3, "minute": 20},
            forget_sessions,
        ),
        Job(
            "accounts.purge_access_log",
            "Effacer le journal des accès après un an",
            "cron",
            {"hour": 3, "minute": 25},
            purge_access_log,
        ),
    ),
    cli=(cli.user, cli.device),
    retention=(
        Retention(
            code="accounts.access_log",
            label="Journal des accès : un an",
            source="CNIL, recommandation 2021 sur la journalisation (6 mois à 1 an)",
            status="appliquée",
            due=access_log.due,
            purge=access_log.purge,
        ),
    ),
    texts=SENTENCES,
)
