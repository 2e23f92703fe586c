"""A printer that speaks IPP, and that is not ours, receives what was asked for."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from sqlmodel import Session

from esat.printing import printer_states, printers, queue
from esat.printing.jobs import ask_state, print_pending
from esat.printing.models import LabelPrinter, PrintJob
from esat.web.door import House
from labels import NotSentError, Printer, send
from labels.ipp import has_job
from tests.esat.printing.asking import ask, free_port, jobs_of, make_codes, make_printer, states
from tests.ipp_printer import IppPrinter, ipp_printer

pytestmark = pytest.mark.outside


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IppPrinter]:
    """One for each test: it keeps what it printed."""
    with ipp_printer(tmp_path_factory.mktemp("ipp")) as found:
        yield found


def codes_of(path: Path) -> set[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        (page,) = [page.render(scale=203 / 72, grayscale=True).to_pil() for page in document]
        return {one.text for one in zxingcpp.read_barcodes(page)}
    finally:
        document.close()


def test_it_receives_the_pdf_of_each_label_once(
    house: House, session: Session, now: datetime, outside: IppPrinter
) -> None:
    codes = make_codes(session, 2)
    printer = make_printer(
        session, "bureau", kind="ipp", target=outside.uri, format="pdf", media="a4"
    )
    ask(session, codes, printer)
    session.commit()
    assert print_pending(house) == 2
    assert states(house.database) == ["sent"] * 2
    found = [codes_of(path) for path in outside.printed(2)]
    assert sorted(found, key=sorted) == sorted(({code} for code in codes), key=sorted)
    with house.database.read() as reading:
        known = reading.get_one(LabelPrinter, printer.id)
    assert printer_states.told(known)[:2] == ("Prête", "ok")


def test_what_it_refuses_did_not_leave(outside: IppPrinter) -> None:
    at = Printer("bureau", "ipp", outside.uri)
    with pytest.raises(NotSentError, match="0x040b"):
        send(b"^XA^XZ", at, name="zpl")
    with pytest.raises(NotSentError, match="ipp_refused"):
        send(b"%PDF-1.4", Printer("bureau", "ipp", outside.uri + "/nowhere"), name="pdf")
    assert has_job(at, "zpl") is False


def test_it_says_whether_a_killed_process_had_sent_the_label(
    house: House, session: Session, now: datetime, outside: IppPrinter
) -> None:
    (code,) = make_codes(session, 1)
    printer = make_printer(session, "bureau", kind="ipp", target=outside.uri, format="pdf")
    ask(session, [code], printer)
    session.commit()
    print_pending(house)
    with house.database.write() as writing:
        writing.get_one(PrintJob, jobs_of(house.database)[0].id).state = "sending"
    assert print_pending(house) == 0
    assert states(house.database) == ["sent"]
    assert [codes_of(path) for path in outside.printed()] == [{code}]


def test_one_that_is_off_is_said_and_keeps_its_queue(
    house: House, session: Session, now: datetime
) -> None:
    away = make_printer(
        session, kind="ipp", target=f"ipp://127.0.0.1:{free_port()}/ipp/print", format="pdf"
    )
    ask(session, make_codes(session, 1), away)
    session.commit()
    assert print_pending(house) == 0
    assert states(house.database) == ["failed"]
    said = ask_state(house, away, printers.sendable(away, house.settings.data_dir))
    assert (said.word, said.reasons) == ("unreachable", ("printer_unreachable",))
    with house.database.read() as reading:
        assert queue.queue_depth(reading) == 1
