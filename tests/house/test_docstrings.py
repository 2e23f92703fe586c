"""Every module says in a sentence what it holds."""

import ast

from tests.house import tree


def test_every_module_says_what_it_holds() -> None:
    silent = [
        name
        for name in tree.written_by_hand(".py")
        if len(ast.get_docstring(tree.parsed(name)) or "") < 10
        and not name.rpartition("/")[2].startswith("test_")  # there the tests' names say it
    ]
    assert not silent


def test_no_name_says_nothing() -> None:
    empty = {"utils", "helpers", "common", "manager", "managers", "base", "misc", "core"}
    found = [
        name
        for name in tree.written_by_hand(".py")
        if empty & {part.removesuffix(".py") for part in name.split("/")}
    ]
    assert not found
