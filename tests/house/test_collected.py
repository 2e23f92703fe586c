"""A test that lacks its prefix, or stands in a file that pytest does not read, is noticed."""

import ast

import pytest

from tests.house import tree


def _tests() -> list[str]:
    return [name for name in tree.written_by_hand(".py") if name.startswith("tests/")]


def _is_test_file(name: str) -> bool:
    return name.rpartition("/")[2].startswith("test_")


def test_no_test_stands_in_a_file_that_pytest_does_not_read() -> None:
    found = [
        f"{name}::{function.name}"
        for name in _tests()
        if not _is_test_file(name)
        for function in tree.functions(name)
        if function.name.startswith("test_")
    ]
    assert not found


def _forgotten(module: ast.Module) -> list[str]:
    """Return the functions of a test file that assert something and that nothing calls."""
    named = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    return [
        node.name
        for node in module.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("test_")
        and not node.decorator_list
        and node.name not in named
        and any(isinstance(inside, ast.Assert) for inside in ast.walk(node))
    ]


def test_no_test_lacks_its_prefix() -> None:
    found = [
        f"{name}::{function}"
        for name in _tests()
        if _is_test_file(name)
        for function in _forgotten(tree.parsed(name))
    ]
    assert not found


def test_a_test_without_its_prefix_is_found() -> None:
    assert _forgotten(ast.parse("def tset_it():\n    assert 1")) == ["tset_it"]


def test_two_tests_of_a_file_never_share_a_name() -> None:
    for name in _tests():
        seen = [node.name for node in tree.parsed(name).body if isinstance(node, ast.FunctionDef)]
        double = {one for one in seen if seen.count(one) > 1}
        if double:
            pytest.fail(f"{name}: {sorted(double)}")
