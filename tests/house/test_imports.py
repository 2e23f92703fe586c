"""The import contracts of pyproject.toml hold, and no file goes around them."""

import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.house import tree

DYNAMIC = {"import_module", "__import__"}
# The registry imports the modules that the settings list: data, not a dependency. The command is
# loaded once the collector of garbage rests.
MAY_IMPORT_BY_NAME = {"esat/registry.py", "esat/__main__.py"}


def test_every_import_contract_holds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tree.ROOT)
    status = lint_imports(config_filename=str(Path("pyproject.toml")), no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_nothing_is_imported_inside_a_function() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name in tree.product()
        for function in tree.functions(name)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not found


def test_only_the_registry_and_the_command_import_by_name() -> None:
    found = {
        name
        for name in tree.product()
        for node in tree.walked(name)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", None) or getattr(node.func, "id", None)) in DYNAMIC
    }
    assert found <= MAY_IMPORT_BY_NAME


def test_no_product_file_imports_the_tests() -> None:
    found = [
        f"{name}:{line}"
        for name in tree.product()
        for module, line in tree.imported(name)
        if module.split(".")[0] == "tests"
    ]
    assert not found
