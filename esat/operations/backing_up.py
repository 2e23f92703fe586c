"""`esat backup`: one consistent file of base, attachments and seals, made while people work."""

import errno
import hashlib
import hmac
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
from sqlalchemy.exc import OperationalError

from esat import clock, schema
from esat.db import Database, disk_full
from esat.errors import Refused
from esat.operations import archive, integrity, tables
from esat.operations.archive import Manifest
from esat.production import jobs
from esat.production.jobs import heads_file
from esat.told import told
from esat.web.door import House

FOLDER: Final = "sauvegardes"
KEEP: Final = 14
_NAMED: Final = "esat-[0-9]*.tar.gz"


def make(house: House, target: Path) -> Manifest:
    """Make a backup. Refuses `backup_exists`, `folder_missing`, `backup_base_broken`, `disk_full`;
    a refusal leaves no file.
    """
    if target.exists():
        raise Refused("backup_exists", file=target)
    if not target.parent.is_dir():
        raise Refused("folder_missing", folder=target.parent)
    with room_on_disk():
        heads = _sealed(house)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".sauvegarde-") as made:
            folder = Path(made)
            base = folder / archive.BASE
            copy_base(house.database, base)
            paths = {archive.BASE: base, **archive.parts_of(house.settings.data_dir)}
            if heads:
                paths[archive.HEADS] = folder / archive.HEADS
                paths[archive.HEADS].write_bytes(heads)
            lasting = house.settings.data_dir / archive.OUTLASTING
            if lasting.exists():
                paths[archive.OUTLASTING] = folder / archive.OUTLASTING
                paths[archive.OUTLASTING].write_bytes(lasting.read_bytes())
            manifest = _manifest(house, base, paths)
            archive.pack(folder / "whole", manifest, paths)
            (folder / "whole").rename(target)
    return manifest


def copy_base(database: Database, target: Path) -> None:
    """One moment of the base as an SQLite file, whole and checked. Copying the file itself would
    lose what still stands in its journal (WAL).
    """
    if database.is_sqlite:
        _vacuum_into(database, target)
    copied = Database(f"sqlite:///{target}")
    try:
        if not database.is_sqlite:
            schema.upgrade(copied)
            with tables.snapshot(database) as reading, copied.write() as session:
                tables.copy(reading, session.connection())
        if faults := integrity.faults_of(copied):
            raise Refused("backup_base_broken", fault=faults[0])
    finally:
        copied.dispose()


def _vacuum_into(database: Database, target: Path) -> None:
    raw = database.engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM INTO ?", (str(target),))
    except sqlite3.DatabaseError as error:
        code = "disk_full" if disk_full(error) else "backup_base_broken"
        raise Refused(code, fault=error) from error
    finally:
        raw.close()


def fingerprint(secret: str) -> str:
    """Tells one secret key from another without telling it."""
    return hmac.new(secret.encode(), b"esat backup key v1", hashlib.sha256).hexdigest()[:16]


def nightly(house: House) -> None:
    """The job: a backup a night in the data folder, the fourteen last are kept; no demo."""
    if house.settings.demo:
        return
    folder = house.settings.data_dir / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    make(house, folder / f"esat-{clock.now():%Y%m%d-%H%M%S}.tar.gz")
    for old in sorted(folder.glob(_NAMED))[:-KEEP]:
        old.unlink()


@contextmanager
def room_on_disk() -> Iterator[None]:
    """A full disk is a refusal with its sentence, whoever says so."""
    try:
        yield
    except OperationalError as error:
        if not disk_full(error):
            raise
        raise Refused("disk_full") from error
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise Refused("disk_full") from error


@click.command("backup", help="Sauvegarde la base, les fichiers et les sceaux dans FICHIER.")
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(house: House, file: Path) -> None:
    """Make a backup."""
    with told():
        made = make(house, file)
    click.echo(
        f"Sauvegarde faite : {file} ({file.stat().st_size // 1024 + 1} Ko, "
        f"{made.events} événements, {len(made.parts)} fichiers)."
    )
    click.echo("La clé secrète n’y est pas : gardez une copie de secret.key ailleurs.")


def _sealed(house: House) -> bytes:
    """Seal first, and read the heads before the base: each head read has its seal in the copy."""
    with house.database.engine.connect() as connection:
        if schema.revision_of(connection) == schema.head():
            connection.rollback()
            jobs.seal_journal(house)
    file = heads_file(house.settings)
    return file.read_bytes() if file.exists() else b""


def _manifest(house: House, base: Path, paths: dict[str, Path]) -> Manifest:
    copied = Database(f"sqlite:///{base}")
    try:
        with copied.engine.connect() as connection:
            rows = tables.counts(connection)
            revision = schema.revision_of(connection) or ""
            last = tables.last_seal(connection) if "seal" in rows else ""
    finally:
        copied.dispose()
    return Manifest(
        made_at=clock.now(),
        revision=revision,
        key=fingerprint(house.settings.secret()),
        events=rows.get("event", 0),
        last_seal=last,
        rows=rows,
        parts=archive.measured(paths),
    )
