"""The roads through the code pass by files and names that are there."""

import ast
import re

import pytest

from tests.house import tree

PAGE = tree.ROOT / "esat/docs/walks.md"
STOP = re.compile(r"`([\w/]+\.(?:py|js))::(\w+)`")
STOPS = sorted(set(STOP.findall(PAGE.read_text(encoding="utf-8"))))
LONGEST = 150


@pytest.mark.parametrize(("name", "wanted"), STOPS, ids=[f"{a}-{b}" for a, b in STOPS])
def test_each_stop_is_there(name: str, wanted: str) -> None:
    assert (tree.ROOT / name).is_file()
    assert wanted in (_in_python(name) if name.endswith(".py") else _in_script(name))


def test_the_four_roads_are_long_enough_to_say_something_and_short_enough_to_read() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST
    assert sum(line.startswith("## ") for line in lines) == 4
    assert len(STOPS) > 30


def test_a_missing_name_would_be_seen() -> None:
    assert "nobody" not in _in_python("esat/production/moves.py")
    assert "nobody" not in _in_script("esat/static/js/queue.js")


def _in_python(name: str) -> set[str]:
    """The functions, classes and values at the top of a module."""
    found: set[str] = set()
    for node in tree.parsed(name).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found


def _in_script(name: str) -> set[str]:
    return set(re.findall(r"^(?:export )?(?:async )?function (\w+)", tree.text(name), re.MULTILINE))
