"""The commands `esat import` and `esat export`; they print to people and hold no rule."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from esat.actors import SYSTEM
from esat.db import Database
from esat.declarations import Export, Import
from esat.errors import NotFound
from esat.exchange import spreadsheet
from esat.exchange.report import Report
from esat.exchange.tabular import read_table
from esat.told import told
from esat.web.door import House

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    "import", help="Lit un fichier (CSV, XLSX, XLS, ODS) et dit ce que devient chaque ligne."
)
@click.argument("what", metavar="QUOI")
@click.argument("path", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Dit ce qui serait fait, et n’écrit rien.")
@click.option("--partial", is_flag=True, help="Garde les bonnes lignes, laisse les refusées.")
@click.pass_obj
def import_(house: House, what: str, path: Path, *, dry_run: bool, partial: bool) -> None:
    """Import a file: clients, and what the modules declare."""
    wanted = house.registry.imports.get(what)
    if wanted is None:
        known = ", ".join(sorted(house.registry.imports))
        raise click.UsageError(f"Import inconnu : {what}. Possibles : {known}.")
    with told():
        report = import_file(house.database, wanted, path, dry_run=dry_run, partial=partial)
    for sentence in said(report):
        click.echo(sentence)
    if not report.went_well:
        raise click.ClickException(report.summary)
    click.echo(report.summary)


def import_file(
    database: Database, wanted: Import, path: Path, *, dry_run: bool = False, partial: bool = False
) -> Report:
    """Import one file by one declared import, in one unit of work.

    NotFound: `import_not_found`; Invalid and TooLarge: `import_…`, nothing written.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NotFound("import_not_found", path=path.name) from error
    table = (wanted.read or read_table)(data, path.name)
    opened = database.read() if dry_run else database.write()
    with opened as session:
        report: Report = wanted.run(session, table, by=SYSTEM, dry_run=dry_run, partial=partial)
    return report


def said(report: Report) -> Iterator[str]:
    """The notes on the file, then one line for each of its lines."""
    yield from (note.text for note in report.notes)
    yield from (line.sentence for line in report)


@click.command("export", help="Écrit un tableau en CSV, XLSX ou JSON.")
@click.argument("what", metavar="QUOI")
@click.option("--from", "since", type=_DAY, metavar="JOUR", help="Premier jour, AAAA-MM-JJ.")
@click.option("--to", "until", type=_DAY, metavar="JOUR", help="Dernier jour, AAAA-MM-JJ.")
@click.option("--format", "fmt", type=click.Choice(list(spreadsheet.MIME)), default="csv")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Fichier à écrire.")
@click.pass_obj
def export(
    house: House,
    what: str,
    since: datetime | None,
    until: datetime | None,
    fmt: str,
    out: Path | None,
) -> None:
    """Export one declared table."""
    wanted: Export | None = house.registry.exports.get(what)
    if wanted is None:
        known = ", ".join(sorted(house.registry.exports))
        raise click.UsageError(f"Export inconnu : {what}. Possibles : {known}.")
    first, last = (since.date() if since else None), (until.date() if until else None)
    if first and last and first > last:
        raise click.UsageError("Le premier jour vient après le dernier.")
    with told(), house.database.read() as session:
        data = spreadsheet.write(fmt, wanted.headers, wanted.of(session, first, last, by=SYSTEM))
    if out is None:
        click.echo(data, nl=False)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"Impossible d’écrire {out.name}.") from error
