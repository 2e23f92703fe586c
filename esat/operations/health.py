"""How the house is, for a supervisor and a monitor: a few numbers, no name and no secret."""

import shutil
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from esat import schema
from esat.documents.models import Document
from esat.mailing.reads import queue_depth
from esat.printing import queue as print_queue
from esat.production.journal_models import Capture, Seal
from esat.scheduler.runs import LastRun, last_runs
from esat.web.door import House

LOW_DISK: Final = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LastSeal:
    """The newest seal: its number, when it was made, the last event under it."""

    id: int
    at: datetime
    last_event: int


@dataclass(frozen=True, slots=True)
class Health:
    """What `/sante` says. `ok` is False when captures cannot be kept."""

    ok: bool
    database: str
    journal_protection: str
    disk_free: int
    jobs: dict[str, LastRun] = field(default_factory=dict)
    last_seal: LastSeal | None = None
    queues: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        found = asdict(self)
        found["status"] = "ok" if found.pop("ok") else "unavailable"
        for run in found["jobs"].values():
            del run["error"]  # it may quote anything
        return found


def of(house: House) -> Health:
    """The house now; a database that does not answer is said, not raised."""
    own_role = bool(house.settings.owner_database_url)
    protection = "triggers_and_owner" if own_role else "triggers"
    free = disk_free(house.settings.data_dir)
    try:
        with house.database.read() as session:
            if schema.revision_of(session.connection()) not in {schema.head(), None}:
                return Health(
                    ok=False,
                    database="schema_behind",
                    journal_protection=protection,
                    disk_free=free,
                )
            return Health(
                ok=free > LOW_DISK,
                database="ok" if free > LOW_DISK else "disk_full",
                journal_protection=protection,
                disk_free=free,
                jobs=last_runs(session, house.registry.jobs),
                last_seal=_last_seal(session),
                queues=queues(session),
            )
    except SQLAlchemyError:
        return Health(ok=False, database="away", journal_protection=protection, disk_free=free)


def queues(session: Session) -> dict[str, int]:
    """How much waits: mails, papers to draw, labels to print, anomalies for a person to settle."""
    anomalies = select(func.count()).where(
        Capture.outcome == "anomaly", col(Capture.settled_at).is_(None)
    )
    papers = select(func.count()).where(col(Document.sha256).is_(None))
    return {
        "mails": queue_depth(session),
        "documents": session.exec(papers).one(),
        "labels": print_queue.queue_depth(session),
        "anomalies": session.exec(anomalies).one(),
    }


def disk_free(folder: Path) -> int:
    """Bytes left where the data are."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(there).free


def _last_seal(session: Session) -> LastSeal | None:
    query = select(Seal.id, Seal.at, Seal.last_event).order_by(col(Seal.id).desc()).limit(1)
    row = session.exec(query).first()
    return None if row is None else LastSeal(row[0] or 0, row[1], row[2])
