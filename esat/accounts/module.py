"""The declaration of accounts: rights, menu, sentences, jobs and commands."""

from esat import clock
from esat.accounts import cli, sessions
from esat.accounts.pages import device_pages, own_pages, people_pages, sign_in_pages
from esat.accounts.roles import PERSONS
from esat.accounts.sentences import SENTENCES
from esat.declarations import Capability, Job, Module, NavEntry
from esat.web.door import House


def forget_sessions(house: House) -> None:
    """Delete sign-ins that ended a month ago."""
    with house.database.write() as session:
        sessions.forget_old(session, at=clock.now())


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
    ),
    cli=(cli.user, cli.device),
    texts=SENTENCES,
)
