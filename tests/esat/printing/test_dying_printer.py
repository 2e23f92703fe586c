"""Sixty labels, a printer that dies in the middle, and a jobs process that is killed: each label
is whole on the wire exactly once after the last good one was told.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from esat import clock, config, schema
from esat.actors import SYSTEM
from esat.assembly import compose
from esat.config import Settings
from esat.printing import resuming
from esat.printing.jobs import print_pending
from esat.printing.models import PrintJob
from esat.web.door import House
from tests import databases
from tests.esat.printing.asking import ask, free_port, jobs_of, make_codes, make_printer, states
from tests.sinks import LabelSink

pytestmark = pytest.mark.outside
LABELS, GOOD = 60, 23
PATIENCE = 120.0
MARK = "R_C3_A9impression"


@pytest.fixture
def house(tmp_path: Path, loaded: object) -> Iterator[House]:
    """An installation of its own, which another process opens too."""
    kept = config.current()
    with databases.empty(tmp_path) as made:
        settings = Settings(
            data_dir=tmp_path,
            secret_key="for tests only, thirty-two signs",
            database_url=made.url.render_as_string(hide_password=False),
        )
        composed = compose(settings)
        schema.upgrade(composed.database)
        yield composed
        composed.database.dispose()
    config.install(kept)


@contextmanager
def jobs(house: House) -> Iterator["subprocess.Popen[bytes]"]:
    environment = {
        **os.environ,
        "ESAT_DATA_DIR": str(house.settings.data_dir),
        "ESAT_DATABASE_URL": house.database.url.render_as_string(hide_password=False),
        "ESAT_SECRET_KEY": house.settings.secret_key or "",
    }
    command = [sys.executable, "-m", "esat", "jobs"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.05)


def code_in(zpl: str, codes: list[str]) -> str:
    return next(code for code in codes if code in zpl)


def test_sixty_labels_through_a_dead_printer_and_a_killed_process(house: House) -> None:
    port = free_port()
    with house.database.write() as session:
        codes = make_codes(session, LABELS)
        zebra = make_printer(session, kind="socket", target=f"127.0.0.1:{port}", format="zpl")
        run_id = session.get_one(PrintJob, ask(session, codes, zebra)[0]).run_id or 0
    with LabelSink(port, dies_after=GOOD) as first, jobs(house) as process:
        wait_for(first.died.is_set)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    wire = [code_in(zpl, codes) for zpl in first.labels]
    assert wire == codes[:GOOD]

    # What was on its way when the process died is asked about, never sent again by itself.
    with LabelSink(port) as silent:
        print_pending(house)
    assert silent.labels == []
    assert states(house.database)[GOOD] == "unsure"

    with house.database.write() as session:
        done = resuming.after(session, run_id, codes[GOOD - 1], by=SYSTEM, at=clock.now())
    assert (done.again, done.next_code) == (1, codes[GOOD])
    with LabelSink(port) as second, jobs(house) as process:
        wait_for(lambda: len(second.labels) == LABELS - GOOD)
        process.terminate()
        assert process.wait(30) == 0
    rest = [code_in(zpl, codes) for zpl in second.labels]
    assert wire + rest == codes
    assert len(set(first.labels + second.labels)) == LABELS
    marked = [code_in(zpl, codes) for zpl in second.labels if MARK in zpl]
    assert marked == [codes[GOOD]]
    assert not any(MARK in zpl for zpl in first.labels)
    assert {job.state for job in jobs_of(house.database)} == {"seen", "lost", "sent"}
