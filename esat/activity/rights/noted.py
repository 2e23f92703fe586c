"""Destructions noted outside the database, so that restoring an older backup does them again.

A line bears numbers and dates only, and is signed with the house's key:
`number created-at visa-day destroyed-at signature`.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from esat.config import Settings
from esat.operations.archive import OUTLASTING


@dataclass(frozen=True, slots=True)
class Noted:
    """One destruction. `created_at` tells the person from a later one of the same number."""

    worker_id: int
    created_at: datetime
    visa_on: date
    at: datetime

    @property
    def said(self) -> str:
        moments = self.created_at.isoformat(), self.visa_on.isoformat(), self.at.isoformat()
        return " ".join([str(self.worker_id), *moments])


def file_of(settings: Settings) -> Path:
    return settings.data_dir / OUTLASTING


def note(one: Noted, settings: Settings) -> None:
    """Add the line and bring it to the disk itself."""
    with file_of(settings).open("a", encoding="utf-8") as out:
        out.write(f"{one.said} {_signature(one.said, settings)}\n")
        out.flush()
        os.fsync(out.fileno())


def read(settings: Settings) -> tuple[list[Noted], list[str]]:
    """The lines whose signature holds, and a French sentence for each of the others."""
    file = file_of(settings)
    found: dict[int, Noted] = {}
    faults = []
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    for number, line in enumerate(lines, 1):
        said, _, signature = line.rpartition(" ")
        if hmac.compare_digest(signature.encode(), _signature(said, settings).encode()):
            one = _read(said)
            found[one.worker_id] = one
        else:
            faults.append(f"{file.name}, ligne {number} : la signature ne correspond pas.")
    return list(found.values()), faults


def _read(said: str) -> Noted:
    worker_id, created_at, visa_on, at = said.split(" ")
    return Noted(
        int(worker_id),
        datetime.fromisoformat(created_at),
        date.fromisoformat(visa_on),
        datetime.fromisoformat(at),
    )


def _signature(said: str, settings: Settings) -> str:
    key = settings.secret().encode()
    return hmac.new(key, f"destruction {said}".encode(), hashlib.sha256).hexdigest()
