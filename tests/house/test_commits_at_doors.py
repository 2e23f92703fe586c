"""A transaction begins and ends at one of three doors: a request, a command, a scheduled job."""

import ast

from tests.house import tree

DOORS = {"esat/web/door.py", "esat/db.py", "esat/scheduler/runner.py", "esat/migrations/env.py"}


def test_only_the_doors_commit() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name in tree.product()
        if name not in DOORS
        for node in tree.walked(name)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    ]
    assert not found
