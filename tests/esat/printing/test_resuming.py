"""Scenario 12 of the other workshops: a printer dies in a run, and the run is taken up again."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM
from esat.db import Database
from esat.errors import NotFound, Refused
from esat.printing import queue, resuming
from esat.printing.jobs import print_pending
from esat.printing.models import PrintJob
from esat.production.journal_models import Event
from esat.web.door import House
from tests.esat.printing.asking import ask, free_port, jobs_of, make_codes, make_printer, states
from tests.sinks import NO_PAPER, WELL, LabelSink

MARK = "R_C3_A9impression"


@pytest.fixture
def codes(session: Session, now: datetime) -> list[str]:
    return make_codes(session, 6)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def run_id(session: Session, codes: list[str], port: int) -> int:
    zebra = make_printer(session, kind="socket", target=f"127.0.0.1:{port}", format="zpl")
    first = ask(session, codes, zebra)[0]
    found = session.get_one(PrintJob, first).run_id or 0
    session.commit()
    return found


def resume(database: Database, run_id: int, code: str) -> resuming.Resumed:
    with database.write() as writing:
        return resuming.after(writing, run_id, code, by=SYSTEM, at=clock.now())


def code_in(zpl: str, codes: list[str]) -> str:
    return next(code for code in codes if code in zpl)


def test_a_label_cut_in_the_middle_is_never_sent_again_by_itself(
    house: House, run_id: int, codes: list[str], port: int, now: datetime
) -> None:
    with LabelSink(port, dies_after=2):
        assert print_pending(house) == 2
    assert states(house.database) == ["sent", "sent", "unsure", *["queued"] * 3]
    with clock.pinned(now + timedelta(days=1)), LabelSink(port) as again:
        assert print_pending(house) == 0
    assert again.labels == []


def test_printing_goes_on_after_the_last_good_label_with_the_same_numbers(
    house: House, run_id: int, codes: list[str], port: int
) -> None:
    with LabelSink(port, dies_after=3):
        print_pending(house)
    # The third was taken by the printer and never came out of it.
    done = resume(house.database, run_id, f"]C0{codes[1].lower()}")
    assert (done.seen, done.again, done.next_code) == (2, 2, codes[2])
    with LabelSink(port) as sink:
        assert print_pending(house) == 4
    assert [code_in(zpl, codes) for zpl in sink.labels] == codes[2:]
    assert [MARK in zpl for zpl in sink.labels] == [True, True, False, False]
    with house.database.read() as reading:
        events = list(reading.exec(select(Event).where(Event.kind == "label.reprinted")))
        rows = resuming.of_run(reading, run_id)
    assert [(event.data or {})["code"] for event in events] == codes[2:4]
    assert [row.state for row in rows] == [
        "seen", "seen", "lost", "sent", "lost", "sent", "sent", "sent",
    ]  # fmt: skip


def test_nothing_is_made_again_when_the_last_label_is_good(
    house: House, run_id: int, codes: list[str], port: int
) -> None:
    with LabelSink(port):
        print_pending(house)
    for _twice in range(2):
        done = resume(house.database, run_id, codes[-1])
        assert (done.again, done.next_code) == (0, None)
    assert states(house.database) == ["seen"] * 6


def test_a_label_that_never_left_or_is_of_another_run_is_refused(
    house: House, session: Session, run_id: int, codes: list[str], port: int
) -> None:
    (other,) = make_codes(session, 1)
    session.commit()
    with LabelSink(port, dies_after=1):
        print_pending(house)
    for code, refusal in ((codes[4], Refused), (other, NotFound), ("F0000018", NotFound)):
        with pytest.raises(refusal):
            resume(house.database, run_id, code)
    assert states(house.database)[:2] == ["sent", "unsure"]


def test_somebody_looks_and_says(
    house: House, run_id: int, codes: list[str], port: int, now: datetime
) -> None:
    with LabelSink(port, dies_after=0):
        print_pending(house)
    unsure = jobs_of(house.database)[0].id or 0
    with house.database.write() as writing:
        with pytest.raises(Refused, match="label_unsure"):
            queue.retry(writing, unsure)
        with pytest.raises(Refused, match="label_unsure"):
            queue.give_up(writing, unsure)
        resuming.did_not_come_out(writing, unsure, by=SYSTEM, at=now)
        with pytest.raises(Refused, match="label_not_unsure"):
            resuming.came_out(writing, unsure, by=SYSTEM, at=now)
    with LabelSink(port) as sink:
        assert print_pending(house) == 6
    assert [code_in(zpl, codes) for zpl in sink.labels] == codes
    assert [MARK in zpl for zpl in sink.labels] == [True] + [False] * 5


def test_what_a_killed_process_was_sending_waits_for_somebody(
    house: House, run_id: int, codes: list[str], port: int, now: datetime
) -> None:
    first = jobs_of(house.database)[0].id or 0
    with house.database.write() as writing:
        assert queue.claim(writing, first, 0)
        assert not queue.claim(writing, first, 0)
    with LabelSink(port) as sink:
        assert print_pending(house) == 0
        assert states(house.database)[0] == "unsure"
        with house.database.write() as writing:
            resuming.came_out(writing, first, by=SYSTEM, at=now)
        assert print_pending(house) == 5
    assert [code_in(zpl, codes) for zpl in sink.labels] == codes[1:]


def test_a_printer_without_paper_keeps_its_queue(
    house: House, run_id: int, codes: list[str], port: int, now: datetime
) -> None:
    with LabelSink(port, status=NO_PAPER) as sink:
        assert print_pending(house) == 0
        assert states(house.database) == ["queued"] * 6
        sink.status = WELL
        assert print_pending(house) == 6
    assert len(set(sink.labels)) == 6
