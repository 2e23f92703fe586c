"""Servers as processes, ours by its command line and the floor's; stopped by their own id."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def floor(file: Path) -> Iterator[int]:
    """The floor on a free port."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen(1024)
        handle, port = sock.fileno(), sock.getsockname()[1]
        command = [sys.executable, "-m", "tests.bench.floor", str(file), str(handle)]
        with _running(command, port, pass_fds=(handle,)):
            yield port


@contextmanager
def ours(data: Path, url: str = "") -> Iterator[int]:
    """`esat serve` on a data folder, or on the database of `url`, on a free port."""
    port = free_port()
    settings = {"ESAT_DATABASE_URL": url} if url else {}
    with _running(serve_command(data, port), port, settings=settings):
        yield port


def serve_command(data: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "esat", "--data", str(data), "serve", "--port", str(port)]


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def environment() -> dict[str, str]:
    """This process's, without the bench's own name, which is no setting of the house."""
    return {name: value for name, value in os.environ.items() if not name.startswith("ESAT_")}


@contextmanager
def _running(
    command: list[str],
    port: int,
    pass_fds: tuple[int, ...] = (),
    settings: Mapping[str, str] | None = None,
) -> Iterator[None]:
    env = environment() | dict(settings or {})
    with (
        TemporaryFile() as log,
        subprocess.Popen(command, cwd=ROOT, env=env, pass_fds=pass_fds, stderr=log) as process,
    ):
        try:
            wait_for(port, process)
            yield
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read().decode()[-2000:])
            raise
        finally:
            process.terminate()


def wait_for(port: int, process: subprocess.Popen[bytes], path: str = "/") -> float:
    """Wait for the first answer; the seconds it took."""
    begun = time.perf_counter()
    ask = f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode()
    while time.perf_counter() - begun < 60:
        if process.poll() is not None:
            break
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=60) as sock:
                sock.sendall(ask)
                if sock.recv(64).startswith(b"HTTP/1."):
                    return time.perf_counter() - begun
        except OSError:
            time.sleep(0.005)
    msg = f"no answer from port {port}"
    raise RuntimeError(msg)
