"""The declaration of the house's upkeep: what the office and the administrator look after."""

from esat.declarations import Capability, Job, Module, NavEntry
from esat.operations import health_pages, mail_pages
from esat.operations.backing_up import backup, nightly
from esat.operations.purging import purge
from esat.operations.restoring import restore_command
from esat.operations.texts import SENTENCES
from esat.operations.verifying import verify

MODULE = Module(
    code="operations",
    label="Administration",
    blueprints=(mail_pages.blueprint, health_pages.blueprint),
    nav=(NavEntry("Courriels", "mails.outbox", mail_pages.READ, "envelope", order=85),),
    capabilities=(
        Capability(
            mail_pages.READ, "Voir les courriels", ("administrateur", "direction", "bureau")
        ),
        Capability(
            mail_pages.MANAGE,
            "Renvoyer un courriel et changer les modèles",
            ("administrateur", "bureau"),
        ),
    ),
    jobs=(Job("backup", "Sauvegarder", "cron", {"hour": 1, "minute": 30}, nightly),),
    cli=(backup, restore_command, verify, purge),
    texts=SENTENCES,
)
