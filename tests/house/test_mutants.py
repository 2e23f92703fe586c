"""The pure rules of judgement are tried by mutation: what no test notices is listed, with why it
changes nothing. Minutes long: `pytest -m long tests/house/test_mutants.py`.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import tree

RULES = {
    "laundry_rabc/limits.py": ("tests/laundry_rabc/test_limits.py",),
    "laundry_rabc/qualifications.py": (
        "tests/laundry_rabc/test_qualifications.py",
        "tests/laundry_rabc/test_qualifications_granted.py",
    ),
}
LISTED = tree.ROOT / "tests/house/survivors.md"
NEEDED = ("esat", "laundry_rabc", "workshops", "labels", "templates", "tests", "pyproject.toml")
CONFIG = """[mutmut]
source_paths={rule}
pytest_add_cli_args_test_selection=
{tests}
also_copy=
{copied}
"""


@pytest.mark.long
@pytest.mark.parametrize("rule", RULES)
def test_each_mutant_that_lives_is_listed_with_its_reason(rule: str, tmp_path: Path) -> None:
    alive = survivors(tmp_path, rule, RULES[rule])
    assert alive == listed(rule)


def test_every_survivor_that_is_listed_has_a_reason() -> None:
    for rule in RULES:
        assert (tree.ROOT / rule).exists()
    assert all(reason.strip() for *_, reason in rows())


def rows() -> list[tuple[str, str, str]]:
    """Rule, change and reason of each row of the list."""
    found = re.findall(r"^\| `([^`]+)` \| `(.+)` \| ([^|]+) \|$", LISTED.read_text(), re.MULTILINE)
    return [(rule, change, reason) for rule, change, reason in found]


def listed(rule: str) -> set[str]:
    return {change for one, change, _ in rows() if one == rule}


def survivors(folder: Path, rule: str, tests: tuple[str, ...]) -> set[str]:
    """What mutmut could change without any test of the rule failing, as `before → after`."""
    for name in NEEDED:
        source = tree.ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            shutil.copy(source, folder / name)
    copied, chosen = ("\n".join(f"  {name}" for name in names) for names in (NEEDED, tests))
    (folder / "setup.cfg").write_text(CONFIG.format(rule=rule, tests=chosen, copied=copied))
    _mutmut(folder, "run", "--max-children", "2")
    alive = [
        line.split(":")[0].strip()
        for line in _mutmut(folder, "results").splitlines()
        if line.rstrip().endswith((": survived", ": no tests", ": timeout", ": suspicious"))
    ]
    return {_change(_mutmut(folder, "show", name)) for name in alive}


def _mutmut(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mutmut", *words],
        cwd=folder, capture_output=True, text=True, check=True, timeout=1800,
    )  # fmt: skip
    return done.stdout


def _change(diff: str) -> str:
    lines = [line for line in diff.splitlines() if re.match(r"^[-+](?![-+]{2})", line)]
    before = " ".join(line[1:].strip() for line in lines if line.startswith("-"))
    after = " ".join(line[1:].strip() for line in lines if line.startswith("+"))
    return f"{before} → {after}"
