"""What pytest does about `ESAT_TEST_DATABASE_URL=auto`; knows no table of the product."""

import os
from contextlib import ExitStack

import pytest

from tests.missing import in_ci
from tests.pg_cluster import ClusterError, cluster

VARIABLE = "ESAT_TEST_DATABASE_URL"
OF_THE_DATABASE = "template_database"
"""The fixture that every test of a database asks for, itself or through another one."""
BY_HAND = ("databases", "pg_cluster")
"""What a test imports that makes a database of its own."""
EACH_ROLE = "each_role"
STANDING = frozenset({"administrateur", "moniteur", "bureau"})
"""Between them they open every page: on PostgreSQL they stand for the other roles of a sweep."""
_stack = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start one cluster for the whole run; its workers (pytest-xdist) inherit the URL."""
    del config
    if os.environ.get(VARIABLE) != "auto":
        return
    try:
        os.environ[VARIABLE] = _stack.enter_context(cluster())
    except ClusterError as reason:
        if in_ci():
            raise pytest.UsageError(str(reason)) from reason
        pytest.exit(f"{VARIABLE}=auto: {reason}", returncode=2)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what no database takes part in, and the roles whose pages another
    one has asked for: the run on SQLite has done it.
    """
    of_it = [item for item in items if _knows_a_database(item) and not _is_stood_for(item)]
    if os.environ.get(VARIABLE) and of_it:
        kept = set(of_it)
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = of_it


def _knows_a_database(item: pytest.Item) -> bool:
    module = getattr(item, "module", None)
    return OF_THE_DATABASE in getattr(item, "fixturenames", ()) or any(
        hasattr(module, name) for name in BY_HAND
    )


def _is_stood_for(item: pytest.Item) -> bool:
    role = getattr(getattr(item, "callspec", None), "params", {}).get("role", "administrateur")
    return item.get_closest_marker(EACH_ROLE) is not None and role not in STANDING


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the cluster of this run."""
    del config
    _stack.close()
