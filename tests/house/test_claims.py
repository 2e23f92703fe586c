"""Every promise of the README names its test, and both are still there."""

import re

import pytest

from tests.house import tree
from tests.house.claims import CLAIMS
from tests.readme import README

_SECTION = re.compile(r"^## What it promises\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)


def _promises() -> list[str]:
    section = _SECTION.search(README.read_text(encoding="utf-8"))
    assert section, "the README has no section 'What it promises'"
    items = re.findall(r"^- (.*?)(?=^- |^$|\Z)", section[1], re.DOTALL | re.MULTILINE)
    return [" ".join(item.split()) for item in items]


def test_the_readme_promises_exactly_what_is_tested() -> None:
    assert sorted(_promises()) == sorted(CLAIMS)


@pytest.mark.parametrize("test", sorted(set(CLAIMS.values())))
def test_the_test_of_a_promise_exists(test: str) -> None:
    name, _, function = test.partition("::")
    assert (tree.ROOT / name).is_file()
    assert function.partition("[")[0] in {found.name for found in tree.functions(name)}
