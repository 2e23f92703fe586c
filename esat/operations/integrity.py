"""What the database itself says of its own rows and constraints; it knows no rule of the trade."""

from sqlalchemy import Connection, text

from esat.db import Database


def faults(connection: Connection) -> list[str]:
    """French sentences, none when the base is whole."""
    if connection.dialect.name == "sqlite":
        return _of_sqlite(connection)
    return _of_postgresql(connection)


def faults_of(database: Database) -> list[str]:
    """The same, on a connection of its own."""
    with database.engine.connect() as connection:
        return faults(connection)


def _of_sqlite(connection: Connection) -> list[str]:
    said = connection.exec_driver_sql("PRAGMA integrity_check").scalars()
    found = [f"La base est abîmée : {line}" for line in said if line != "ok"]
    for table, row, parent, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        found.append(f"Table {table}, ligne {row} : il manque sa ligne de {parent}.")
    return found


def _of_postgresql(connection: Connection) -> list[str]:
    loose = connection.execute(
        text("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated")
    )
    found = [f"Table {table} : la contrainte {name} n’est pas vérifiée." for table, name in loose]
    broken = connection.execute(
        text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")
    )
    return found + [f"L’index {name} est à refaire." for name in broken.scalars()]
