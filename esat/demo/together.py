"""The web and the jobs of a demo as two child processes that never outlive their parent."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from esat.demo.building import MODULES_OF_DEMO

PR_SET_PDEATHSIG = 1
POLL = 0.2


def serve(data: Path, host: str, port: int) -> int:
    """Serve until one of the two ends or a signal comes; answers the exit status."""
    env = os.environ | {
        "ESAT_DATA_DIR": str(data.absolute()),
        "ESAT_DEMO": "1",
        "ESAT_SECOND_FACTOR": "0",
        "ESAT_BASE_URL": f"http://{host}:{port}",
        "ESAT_MODULES": ",".join(MODULES_OF_DEMO),
    }
    env.pop("ESAT_DATABASE_URL", None)
    signal.signal(signal.SIGTERM, _leave)
    esat = [sys.executable, "-m", "esat"]
    children = [
        _child([*esat, "serve", "--host", host, "--port", str(port)], env),
        _child([*esat, "jobs"], env),
    ]
    try:
        while all(child.poll() is None for child in children):
            time.sleep(POLL)
    except (KeyboardInterrupt, SystemExit):
        return 0
    finally:
        _stop(children)
    return next((child.returncode for child in children if child.returncode), 1)


def _child(command: list[str], env: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, env=env, preexec_fn=_die_with_parent)  # noqa: PLW1509


def _die_with_parent() -> None:
    """Ask the kernel to end this child when the demo dies, however it dies (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(children: "list[subprocess.Popen[bytes]]") -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)
