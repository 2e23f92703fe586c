"""The periodic works of production: seal the journal, compare stages with it, prune captures."""

from datetime import timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy import delete

from esat import clock
from esat.config import Settings
from esat.db import Database
from esat.declarations import Job
from esat.errors import Refused
from esat.production import projection, seals
from esat.production.journal_models import Capture, Seal

KEEP_CAPTURES = timedelta(days=90)


class Composed(Protocol):
    """The house as a job needs it."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...


def heads_file(settings: Settings) -> Path:
    """Where the heads of the seals are kept outside the database."""
    return settings.data_dir / "sceaux.txt"


def seal_journal(house: Composed) -> Seal | None:
    """Seal what happened since the last seal and note the head outside the database."""
    key = seals.key_from(house.settings.secret())
    with house.database.write() as session:
        made = seals.seal(session, key)
    if made is not None:
        seals.note(made, heads_file(house.settings))
    return made


def compare_stages(house: Composed) -> None:
    """Refuses `stages_drifted` when a stage is not what the journal says, so that it is seen."""
    with house.database.read() as session:
        found = projection.compare(session)
    if found:
        raise Refused("stages_drifted", n=len(found))


def prune_captures(house: Composed) -> int:
    """Forget captures older than ninety days, settled ones and all that were no anomaly."""
    capture = Capture.__table__
    old = (capture.c.received_at < clock.now() - KEEP_CAPTURES) & (
        (capture.c.outcome != "anomaly") | capture.c.settled_at.is_not(None)
    )
    with house.database.write() as session:
        return session.connection().execute(delete(capture).where(old)).rowcount


JOBS = (
    Job("journal.seal", "Sceller le journal", "cron", {"minute": "*/10"}, seal_journal),
    Job(
        "journal.compare",
        "Comparer les étapes au journal",
        "cron",
        {"hour": 4, "minute": 15},
        compare_stages,
    ),
    Job(
        "captures.prune",
        "Oublier les vieilles saisies",
        "cron",
        {"hour": 4, "minute": 45},
        prune_captures,
    ),
)
