"""A real IPP printer of this machine (`ippeveprinter` of CUPS), for tests; it knows no product."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.missing import missing

PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class IppPrinter:
    """Where it listens, and the folder in which it keeps what it printed."""

    uri: str
    folder: Path

    def printed(self, least: int = 1) -> list[Path]:
        """The documents it has, once there are so many."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = sorted(path for path in self.folder.iterdir() if path.suffix == ".pdf")
            if len(found) >= least:
                return found
            time.sleep(0.1)
        return sorted(self.folder.iterdir())


@contextmanager
def ipp_printer(folder: Path) -> Iterator[IppPrinter]:
    """Start one that takes PDF, after the system's bus and avahi, which it wants."""
    if shutil.which("ippeveprinter") is None or shutil.which("avahi-daemon") is None:
        missing("no ippeveprinter here (Debian: apt install cups-ipp-utils avahi-daemon dbus)")
    _daemons()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = ["ippeveprinter", "-p", str(port), "-d", str(folder), "-f", "application/pdf", "-k",
               "-r", "off", "-n", "localhost", f"esat-{port}"]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            if not _listens(port, process):
                told = process.stderr.read().decode(errors="replace") if process.stderr else ""
                missing(f"ippeveprinter does not start here: {told.strip()[-300:]}")
            yield IppPrinter(f"ipp://127.0.0.1:{port}/ipp/print", folder)
        finally:
            process.terminate()


def _listens(port: int, process: "subprocess.Popen[bytes]") -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        time.sleep(0.1)
    return False


def _daemons() -> None:
    """The bus and avahi, where they do not run; they stay for the tests after this one."""
    Path("/run/dbus").mkdir(parents=True, exist_ok=True)
    for command in (
        ["dbus-daemon", "--system", "--fork"],
        ["avahi-daemon", "-D", "--no-drop-root", "--no-rlimits"],
    ):
        subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE)
