"""The floor: the least that can be done, a bare Flask view with one durable insert.

Same server and settings as `esat serve`, same pragmas, same fair lock; nothing else of ours.
`python -m tests.bench.floor FILE FD [THREADS]` serves on an inherited socket.
"""

import json
import socket
import sqlite3
import sys
import threading
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, request
from jinja2 import Environment
from waitress import create_server

from esat.db import PRAGMAS
from esat.locks import WriteLock

TABLE = "CREATE TABLE IF NOT EXISTS capture (id INTEGER PRIMARY KEY, uid TEXT, body TEXT)"
INSERT = "INSERT INTO capture (uid, body) VALUES (?, ?)"
_PAGE = """<!doctype html><html lang="fr"><title>{{ title }}</title><table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</table></html>"""

ORDERS = """
SELECT o.ref, c.name, c.town, o.workshop, o.due_on, o.opened_at,
       count(i.id), sum(i.stage IN ('packed', 'handed_over'))
FROM (SELECT * FROM orders WHERE closed_at IS NULL AND cancelled_at IS NULL
      ORDER BY due_on IS NULL, due_on, id LIMIT 50) o
JOIN client c ON c.id = o.client_id LEFT JOIN item i ON i.order_id = o.id
GROUP BY o.id ORDER BY o.due_on IS NULL, o.due_on, o.id
"""
WALL = (
    """
SELECT i.stage, count(*), sum(k.kg), min(i.stage_since)
FROM item i LEFT JOIN laundry_item k ON k.item_id = i.id
WHERE i.workshop = 'laundry' AND i.closed_at IS NULL
  AND i.stage IN ('received', 'sorted', 'loaded', 'to_rewash', 'dried', 'finished')
GROUP BY i.stage
""",
    """
SELECT m.label, p.label, p.minutes, c.started_at, c.kg FROM laundry_cycle c
JOIN laundry_machine m ON m.id = c.machine_version_id
LEFT JOIN laundry_programme p ON p.id = c.programme_id WHERE c.ended_at IS NULL
""",
    """
SELECT ref, stage_since FROM lot
WHERE workshop = 'laundry' AND closed_at IS NULL AND stage = 'washed'
UNION ALL
SELECT o.ref, min(i.stage_since) FROM item i JOIN orders o ON o.id = i.order_id
WHERE i.workshop = 'laundry' AND i.closed_at IS NULL AND i.stage = 'washed'
  AND i.id NOT IN (SELECT item_id FROM lot_item WHERE left_at IS NULL)
GROUP BY o.ref ORDER BY 2
""",
    "SELECT reason, count(*), min(placed_at) FROM hold WHERE lifted_at IS NULL GROUP BY reason",
    """
SELECT c.name, o.ref, o.due_on, count(i.id), sum(i.stage IN ('packed', 'handed_over'))
FROM orders o JOIN client c ON c.id = o.client_id LEFT JOIN item i ON i.order_id = o.id
WHERE o.workshop = 'laundry' AND o.closed_at IS NULL AND o.cancelled_at IS NULL
  AND o.due_on <= date('now')
GROUP BY o.id ORDER BY o.due_on
""",
)
"""What the laundry's wall shows: piles, machines, wet loads, what is held, what leaves today."""
TRACKING = """
SELECT i.label, i.stage, i.stage_since, i.closed_at, o.ref, o.due_on, c.name
FROM orders o JOIN client c ON c.id = o.client_id JOIN item i ON i.order_id = o.id
WHERE o.ref = ?
"""
REACHED = """
SELECT e.to_stage, min(e.at) FROM event e JOIN item i ON i.id = e.item_id
JOIN orders o ON o.id = i.order_id WHERE o.ref = ? GROUP BY e.to_stage
"""
SHOWN = 6


class Floor:
    """A connection for each thread, one lock, and one table template."""

    def __init__(self, file: Path) -> None:
        self.file, self.lock = file, WriteLock(Path(f"{file}.lock"))
        self.mine = threading.local()
        self.table = Environment(autoescape=True, trim_blocks=True).from_string(_PAGE)

    def connection(self) -> sqlite3.Connection:
        if not hasattr(self.mine, "connection"):
            self.mine.connection = _open(self.file)
        return self.mine.connection

    def page(self, title: str, rows: list[Any]) -> str:
        return self.table.render(title=title, rows=rows)


def floor(file: Path) -> Flask:
    """A bare application on a database of its own, or on a ten-year base that it only reads."""
    app, bare = Flask("floor"), Floor(file)

    @app.post("/capture")
    def capture() -> Response:
        body = request.get_json()
        with bare.lock:
            opened = bare.connection()
            opened.execute("BEGIN IMMEDIATE")
            key = opened.execute(INSERT, (body["id"], json.dumps(body))).lastrowid
            opened.execute("COMMIT")
        return jsonify(id=body["id"], outcome="ok", event=key)

    @app.get("/orders")
    def orders() -> str:
        return bare.page("Commandes", bare.connection().execute(ORDERS).fetchall())

    @app.get("/board")
    def board() -> str:
        ask = bare.connection().execute
        return bare.page("Tableau", [row for one in WALL for row in ask(one).fetchmany(SHOWN)])

    @app.get("/tracking/<ref>")
    def tracking(ref: str) -> str:
        rows = bare.connection().execute(TRACKING, (ref,)).fetchall()
        return bare.page("Suivi", rows + bare.connection().execute(REACHED, (ref,)).fetchall())

    return app


def _open(file: Path) -> sqlite3.Connection:
    opened = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
    for pragma in PRAGMAS:
        opened.execute(pragma)
    return opened


def main(file: str, handle: str, threads: str = "16") -> None:
    """Serve as `esat.serving` does, until the parent says stop."""
    with _open(Path(file)) as opened:
        if not opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'capture'").fetchone():
            opened.execute(TABLE)
    sock = socket.socket(fileno=int(handle))
    create_server(
        floor(Path(file)), sockets=[sock], threads=int(threads), ident=None, channel_timeout=60
    ).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
