"""Tests that read the whole repository share one reading: the same process runs them all."""

import pytest

from tests.house import tree

READERS = "tree"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        module = getattr(item, "module", None)
        if tree in vars(module).values() if module else False:
            item.add_marker(pytest.mark.xdist_group(READERS))
