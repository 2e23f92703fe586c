from sqlmodel import SQLModel

from esat.activity.rights.families import FAMILIES, NOT_ABOUT
from esat.registry import Registry

KEYS = {("event", "worker_id"), ("account", "worker_id")}
"""Columns that name a worker without a foreign key: their tables stand on a lower floor."""


def named() -> set[tuple[str, str]]:
    """Every column of the schema that names a worker."""
    found = set(KEYS)
    for table in SQLModel.metadata.tables.values():
        for column in table.columns:
            aims = {key.column.table.name for key in column.foreign_keys}
            if "worker" in aims or column.name == "worker_id":
                found.add((table.name, column.name))
    return found


def told() -> set[tuple[str, str]]:
    return {(one.table, one.key) for family in FAMILIES for one in family.tables}


def test_every_table_that_names_a_worker_is_in_what_he_is_told(loaded: Registry) -> None:
    left = {f"{table}.{column}" for table, column in named() - told()}
    assert left == set(NOT_ABOUT)
    assert all(NOT_ABOUT.values())


def test_what_hangs_on_those_tables_is_told_too(loaded: Registry) -> None:
    own = {table for table, _ in named() | {("worker", "id")}} - {"account", "barcode", "event"}
    hygiene = next(one for one in FAMILIES if one.code == "hygiene")
    own -= {one.table for one in hygiene.tables}  # registers of things, with their own details
    left = set()
    for table in SQLModel.metadata.tables.values():
        for column in table.columns:
            for key in column.foreign_keys:
                if key.column.table.name in own - {"worker"} and table.name not in own:
                    left.add((table.name, column.name))
    assert left - told() == set()


def test_each_family_names_only_tables_that_are_there(loaded: Registry) -> None:
    for table, key in told():
        assert key in SQLModel.metadata.tables[table].columns, (table, key)
