"""Many devices at once on a real server: each capture counts once, whatever is sent again."""

import json
import random
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from alembic import command
from sqlalchemy import func
from sqlmodel import select

from esat import clock, schema
from esat.actors import Actor
from esat.db import Database
from esat.production import captures
from esat.production.journal_models import Capture, Event
from esat.production.models import Barcode, Item
from esat.production.sent import Sent
from tests import factories, signing_in
from tests.bench import load, servers

THINGS, CLIENTS = 1000, 4


@pytest.fixture
def codes(file_database: Database) -> list[str]:
    with file_database.write() as session:
        owner = factories.make_client(session)
        for _ in range(THINGS // 50):
            factories.make_order(session, items=50, client=owner)
    with file_database.read() as session:
        return list(session.exec(select(Barcode.code).where(Barcode.item_id != None)))  # noqa: E711


def as_sent(code: str, action: str = "receive") -> dict[str, Any]:
    at = clock.now().isoformat()
    return {"id": str(uuid.uuid4()), "at": at, "kind": "move", "code": code, "action": action}


def send_all(port: int, shares: list[list[str]]) -> list[dict[str, Any]]:
    """Send each share from a process of its own, all at once."""
    plans = [json.dumps({"port": port, "clients": [s], "expect": '"outcome":"ok"'}) for s in shares]
    senders = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.bench.load"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=servers.ROOT,
        )
        for _ in plans
    ]  # fmt: skip
    with ThreadPoolExecutor(len(plans)) as pool:
        waiting = [
            pool.submit(one.communicate, plan) for one, plan in zip(senders, plans, strict=True)
        ]
    return [json.loads(one.result()[0]) for one in waiting]


def test_a_thousand_moves_sent_twice_by_four_clients_are_a_thousand_events(
    file_database: Database, codes: list[str], tmp_path: Path
) -> None:
    with file_database.write() as session:
        token, _station = signing_in.enrol(session)
    with file_database.engine.begin() as connection:
        command.stamp(schema.config(connection), "head")
    bearer = f"Authorization: Bearer {token}\r\n"
    once = [load.request("POST", "/api/v1/captures", as_sent(c), headers=bearer) for c in codes]
    twice = once * 2
    random.Random(20261123).shuffle(twice)
    url = file_database.url.render_as_string(hide_password=False)
    (tmp_path / "data").mkdir()
    with servers.ours(tmp_path / "data", url) as port:
        seen = send_all(port, [twice[n::CLIENTS] for n in range(CLIENTS)])
    assert [one["bad"] for one in seen] == [[]] * CLIENTS
    assert sum(len(one["latencies"]) for one in seen) == 2 * THINGS
    with file_database.read() as session:
        moved = session.exec(select(Event.item_id).where(Event.kind == "item.moved")).all()
        stages = session.exec(select(Item.stage, func.count()).group_by(Item.stage)).all()
        kept = session.exec(select(func.count()).select_from(Capture)).one()
    assert (len(moved), len(set(moved)), kept) == (THINGS, THINGS, THINGS)
    assert [tuple(stage) for stage in stages] == [("received", THINGS)]


def test_two_tablets_that_move_the_same_bag_at_once_move_it_once(
    file_database: Database, nadia: Actor
) -> None:
    with file_database.write() as session:
        things = factories.items_of(session, factories.make_order(session, items=20))
    tablets = [replace(nadia, account_id=None, device_id=None, display_name=n) for n in "AB"]
    gate = Barrier(2)

    def take(by: Actor, code: str) -> dict[str, Any]:
        sent = Sent(uuid.uuid4(), clock.now(), "move", code, "receive")
        gate.wait(timeout=30)
        return captures.take(file_database, sent, by=by)

    with ThreadPoolExecutor(2) as pool:
        pairs = [[pool.submit(take, by, thing.code or "") for by in tablets] for thing in things]
        answers = [sorted(one.result()["outcome"] for one in pair) for pair in pairs]
        reasons = {one.result()["reason"] for pair in pairs for one in pair}
    assert answers == [["ok", "refused"]] * len(things)
    assert reasons <= {None, "already_done", "moved_meanwhile"}
    with file_database.read() as session:
        events = session.exec(select(Event.item_id).where(Event.kind == "item.moved")).all()
    assert sorted(events) == sorted(thing.item_id or 0 for thing in things)
