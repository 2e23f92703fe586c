"""What the house is made of: the core's own modules, those of the settings, and the database.

The web application, the command line and the jobs are all composed here.
"""

from esat import clock, config, registry
from esat.accounts.module import MODULE as ACCOUNTS
from esat.activity.module import MODULE as ACTIVITY
from esat.administration.module import MODULE as ADMINISTRATION
from esat.client_labels.module import MODULE as CLIENT_LABELS
from esat.clients.module import MODULE as CLIENTS
from esat.config import Settings
from esat.db import Database
from esat.documents.module import MODULE as DOCUMENTS
from esat.exchange.module import MODULE as EXCHANGE
from esat.files import access
from esat.files.module import MODULE as FILES
from esat.help.module import MODULE as HELP
from esat.layouts.module import MODULE as LAYOUTS
from esat.mailing.module import MODULE as MAILING
from esat.operations.module import MODULE as OPERATIONS
from esat.printing.module import MODULE as PRINTING
from esat.production import file_scope
from esat.production.module import MODULE as PRODUCTION
from esat.scanners.module import MODULE as SCANNERS
from esat.scheduler.module import MODULE as SCHEDULER
from esat.tracking.module import MODULE as TRACKING
from esat.web.door import House
from esat.workers.module import MODULE as WORKERS

CORE = (
    ACCOUNTS,
    SCHEDULER,
    MAILING,
    CLIENTS,
    WORKERS,
    PRODUCTION,
    EXCHANGE,
    FILES,
    OPERATIONS,
    TRACKING,
    DOCUMENTS,
    LAYOUTS,
    CLIENT_LABELS,
    PRINTING,
    SCANNERS,
    ADMINISTRATION,
    ACTIVITY,
    HELP,
)


def load_registry(settings: Settings) -> registry.Registry:
    """The core's modules, then those named in the settings, checked and frozen."""
    return registry.Registry.load(CORE, settings.modules)


def compose(settings: Settings) -> House:
    """Load the modules, install the registry, open the database (no connection yet)."""
    if settings.is_sqlite:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    settings = settings.model_copy(update={"secret_key": settings.secret()})
    config.install(settings)
    clock.use_zone(settings.timezone)
    loaded = load_registry(settings)
    registry.install(loaded)
    access.set_workshop_finder(file_scope.workshop_of)
    return House(settings, Database(settings.url), loaded)
