"""A real IPP printer of this machine (`ippeveprinter` of CUPS), for tests; it knows no product."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.missing import missing

PATIENCE = 20.0
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={path}</listen>
  <policy context="default">
    <allow user="*"/><allow own="*"/><allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
  </policy>
</busconfig>
"""


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
    """Start one that takes PDF, on a message bus of its own: without a bus it does not start."""
    if shutil.which("ippeveprinter") is None or shutil.which("dbus-daemon") is None:
        missing("no ippeveprinter here (Debian: apt install cups-ipp-utils dbus)")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = ["ippeveprinter", "-p", str(port), "-d", str(folder), "-f", "application/pdf", "-k",
               "-r", "off", "-n", "localhost", f"esat-{port}"]  # fmt: skip
    with _bus() as bus, _running(command, DBUS_SYSTEM_BUS_ADDRESS=bus) as process:
        if not _comes(lambda: _listens(port), process):
            missing(f"ippeveprinter does not start here: {_told(process)}")
        yield IppPrinter(f"ipp://127.0.0.1:{port}/ipp/print", folder)


@contextmanager
def _bus() -> Iterator[str]:
    """The address of a bus on which everyone may speak; the system's own is left alone."""
    with TemporaryDirectory(prefix="esat-bus-") as place:
        socket_path, conf = Path(place, "bus"), Path(place, "bus.conf")
        conf.write_text(BUS.format(path=socket_path))
        with _running(["dbus-daemon", f"--config-file={conf}", "--nofork"]) as process:
            if not _comes(socket_path.exists, process):
                missing(f"dbus-daemon does not start here: {_told(process)}")
            yield f"unix:path={socket_path}"


@contextmanager
def _running(command: list[str], **env: str) -> "Iterator[subprocess.Popen[bytes]]":
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=os.environ | env
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def _told(process: "subprocess.Popen[bytes]") -> str:
    process.terminate()
    told = process.stderr.read().decode(errors="replace") if process.stderr else ""
    return told.strip()[-300:]


def _comes(there: Callable[[], bool], process: "subprocess.Popen[bytes]") -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if there():
            return True
        time.sleep(0.1)
    return False


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
