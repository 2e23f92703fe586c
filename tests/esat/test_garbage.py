"""The collector rests while the house is loaded, and works again before the command does."""

import subprocess
import sys

from esat import garbage

PROGRAM = """
import gc, sys
from esat import __main__, garbage
garbage.rest()
asleep = gc.isenabled()
sys.argv = ["esat", "--help"]
try:
    __main__.main()
except SystemExit:
    print(asleep, gc.isenabled(), gc.get_freeze_count() > 100_000)
"""


def test_the_command_is_loaded_at_rest_and_run_with_the_collector() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "False True True"


def test_the_tests_run_with_the_collector() -> None:
    assert garbage.gc.isenabled()
