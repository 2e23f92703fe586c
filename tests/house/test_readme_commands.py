"""The README's two commands are one shell line each, and CI runs those very lines."""

from tests.house import tree
from tests.readme import commands


def test_the_readme_has_its_two_commands() -> None:
    assert set(commands()) == {"run", "tests"}


def test_a_command_starts_from_an_empty_clone() -> None:
    for line in commands().values():
        assert line.startswith("python3 -m venv .venv && .venv/bin/pip install -q ")


def test_ci_runs_the_commands_as_they_are_written() -> None:
    script = tree.text(".ci/run")
    assert 'sh -c "$(python3 -m tests.readme tests)"' in script
    assert "tests.newcomer" in script
    assert all(line not in script for line in commands().values())
