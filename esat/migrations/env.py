"""How Alembic meets our tables: every module's, batch mode on SQLite with foreign keys off."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel

from esat.db import Quantity

ONE_AT_A_TIME = 4_215_063
"""The key of the lock that two migrating processes wait on."""


def render_item(kind: str, value: Any, autogen: Any) -> str | Literal[False]:
    """Write our own column types so that a revision file can be read by itself."""
    if kind != "type":
        return False
    if isinstance(value, Quantity):
        autogen.imports.add("from esat.db import Quantity")
        return "Quantity()"
    if type(value).__module__.startswith("sqlmodel"):
        autogen.imports.add("import sqlmodel")
        name = type(value).__name__
        if name == "AutoString":
            return f"sa.String(length={value.length})" if value.length else "sa.String()"
        return f"sqlmodel.sql.sqltypes.{name}()"
    return False


def run(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
        compare_server_default=True,
        render_item=render_item,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
        context.run_migrations()


run(context.config.attributes["connection"])
