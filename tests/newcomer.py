"""Plays the newcomer: the README's first command, as written, in a clean clone of its own.

Knows the command and three public addresses only, nothing of what the demo holds.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.readme import ROOT, commands

_ADDRESS = re.compile(r"http://[\w.\[\]:-]+:\d+")
_INSTALL_SECONDS = 420
_READY_SECONDS = 60
_PAGES = ("/sante", "/connexion", "/accessibilite")


def main() -> int:
    """Clone, run, wait for the printed address, ask for its health, end the demo."""
    with tempfile.TemporaryDirectory(prefix="esat-newcomer-") as folder:
        clone = Path(folder) / "esat"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        started = subprocess.Popen(
            ["sh", "-c", commands()["run"]],
            cwd=clone,
            env=_bare_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            return _visit(started, clone / ".venv/bin/esat")
        finally:
            with suppress(ProcessLookupError):  # it may have ended by itself
                os.killpg(started.pid, signal.SIGTERM)
            started.wait(timeout=30)


def _bare_environment() -> dict[str, str]:
    """Return our environment without the settings of the product: a newcomer has none."""
    return {name: value for name, value in os.environ.items() if not name.startswith("ESAT_")}


def _visit(started: subprocess.Popen[str], installed: Path) -> int:
    """Follow what the command prints; 0 when its pages answer within the time it promises."""
    lines: Queue[str] = Queue()
    Thread(target=_read, args=(started, lines), daemon=True).start()
    began, ready_from, address = time.monotonic(), None, None
    while started.poll() is None:
        line = _next(lines)
        print(line, end="", flush=True)
        address = address or _ADDRESS.search(line)
        if ready_from is None and installed.exists():
            ready_from = time.monotonic()
        if address and _answers(address.group()):
            print(f"ready {time.monotonic() - (ready_from or began):.0f} s after the install")
            return 0
        waited, limit = _patience(began, ready_from)
        if waited > limit:
            print(f"not ready after {waited:.0f} s")
            return 1
    print(f"the command ended by itself, with status {started.returncode}")
    return 1


def _patience(began: float, ready_from: float | None) -> tuple[float, int]:
    if ready_from is None:
        return time.monotonic() - began, _INSTALL_SECONDS
    return time.monotonic() - ready_from, _READY_SECONDS


def _next(lines: Queue[str]) -> str:
    try:
        return lines.get(timeout=0.5)
    except Empty:
        return ""


def _read(started: subprocess.Popen[str], lines: Queue[str]) -> None:
    for line in started.stdout or ():
        lines.put(line)


def _answers(address: str) -> bool:
    try:
        for path in _PAGES:
            with urlopen(address + path, timeout=5) as answer:  # noqa: S310 (our own http address)
                answer.read()
                print(f"{address}{path}: {answer.status}", flush=True)
    except (URLError, TimeoutError, ConnectionError) as error:
        if isinstance(error, HTTPError):
            print(f"{address}{path}: {error.code}", flush=True)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
