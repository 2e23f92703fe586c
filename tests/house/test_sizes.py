"""No file above 300 lines, no function above 40; most files far below."""

from statistics import median

from tests.house import tree
from tests.house.exceptions import LONG_FILES, LONG_FUNCTIONS

FILE_LINES = 300
FUNCTION_LINES = 40
MEDIAN_LINES = 120


def _lines(name: str) -> int:
    return len(tree.text(name).splitlines())


def _long_files() -> dict[str, int]:
    sizes = {name: _lines(name) for name in tree.written_by_hand(".py", ".html", ".js", ".css")}
    return {name: size for name, size in sizes.items() if size > FILE_LINES}


def _long_functions() -> dict[str, int]:
    sizes = {
        f"{name}::{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for name in tree.written_by_hand(".py")
        for function in tree.functions(name)
    }
    return {name: size for name, size in sizes.items() if size > FUNCTION_LINES}


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    found = {name: size for name, size in _long_files().items() if name not in LONG_FILES}
    assert not found


def test_no_function_is_longer_than_a_screen() -> None:
    found = {name: size for name, size in _long_functions().items() if name not in LONG_FUNCTIONS}
    assert not found


def test_exceptions_have_a_reason_and_are_still_needed() -> None:
    assert set(LONG_FILES) <= set(_long_files())
    assert set(LONG_FUNCTIONS) <= set(_long_functions())
    assert all(len(reason) > 20 for reason in (*LONG_FILES.values(), *LONG_FUNCTIONS.values()))


def test_the_median_file_is_short() -> None:
    hand = [name for name in tree.product() if name in tree.written_by_hand(".py")]
    assert median(_lines(name) for name in hand) < MEDIAN_LINES
