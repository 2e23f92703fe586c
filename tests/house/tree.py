"""The files of the repository as the house tests read them; judges none of them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("esat", "labels", "laundry_rabc", "workshops")
GENERATED = ("esat/static/vendor/", "esat/migrations/versions/")


@cache
def files() -> tuple[str, ...]:
    """Return every file that is, or would be, in a commit, as a path from the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(name for name in set(listed.split("\0")) if (ROOT / name).is_file()))


def written_by_hand(*suffixes: str) -> list[str]:
    """Return the files with these suffixes that somebody here wrote."""
    return [name for name in files() if name.endswith(suffixes) and not _generated(name)]


def _generated(name: str) -> bool:
    return name.startswith(GENERATED)


def product() -> list[str]:
    """Return the Python files of the four packages, migrations included."""
    return [name for name in files() if name.endswith(".py") and name.split("/")[0] in PACKAGES]


@cache
def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def parsed(name: str) -> ast.Module:
    return ast.parse(text(name), filename=name)


@cache
def walked(name: str) -> tuple[ast.AST, ...]:
    """Every node of a file, found once for all who judge it."""
    return tuple(ast.walk(parsed(name)))


def functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in walked(name):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(name: str) -> Iterator[tuple[str, int]]:
    """Yield each module that a file imports, with the line."""
    for node in walked(name):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
