"""Triggers that refuse to change or delete what may only grow, on both databases."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

FIRST = ("event", "seal", "reading")
"""Those of the first migration; a later one names its own when it calls `install`."""
RABC = (
    "rabc_point_version",
    "rabc_point_pair",
    "rabc_point_approval",
    "rabc_result",
    "rabc_result_hold",
    "rabc_result_validation",
    "rabc_case_step",
    "rabc_case_setting",
)
APPEND_ONLY = (*FIRST, *RABC)

_SQLITE = """
CREATE TRIGGER {table}_no_{what} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION esat_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal only grows'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{what} BEFORE {act} ON {table}
FOR EACH ROW EXECUTE FUNCTION esat_only_grows()
"""
_TRUNCATE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION esat_only_grows()
"""


def names() -> list[str]:
    """The triggers that must be there."""
    return [f"{table}_no_{what}" for table in APPEND_ONLY for what in ("update", "delete")]


def install(connection: Connection, tables: Sequence[str] = FIRST) -> None:
    """Create the triggers of some tables; call it after a batch copy of one of them too."""
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.execute(text(_POSTGRESQL_FUNCTION))
    for table in tables:
        for what in ("update", "delete"):
            body = _SQLITE if sqlite else _POSTGRESQL
            connection.execute(text(body.format(table=table, what=what, act=what.upper())))
        if not sqlite:
            connection.execute(text(_TRUNCATE.format(table=table)))


def drop(connection: Connection, tables: Sequence[str] = FIRST) -> None:
    """Take the triggers away, for a schema going back down."""
    sqlite = connection.dialect.name == "sqlite"
    for table in tables:
        kinds = ("update", "delete") if sqlite else ("update", "delete", "truncate")
        for what in kinds:
            on = "" if sqlite else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{what}{on}"))


def missing(connection: Connection) -> list[str]:
    """The triggers that are not there."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    found = set(connection.execute(text(query)).scalars())
    return [name for name in names() if name not in found]
