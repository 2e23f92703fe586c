import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PIL import Image
from sqlmodel import Session

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.db import Database
from esat.errors import Invalid, NotFound, Refused
from esat.printing import printers, queue
from esat.printing.jobs import print_pending
from esat.printing.models import PrintJob
from esat.web.door import House
from tests.esat.printing.asking import ask, free_port, jobs_of, make_codes, make_printer, states
from tests.signing_in import enrol
from tests.sinks import LabelSink

Read = Callable[[Image.Image], list[set[str]]]


def test_labels_leave_in_the_order_they_were_asked_and_read_back(
    house: House, session: Session, now: datetime, read: Read
) -> None:
    codes = make_codes(session)[::-1]
    ask(session, codes, make_printer(session))
    session.commit()
    assert print_pending(house) == 3
    files = sorted((house.settings.data_dir / "impressions" / "dossier").iterdir())
    assert [read(Image.open(io.BytesIO(file.read_bytes())))[0] for file in files] == [
        {code} for code in codes
    ]
    assert states(house.database) == ["sent"] * 3
    assert print_pending(house) == 0


def test_a_dead_printer_keeps_its_queue_and_resumes_at_the_next_label(
    house: House, session: Session, now: datetime
) -> None:
    port, codes = free_port(), make_codes(session, 4)
    dead = make_printer(
        session, "comptoir", kind="socket", target=f"127.0.0.1:{port}", format="zpl"
    )
    ask(session, codes[:3], dead)
    ask(session, codes[3:], make_printer(session))
    session.commit()
    assert print_pending(house) == 1  # that of the other printer
    assert states(house.database) == ["failed", "queued", "queued", "sent"]
    with clock.pinned(now + timedelta(seconds=29)), LabelSink(port) as sink:
        assert print_pending(house) == 0  # nothing overtakes the label that failed
    with clock.pinned(now + timedelta(seconds=31)), LabelSink(port) as sink:
        assert print_pending(house) == 3
        assert [code_of(zpl, codes) for zpl in sink.labels] == codes[:3]
    assert states(house.database) == ["sent"] * 4


def code_of(zpl: str, codes: list[str]) -> str:
    return next(code for code in codes if code in zpl)


def test_a_printer_that_stays_dead_is_asked_less_and_less_and_never_forgotten(
    house: House, session: Session, now: datetime
) -> None:
    dead = make_printer(session, kind="socket", target=f"127.0.0.1:{free_port()}", format="zpl")
    ask(session, make_codes(session, 1), dead)
    session.commit()
    for wait in (30, 120, 600, 600, 600):
        with clock.pinned(now):
            assert print_pending(house) == 0
        (job,) = jobs_of(house.database)
        assert job.next_try_at == now + timedelta(seconds=wait)
        assert (job.state, "injoignable" in job.last_error) == ("failed", True)
        now = job.next_try_at
    with house.database.read() as reading:
        assert queue.queue_depth(reading) == 1


def test_a_label_that_was_written_and_not_marked_is_not_written_again(
    house: House, session: Session, now: datetime
) -> None:
    (job_id,) = ask(session, make_codes(session, 1), make_printer(session))
    session.commit()
    print_pending(house)
    with house.database.write() as writing:
        job = writing.get_one(PrintJob, job_id)
        job.state, job.sent_at = "sending", None
    assert print_pending(house) == 0
    assert states(house.database) == ["sent"]
    assert len(list((house.settings.data_dir / "impressions" / "dossier").iterdir())) == 1


def test_a_label_that_cannot_be_made_gives_way_after_three_tries(
    house: House, session: Session, now: datetime
) -> None:
    first, _second = ask(session, make_codes(session, 2), make_printer(session))
    session.get_one(PrintJob, first).code = "F0000019"
    session.commit()
    for minutes in (0, 1, 10):
        with clock.pinned(now + timedelta(minutes=minutes)):
            assert print_pending(house) == 0
    assert states(house.database) == ["given_up", "queued"]
    assert print_pending(house) == 1


def test_a_reprint_says_why_and_bears_it(house: House, session: Session, now: datetime) -> None:
    codes, printer = make_codes(session, 1), make_printer(session, format="zpl")
    ask(session, codes, printer)
    with pytest.raises(Refused, match="label_waiting"):
        ask(session, codes, printer, "Deux fois")
    session.commit()
    print_pending(house)
    session.expire_all()
    with pytest.raises(Refused, match="reprint_needs_reason"):
        ask(session, codes, printer, "  ")
    ask(session, codes, printer, "Étiquette déchirée")
    session.commit()
    assert print_pending(house) == 1
    first, again = jobs_of(house.database)
    assert (again.reprint_of, again.reason) == (first.id, "Étiquette déchirée")
    files = sorted((house.settings.data_dir / "impressions" / "dossier").iterdir())
    assert ["R_C3_A9impression" in file.read_text() for file in files] == [False, True]


def test_a_request_is_queued_whole_or_not_at_all(database: Database, now: datetime) -> None:
    with database.write() as writing:
        codes, printer = make_codes(writing), make_printer(writing)
    with pytest.raises(NotFound, match="code_unknown"), database.write() as writing:
        ask(writing, [*codes, "F0000019"], printer)
    assert jobs_of(database) == []


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("file", "../ailleurs"),
        ("file", "/etc"),
        ("file", ".."),
        ("ipp", "-o"),
        ("ipp", "http://elsewhere/x"),
        ("ipp", "ipp://a b/"),
        ("socket", "a b"),
    ],
)
def test_a_printer_leads_nowhere_else(
    session: Session, now: datetime, kind: str, target: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        make_printer(session, kind=kind, target=target, format="zpl")
    assert list(refusal.value.fields) == ["target"]


def test_a_folder_that_leads_out_of_the_data_is_not_written_to(
    house: House, session: Session, now: datetime
) -> None:
    top, outside = house.settings.data_dir / "impressions", house.settings.data_dir / "ailleurs"
    top.mkdir()
    outside.mkdir()
    (top / "dossier").symlink_to(outside)
    ask(session, make_codes(session, 1), make_printer(session))
    session.commit()
    assert print_pending(house) == 0
    assert list(outside.iterdir()) == []
    assert states(house.database) == ["failed"]


def test_the_printer_of_ones_station_is_offered_first(session: Session, now: datetime) -> None:
    _token, station = enrol(session)
    for code in ("atelier", "zebra"):
        make_printer(session, code)
    station.printer = "zebra"
    session.flush()
    here = Actor(station_id=station.id)
    assert [one.code for one in printers.offered(session, here)] == ["zebra", "atelier"]
    assert [one.code for one in printers.offered(session, SYSTEM)] == ["atelier", "zebra"]
