"""`esat restore`: a backup checked to the last byte, then put in place; or only tried."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from alembic.util.exc import CommandError

from esat import clock, schema
from esat.db import Database
from esat.errors import Refused
from esat.operations import archive, backing_up, integrity, swapping, tables, verifying
from esat.operations.archive import Manifest
from esat.operations.verifying import Line
from esat.told import told
from esat.web.door import House

OTHER_KEY = (
    "La clé secrète d’ici n’est pas celle de la sauvegarde : remettez l’ancien secret.key (ou "
    "ESAT_SECRET_KEY), sans quoi les sceaux ne se vérifient pas et les seconds facteurs sont à "
    "refaire."
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came out of a backup, how it was checked, and where the old installation is kept."""

    manifest: Manifest
    lines: list[Line]
    same_key: bool
    aside: str = ""
    again: int = 0
    """How much of what must outlast a restore was done again."""

    @property
    def faults(self) -> int:
        return sum(len(line.faults) for line in self.lines)


def drill(house: House, file: Path) -> Restored:
    """Take a backup out into a temporary folder, check everything, throw it away."""
    with (
        backing_up.room_on_disk(),
        tempfile.TemporaryDirectory(prefix="esat-exercice-") as folder,
    ):
        return _checked(house, file, Path(folder))


def restore(house: House, file: Path, *, force: bool = False) -> Restored:
    """Put a backup in place; the old installation is kept aside.

    Refuses `restore_over` without `force` when something is there, `already_served`,
    `jobs_running`, `not_a_backup`, `backup_broken`, `backup_newer`, `disk_full`; then nothing
    has changed.
    """
    if not force and not swapping.is_free(house):
        raise Refused("restore_over")
    data = house.settings.data_dir
    data.mkdir(parents=True, exist_ok=True)
    with backing_up.room_on_disk(), swapping.stopped(house), _staging(data) as staged:
        found = _checked(house, file, staged)
        aside = data / f"avant-restauration-{clock.now():%Y%m%d-%H%M%S-%f}"
        archive.add_lines(data / archive.OUTLASTING, staged / archive.OUTLASTING)
        kept = swapping.put_in_place(house, staged, aside)
        house.database.dispose()
        again = _done_again(house)
        lines = verifying.report(house, same_key=found.same_key)
    return Restored(found.manifest, lines, found.same_key, kept, again)


@click.command("restore", help="Remet une sauvegarde en place, ou l’essaie (--drill).")
@click.argument(
    "file", metavar="FICHIER", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--force", is_flag=True, help="Remplace ce qui est là ; l’ancien est mis de côté.")
@click.option("--drill", "only_try", is_flag=True, help="Essaie dans un dossier temporaire.")
@click.pass_obj
def restore_command(house: House, file: Path, *, force: bool, only_try: bool) -> None:
    """Restore, or try to."""
    with told():
        done = drill(house, file) if only_try else restore(house, file, force=force)
    made = clock.local(done.manifest.made_at)
    click.echo(
        f"Sauvegarde du {made:%d/%m/%Y à %H:%M} : {sum(done.manifest.rows.values())} lignes, "
        f"{done.manifest.events} événements, {len(done.manifest.parts)} fichiers."
    )
    verifying.show(done.lines)
    if not done.same_key:
        click.echo(OTHER_KEY, err=True)
    if done.again:
        click.echo(f"Refait après la sauvegarde : {done.again} destructions de dossiers.")
    if done.aside:
        click.echo(f"L’ancienne installation est gardée : {done.aside}.")
    what = "Exercice terminé, rien n’a été changé ici" if only_try else "Sauvegarde remise en place"
    if done.faults:
        raise click.ClickException(f"{what}, mais {done.faults} défauts ont été trouvés.")
    click.echo(f"{what} : aucun défaut.")


def _checked(house: House, file: Path, folder: Path) -> Restored:
    """Unpack into `folder` and check; what differs from the manifest is refused."""
    manifest = archive.unpack(file, folder)
    base = Database(f"sqlite:///{folder / archive.BASE}")
    try:
        _refuse_broken(base, manifest)
        same_key = manifest.key == backing_up.fingerprint(house.settings.secret())
        settings = house.settings.model_copy(update={"data_dir": folder, "database_url": ""})
        lines = verifying.report(House(settings, base, house.registry), same_key=same_key)
    finally:
        base.dispose()
    return Restored(manifest, lines, same_key)


def _done_again(house: House) -> int:
    """What modules declared must be done again in an older base."""
    with house.database.write() as session:
        return sum(
            work(session, house.settings)
            for module in house.registry.modules
            for work in module.restored
        )


def _refuse_broken(base: Database, manifest: Manifest) -> None:
    if integrity.faults_of(base):
        raise Refused("backup_broken")
    with base.engine.connect() as connection:
        if tables.counts(connection) != manifest.rows:
            raise Refused("backup_broken")
    try:
        schema.upgrade(base)
    except CommandError as error:  # a revision that this version of the product does not know
        raise Refused("backup_newer", revision=manifest.revision) from error


@contextmanager
def _staging(data: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir=data, prefix=".restauration-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
