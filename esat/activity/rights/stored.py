"""What stands outside the base and may bear a name: what goes, and what is kept, with the reason.

Files that wait to be imported go. Proofs that were handed over stay as they are and are listed;
so are the backups of this house and what a restore put aside, until somebody removes them.
"""

import re
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from sqlmodel import Session

from esat import registry
from esat.activity.rights import erasing
from esat.config import Settings
from esat.exchange.waiting import waiting_of
from esat.operations import backing_up
from esat.workers.models import Worker

_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})-")
_BACKUP: Final = "Effacée quand de plus récentes la remplacent ; remise en place, tout se refait."
_ASIDE: Final = "L’installation d’avant une restauration : à effacer à la main, une fois vérifiée."


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that keeps the name: what it is, from which day, and why it stays."""

    label: str
    day: date | None
    why: str

    @property
    def said(self) -> dict[str, Any]:
        return asdict(self) | {"day": self.day.isoformat() if self.day else None}


def read(said: dict[str, Any]) -> Kept:
    """What the record of a destruction says of a file."""
    day = said["day"]
    return Kept(said["label"], date.fromisoformat(day) if day else None, said["why"])


def papers(session: Session, settings: Settings, worker: Worker) -> list[Kept]:
    """The proofs that name him, module by module; none once his name is gone."""
    forms = erasing.forms(session, worker)
    if not forms:
        return []
    return [
        Kept(label, day, one.why)
        for module in registry.current().modules
        for one in module.named_papers
        for label, day in one.naming(session, settings, forms)
    ]


def copies(settings: Settings) -> list[Kept]:
    """Backups and installations put aside that stand in the data folder."""
    data = settings.data_dir
    whole = sorted((data / backing_up.FOLDER).glob("*.tar.gz"))
    aside = sorted(one for one in data.glob("avant-restauration-*") if one.is_dir())
    return [
        *(Kept(f"Sauvegarde {one.name}", _day(one), _BACKUP) for one in whole),
        *(Kept(f"Dossier {one.name}", _day(one), _ASIDE) for one in aside),
    ]


def clear(settings: Settings) -> int:
    """Remove the files that wait to be imported: one may list him; how many went."""
    return waiting_of(settings).clear()


def _day(path: Path) -> date | None:
    found = _DAY.search(path.name)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None
