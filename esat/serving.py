"""The production server: waitress, one process with threads on SQLite, several on PostgreSQL."""

import fcntl
import logging
import os
import signal
import socket
import sys
from pathlib import Path
from types import FrameType
from typing import IO, Any

from sqlalchemy.exc import OperationalError
from waitress import create_server

from esat import garbage, schema
from esat.accounts import permissions
from esat.app import create_app
from esat.errors import Refused
from esat.web.door import House

log = logging.getLogger("esat.serve")


def serve(house: House, host: str, port: int, workers: int = 1) -> None:
    """Serve until SIGTERM. Refuses `one_worker_on_sqlite`, `already_served`, `schema_behind`,
    `port_taken`.
    """
    if workers > 1 and house.database.is_sqlite:
        raise Refused("one_worker_on_sqlite")
    check_schema(house)
    held = hold_data(house.settings.data_dir) if house.database.is_sqlite else None
    sock = listen(host, port)
    signal.signal(signal.SIGTERM, _leave)
    try:
        if workers == 1:
            _run(house, sock)
        else:
            _fork(house, sock, workers)
    finally:
        sock.close()
        if held is not None:
            held.close()


def check_schema(house: House) -> None:
    """Refuse a database whose schema is not the code's (`schema_behind`, `database_away`)."""
    try:
        with house.database.engine.connect() as connection:
            at = schema.revision_of(connection)
    except OperationalError as error:
        raise Refused("database_away") from error
    if at != schema.head():
        raise Refused("schema_behind")


def hold_data(folder: Path) -> IO[bytes]:
    """Hold the data folder for this server; a second one is refused (`already_served`)."""
    held = (folder / "serve.lock").open("ab")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        held.close()
        raise Refused("already_served") from error
    return held


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, or `port_taken`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        raise Refused("port_taken", port=port) from error
    sock.listen(1024)
    return sock


def _run(house: House, sock: socket.socket) -> None:
    app = create_app(house=house)
    server: Any = create_server(
        app,
        sockets=[sock],
        threads=house.settings.threads,
        ident=None,
        max_request_body_size=house.settings.max_body_mb * 1024 * 1024 + 65_536,
        channel_timeout=60,
        clear_untrusted_proxy_headers=not house.settings.trusted_proxy,
    )
    garbage.settled()
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        log.info("stopped")
    finally:
        server.close()
        permissions.write_waiting_lines(app)
        house.database.dispose()


def _fork(house: House, sock: socket.socket, workers: int) -> None:
    """Several processes on one socket; when one dies all stop, and the supervisor restarts."""
    house.database.dispose()
    children = []
    for _ in range(workers):
        child = os.fork()
        if child == 0:
            _run(house, sock)
            os._exit(0)
        children.append(child)
    try:
        os.wait()
    except (KeyboardInterrupt, SystemExit):
        log.info("stopping %s workers", workers)
    for child in children:
        try:
            os.kill(child, signal.SIGTERM)
        except ProcessLookupError:
            continue


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)
