"""The front of administration: what the account may look after, and how the house is."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, Response

from esat import nav
from esat.accounts.permissions import allow, current_actor
from esat.scheduler import runs
from esat.web import door, htmx

ENTER, KIT, STATE = "house.administration", "house.kit", "house.state"
BACKUPS = "sauvegardes"
"""The folder of the backups that the nightly job makes, under the data folder."""

blueprint = Blueprint("administration", __name__, url_prefix="/administration")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file as the page shows it."""

    name: str
    made_at: datetime
    size: int


@blueprint.get("")
@allow(ENTER)
def index() -> Response:
    """Every entry of the menu that stands under administration, and nothing else."""
    found = nav.links(door.house().registry, current_actor(), inside=nav.ADMINISTRATION)
    return htmx.render("administration/index.html", entries=found)


@blueprint.get("/kit")
@allow(KIT)
def kit() -> Response:
    """Every piece of the screen in every state."""
    return htmx.render("kit/index.html")


@blueprint.get("/etat")
@allow(STATE)
def state() -> Response:
    """When each job last ran, and which backups there are."""
    house = door.house()
    jobs = house.registry.jobs
    last = runs.last_runs(door.session(), jobs)
    return htmx.render(
        "administration/state.html",
        jobs=[(job.label, last[code]) for code, job in jobs.items()],
        backups=backups(house.settings.data_dir / BACKUPS),
        is_demo_base=house.settings.demo,
    )


def backups(folder: Path) -> list[Backup]:
    """The files of the backup folder, newest first; none when there is no folder yet."""
    if not folder.is_dir():
        return []
    found = []
    for path in folder.iterdir():
        if path.is_file() and not path.name.startswith("."):
            kept = path.stat()
            made = datetime.fromtimestamp(kept.st_mtime, tz=UTC)
            found.append(Backup(path.name, made, kept.st_size))
    return sorted(found, key=lambda one: one.made_at, reverse=True)
