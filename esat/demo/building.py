"""Building the demo's folder: beside its place first, then moved there whole, or not at all."""

import gc
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from esat import clock, schema
from esat.assembly import compose
from esat.config import MODULES, Settings
from esat.demo import history
from esat.demo.samples import Samples, samples
from esat.errors import Refused

NOTE = "demo.json"
PASSWORD = "atelier-demo-63"  # noqa: S105 - printed on purpose: the demo is open to whoever runs it
MODULES_OF_DEMO = (*MODULES, "esat.demo")


@dataclass
class Note:
    """What is printed at each start, kept beside the base."""

    password: str
    logins: list[tuple[str, str]] = field(default_factory=list)
    link_path: str = ""
    codes: dict[str, list[str]] = field(default_factory=dict)
    today: str = ""


def settings_of(folder: Path, base_url: str = "") -> Settings:
    """The settings of a demo in that folder; the environment's database is left alone."""
    chosen = {
        "data_dir": folder.absolute(),
        "demo": True,
        "second_factor": False,
        "modules": MODULES_OF_DEMO,
    }
    if base_url:
        chosen["base_url"] = base_url
    return Settings.from_env().model_copy(update=chosen | {"database_url": ""})


def ready(folder: Path) -> Note | None:
    """The note of a demo already built there, or None. Refuses `demo_folder_taken` when something
    else is there.
    """
    note = folder / NOTE
    if note.exists():
        kept = json.loads(note.read_text(encoding="utf-8"))
        kept["logins"] = [tuple(pair) for pair in kept["logins"]]
        return Note(**kept)
    if folder.exists() and any(folder.iterdir()):
        raise Refused("demo_folder_taken", folder=folder)
    return None


def build(
    folder: Path,
    *,
    today: date | None,
    months: int,
    password: str,
    told: Callable[[int, int], None],
) -> Note:
    """Build a demo in `folder`; what was half built by a killed run is thrown away."""
    draft = folder.with_name(f"{folder.name}.en-construction")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    day = today or clock.today()
    now = clock.now() if today is None else None  # a day that was chosen gives the same demo again
    with _few_collections():
        house = compose(settings_of(draft))
        schema.upgrade(house.database)
        cast = history.make(house, today=day, months=months, password=password, told=told, now=now)
    found: Samples = samples(house)
    house.database.dispose()
    note = Note(password, cast.logins, found.link_path, found.codes, day.isoformat())
    (draft / NOTE).write_text(json.dumps(asdict(note), ensure_ascii=False), encoding="utf-8")
    if folder.exists():
        folder.rmdir()
    draft.rename(folder)
    return note


@contextmanager
def _few_collections() -> Iterator[None]:
    """What is loaded stays and few cycles are made: to look for them all the time takes a tenth of
    the build.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def bring_up(folder: Path) -> None:
    """A demo built by an older version gets today's schema."""
    house = compose(settings_of(folder))
    schema.upgrade(house.database)
    house.database.dispose()


def reset(folder: Path) -> None:
    """Throw a demo away. Refuses `demo_folder_taken` when the folder holds no demo."""
    if ready(folder) is not None:
        shutil.rmtree(folder)
