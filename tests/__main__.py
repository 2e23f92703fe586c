"""`python -m tests`: prepares the machine, then runs every test on both databases and in a browser.

Knows the order of the runs and what to say at the end; pytest knows the rest. In a browser beside
other programs on two cores, a wait may end too early: what failed there is tried once more, alone.
"""

import os
import re
import subprocess
import sys
from contextlib import ExitStack

from tests import prepare
from tests.missing import in_ci
from tests.pg_cluster import ClusterError, cluster
from tests.pg_plugin import VARIABLE

_CLOSING = re.compile(r"\d+ (passed|failed|error|errors|skipped|deselected)\b.* in [\d.]+s")
_TWO_AT_ONCE = ["-n", "2", "--dist", "loadgroup"]
# A browser waits more than it works: on two cores three of them are better than two.
_THREE_AT_ONCE = ["-n", "3", "--dist", "loadgroup"]
# By a worker, though one at a time: a test's group is part of the name that its failure is kept by.
_ONCE_MORE = ["-n", "1", "--dist", "loadgroup", "--last-failed", "--lfnf", "none"]
_ALONE = "not browser and not outside and not long"
_COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
_SERVED = "(browser or outside) and not long"
_SOME_FAILED = 1
"""pytest's status when it ran to its end and tests failed."""


def main() -> int:
    """Run the three passes, all of them even when one fails; say each one's closing line again."""
    if prepare.main():
        return 1
    sqlite = {VARIABLE: ""}
    closing = {"SQLite": _pytest(["-m", _ALONE, *_TWO_AT_ONCE], sqlite)}
    with ExitStack() as stack:
        try:
            url = stack.enter_context(cluster())
        except ClusterError as reason:
            closing["PostgreSQL"] = (int(in_ci()), f"left out: {reason}")
        else:
            closing["PostgreSQL"] = _pytest(["-m", _ALONE, *_TWO_AT_ONCE], {VARIABLE: url})
    closing["browser"] = first = _pytest(["-m", _SERVED, *_THREE_AT_ONCE], sqlite)
    if first[0] == _SOME_FAILED:
        # What fails twice is a fault; what fails once is told, and its line stays in the summary.
        again = _pytest(["-m", _SERVED, *_ONCE_MORE], sqlite)
        all_of_them = _count("passed", again[1]) >= _count("failed|errors?", first[1])
        closing["browser"] = (again[0] or int(not all_of_them), first[1])
        closing["browser, those that failed, once more"] = again
    for name, (status, line) in closing.items():
        print(f"{name}: {line}" + (f" (exit status {status})" if status else ""))
    return int(any(status for status, _ in closing.values()))


def _count(words: str, line: str) -> int:
    return sum(int(number) for number in re.findall(rf"(\d+) (?:{words})\b", line))


def _pytest(arguments: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run pytest, its output passing through; return its status and its closing line. What is
    compiled for one pass is kept for the next, whatever the caller does with his own programs.
    """
    command = [sys.executable, "-m", "pytest", *arguments]
    print("$", " ".join(["pytest", *arguments]), flush=True)
    line = "no closing line"
    with subprocess.Popen(
        command, env={**os.environ, **_COMPILED, **environment}, stdout=subprocess.PIPE, text=True
    ) as run:
        for output in run.stdout or ():
            print(output, end="", flush=True)
            if _CLOSING.search(output):
                line = output.strip("= \n")
    return run.returncode, line


if __name__ == "__main__":
    sys.exit(main())
