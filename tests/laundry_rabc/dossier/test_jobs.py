"""The dossier made in a process of its own: whole or not at all, taken up again after a kill."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.config import Settings
from esat.db import Database
from esat.documents import service as papers
from esat.registry import Registry
from esat.scheduler import stopping
from esat.web.door import House
from laundry_rabc.dossier import asking, jobs, reads
from laundry_rabc.dossier.asking import AskIn
from laundry_rabc.dossier.models import Dossier, DossierFailure, DossierMade
from laundry_rabc.plan import proposing
from tests import people


@pytest.fixture
def own(file_database: Database, tmp_path: Path, loaded: Registry) -> Iterator[House]:
    """A house on a base of its own, which a child can open; one dossier is asked for."""
    settings = Settings(
        data_dir=tmp_path, secret_key="for tests only, thirty-two signs",
        database_url=file_database.url.render_as_string(hide_password=False),
    )  # fmt: skip
    today = clock.today()
    with file_database.write() as session:
        proposing.install(session, clock.now() - timedelta(days=9))
        given = AskIn(since=today - timedelta(days=5), until=today)
        asking.ask(session, given, by=people.actor("qualite"))
    stopping.ASKED.clear()
    yield House(settings, file_database, loaded)
    stopping.ASKED.clear()


def made(house: House) -> list[DossierMade]:
    with house.database.read() as session:
        return list(session.exec(select(DossierMade)))


def failures(house: House) -> list[str]:
    with house.database.read() as session:
        return [one.why for one in session.exec(select(DossierFailure))]


def only(session: Session) -> Dossier:
    return session.exec(select(Dossier)).one()


def test_what_waits_is_made_apart_once_and_its_files_are_whole(own: House) -> None:
    assert jobs.make_waiting(own) == 1
    [row] = made(own)
    store = papers.papers_of(own.settings)
    for sha256, size in ((row.pdf_sha256, row.pdf_bytes), (row.zip_sha256, row.zip_bytes)):
        assert store.fault(sha256) is None
        assert len(store.read(sha256) or b"") == size
    assert jobs.make_waiting(own) == 0
    with own.database.read() as session:
        assert reads.faults(session, own.settings) == []


def drawing(child: "subprocess.Popen[bytes]") -> bool:
    """Whether it has begun to draw: the typesetter is a process of its own."""
    there = Path(f"/proc/{child.pid}/task/{child.pid}/children")
    return there.exists() and bool(there.read_text("ascii").strip())


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks /proc who draws")
def test_killed_while_it_draws_it_leaves_nothing_and_is_taken_up_again(own: House) -> None:
    command = [sys.executable, "-m", jobs.CHILD, "1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=jobs.ROOT) as child:
        assert child.stdin is not None
        child.stdin.write(own.settings.model_dump_json().encode())
        child.stdin.close()
        while child.poll() is None and not drawing(child):
            time.sleep(0.005)
        child.kill()
    assert child.returncode == -9
    assert made(own) == []
    assert list(papers.papers_of(own.settings).kept()) == []
    assert jobs.make_waiting(own) == 1
    assert len(made(own)) == 1
    assert failures(own) == []


def test_a_stop_ends_the_child_and_leaves_the_dossier_for_the_next_run(own: House) -> None:
    threading.Timer(0.3, stopping.ASKED.set).start()
    with own.database.read() as session:
        key = only(session).id or 0
    assert jobs.make_apart(own, key) is False
    assert failures(own) == []
    stopping.ASKED.clear()
    with own.database.read() as session:
        assert reads.waiting(session) == [key]


def test_a_child_that_fails_says_why_and_three_of_them_end_it(
    own: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "CHILD", "laundry_rabc.dossier.nothing_there")
    for _ in range(reads.TRIES + 1):
        assert jobs.make_waiting(own) == 0
    whys = failures(own)
    assert len(whys) == reads.TRIES
    assert all("nothing_there" in why for why in whys)
