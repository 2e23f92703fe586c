"""Installs what the tests need beside Python packages, where it can, and says what it could not.

Run by the README's test command before any test; knows nothing of the tests themselves.
"""

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.chromium import executable
from tests.missing import in_ci
from tests.pg_cluster import programs


@dataclass(frozen=True, slots=True)
class Need:
    """A part of the machine, what it serves, and the Debian package that brings it."""

    name: str
    serves: str
    package: str
    present: Callable[[], bool]


def _has_chromium() -> bool:
    if executable():
        return True
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


SEARCHED = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))
"""A daemon is not on everybody's path."""
NEEDS = (
    Need("Chromium", "the tests of pages", "chromium", _has_chromium),
    Need("PostgreSQL", "the suite's second run", "postgresql", lambda: programs() is not None),
    Need("libzbar", "reading labels back", "libzbar0", lambda: bool(_library("zbar"))),
    Need("ippeveprinter", "printing by IPP", "cups-ipp-utils", lambda: _has("ippeveprinter")),
    Need("dbus-daemon", "printing by IPP", "dbus", lambda: _has("dbus-daemon")),
    Need("libdmtx", "reading Data Matrix back", "libdmtx0b", lambda: bool(_library("dmtx"))),
    Need("Xvfb", "a scanner on a French keyboard", "xvfb", lambda: _has("Xvfb")),
    Need("xdotool", "a scanner on a French keyboard", "xdotool", lambda: _has("xdotool")),
    Need("xkbcomp", "a French keyboard", "x11-xkb-utils", lambda: _has("setxkbmap", "xkbcomp")),
    Need("mosquitto", "sensors over MQTT", "mosquitto", lambda: _has("mosquitto")),
    Need("Node", "printing ZPL by others", "nodejs", lambda: _has("node")),
    Need("npm", "fetching that printer", "npm", lambda: _has("npm")),
)


def _has(*programs: str) -> bool:
    return all(shutil.which(program, path=SEARCHED) for program in programs)


def _library(name: str) -> str | None:
    return ctypes.util.find_library(name)


def main() -> int:
    """Install what is missing; 1 only in CI, where nothing may be missing."""
    absent = [need for need in NEEDS if not need.present()]
    if absent:
        _install(absent)
        absent = [need for need in NEEDS if not need.present()]
    for need in absent:
        print(f"{need.name} is missing ({need.serves}): apt-get install {need.package}")
    return 1 if absent and in_ci() else 0


def _install(absent: list[Need]) -> None:
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _run(["apt-get", "update", "-qq"], quiet)
        for need in absent:  # one by one: a package that is not there must not stop the others
            print(f"installing {need.package} for {need.serves}", flush=True)
            _run(
                ["apt-get", "install", "-y", "-qq", "--no-install-recommends", need.package], quiet
            )
    else:
        print("Not root, or no apt-get here: system packages are left as they are.")
    if not _has_chromium():
        # Ubuntu's package is a snap that containers cannot run: Playwright brings its own.
        _run([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{' '.join(command)}: {(done.stderr or done.stdout).strip()[-1500:]}")


if __name__ == "__main__":
    sys.exit(main())
