"""What pytest does about `ESAT_TEST_DATABASE_URL=auto`; knows no table of the product."""

import os
from contextlib import ExitStack

import pytest

from tests.missing import in_ci
from tests.pg_cluster import ClusterError, cluster

VARIABLE = "ESAT_TEST_DATABASE_URL"
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


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the cluster of this run."""
    del config
    _stack.close()
