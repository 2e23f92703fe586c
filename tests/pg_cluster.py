"""A private PostgreSQL cluster for one run of the tests; knows no table of the product."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

import psycopg
from psycopg import sql

ROLE = "esat"
_DEBIAN = Path("/usr/lib/postgresql")
_PATIENCE_SECONDS = 30
# Nothing of this cluster outlives the run, so nothing of it needs to reach the disk.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "timezone": "UTC",
}


class ClusterError(RuntimeError):
    """No cluster can be started here; the message says why."""


class _Identity(TypedDict, total=False):
    user: str
    group: str
    extra_groups: list[str]


def programs() -> Path | None:
    """Return the folder holding initdb and postgres: Debian's newest, else that of the PATH."""
    debian = sorted(
        (found.parent for found in _DEBIAN.glob("*/bin/initdb")),
        key=lambda folder: float(folder.parent.name),
    )
    if debian:
        return debian[-1]
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster on a socket in a temporary folder; yield the URL of its first database."""
    binaries = programs()
    if binaries is None:
        raise ClusterError(
            "PostgreSQL is not installed: no initdb (Debian: apt install postgresql)"
        )
    # /tmp and not TMPDIR: the path of a Unix socket has room for about a hundred signs only.
    folder = Path(tempfile.mkdtemp(prefix="esat-pg-", dir="/tmp"))
    identity = _identity(folder)
    try:
        _initialise(binaries, folder, identity)
        with _server(binaries, folder, identity):
            yield f"postgresql+psycopg://{ROLE}@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(server_url: str, name: str, like: str = "") -> Iterator[str]:
    """Create the database `name` on that server, empty or a copy of the one named by `like`, to
    which nobody is connected; yield its URL, and drop it.
    """
    plain = server_url.replace("postgresql+psycopg://", "postgresql://", 1)
    before, _, query = server_url.partition("?")
    url = before.rsplit("/", 1)[0] + f"/{name}" + (f"?{query}" if query else "")
    _execute(plain, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    if like:
        _execute(plain, "CREATE DATABASE {} TEMPLATE {}", name, like)
    else:
        _execute(plain, "CREATE DATABASE {}", name)
    try:
        yield url
    finally:
        _execute(plain, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _execute(plain_url: str, statement: str, *names: str) -> None:
    with psycopg.connect(plain_url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


def _identity(folder: Path) -> _Identity:
    """PostgreSQL refuses to run as root: root lends the folder to the user made by Debian."""
    if os.geteuid() != 0:
        return {}
    try:
        shutil.chown(folder, "postgres", "postgres")
    except LookupError as absent:
        shutil.rmtree(folder, ignore_errors=True)
        raise ClusterError(
            "running as root, and there is no user 'postgres' to lend to"
        ) from absent
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _initialise(binaries: Path, folder: Path, identity: _Identity) -> None:
    command = [str(binaries / "initdb"), "--pgdata", str(folder / "data"), "--no-sync"]
    command += [f"--username={ROLE}", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, **identity
    )
    if done.returncode:
        raise ClusterError(f"initdb failed: {done.stderr.strip()}")


@contextmanager
def _server(binaries: Path, folder: Path, identity: _Identity) -> Iterator[None]:
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    for name, value in _SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    log = folder / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, **identity
        )
    try:
        _wait(server, folder, log)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown: no wait for its clients
        try:
            server.wait(timeout=_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(server: subprocess.Popen[bytes], folder: Path, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(f"postgresql://{ROLE}@/postgres?host={folder}").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise ClusterError(f"PostgreSQL did not start: {log.read_text(errors='replace')[-2000:]}")
