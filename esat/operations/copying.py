"""`esat db copy URL`: a whole base into another, empty one, and the proof that nothing changed."""

import sys
from dataclasses import dataclass

import click
from sqlalchemy import Connection
from sqlalchemy.exc import ArgumentError

from esat import schema
from esat.db import Database
from esat.errors import Refused
from esat.operations import tables
from esat.told import told
from esat.web.door import House


@dataclass(frozen=True, slots=True)
class Copied:
    """What was carried over: rows by table, and the journal's hash on both sides."""

    rows: dict[str, int]
    journal: str


def copy_to(source: Database, target: Database) -> Copied:
    """Copy one moment of `source`. Refuses `schema_behind`, `target_not_empty`, `copy_differs`;
    a refusal leaves no row in the target.
    """
    if schema.differences(source):
        raise Refused("schema_behind")
    with tables.snapshot(source) as reading:
        if not tables.is_empty(target):
            raise Refused("target_not_empty")
        tables.refuse_unknown_tables(reading)
        schema.upgrade(target)
        with target.write() as session:
            writing = session.connection()
            rows = tables.copy(reading, writing)
            journal = tables.journal_hash(reading)
            if _filled(writing) != _filled(reading):
                raise Refused("copy_differs", what="le nombre de lignes")
            if tables.journal_hash(writing) != journal:
                raise Refused("copy_differs", what="le journal")
    return Copied(rows, journal)


def _filled(connection: Connection) -> dict[str, int]:
    return {name: count for name, count in tables.counts(connection).items() if count}


def opened(url: str) -> Database:
    """The database of a URL typed by a person; `bad_database_url` when it is none."""
    try:
        return Database(url)
    except (ArgumentError, ImportError) as error:
        raise Refused("bad_database_url") from error


@click.command("copy", help="Copie toute la base vers une autre, vide (URL), et compare.")
@click.argument("url", metavar="URL")
@click.pass_obj
def db_copy(house: House, url: str) -> None:
    """Copy the base to another one."""
    with told():
        target = opened(url)
        if sys.stdout.isatty():
            click.echo("Copie en cours…")
        try:
            done = copy_to(house.database, target)
        finally:
            target.dispose()
    for name, count in done.rows.items():
        if count:
            click.echo(f"{name}\t{count}")
    total = sum(done.rows.values())
    click.echo(f"Copié : {total} lignes dans {len(done.rows)} tables, autant des deux côtés.")
    click.echo(f"Journal identique des deux côtés : {done.journal}.")
    click.echo(
        "Ce qui a été saisi depuis n’y est pas : arrêtez le serveur, recopiez, puis changez "
        "ESAT_DATABASE_URL. Les fichiers et la clé restent dans le dossier des données."
    )
