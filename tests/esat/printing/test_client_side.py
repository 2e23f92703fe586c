from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.client_labels import service
from esat.client_labels.models import IssuedNumber
from esat.client_labels.service import Wanted
from esat.clients.models import Client
from esat.errors import NotFound, Refused
from esat.printing import asking
from esat.printing.asking import Wish
from esat.printing.jobs import print_pending
from esat.printing.models import LabelPrinter, PrintJob
from esat.production import scans
from esat.web.door import House
from tests.esat.client_labels.lending import make_range, make_things
from tests.esat.printing.asking import jobs_of, make_printer, states
from tests.factories import make_client

BODY = """^XA^CI28^PW799^LL399
^FO20,20^A0N,40,40^FH^FD{{title}}^FS
^FO20,90^BY2^BCN,120,N,N,N^FH^FD>;>8{{number}}^FS
^FO20,240^A0N,30,30^FH^FD{{number_spaced}} {{code}} {{mark}}^FS
^XZ"""
LAYOUT = "client:palette"


@pytest.fixture
def owner(session: Session, now: datetime) -> Client:
    return make_client(session, "Usine d’Issoire ^XZ~JR")


@pytest.fixture
def codes(session: Session, owner: Client) -> list[str]:
    return make_things(session, 2, owner)


@pytest.fixture
def printer(session: Session, owner: Client) -> LabelPrinter:
    """A printer of ZPL, and a template of the client's with numbers of his own."""
    lent = make_range(session, client_id=owner.id)
    wanted = Wanted(
        "palette", "Palette", "zpl", BODY, Decimal(100), Decimal(50),
        client_id=owner.id, range_id=lent.id,
    )  # fmt: skip
    service.save(session, wanted, by=SYSTEM, at=lent.created_at)
    return make_printer(session, format="zpl", media="100x50")


def ask(session: Session, codes: list[str], printer: LabelPrinter | None, reason: str = "") -> None:
    wish = Wish(printer, LAYOUT, reason)
    asking.request(session, codes, wish, by=SYSTEM, at=clock.now())


def printed(house: House) -> list[str]:
    folder = house.settings.data_dir / "impressions" / "dossier"
    return [Path(path).read_text() for path in sorted(folder.iterdir())]


def test_a_clients_label_bears_his_number_and_his_number_opens_the_thing(
    house: House, session: Session, codes: list[str], printer: LabelPrinter
) -> None:
    ask(session, codes, printer)
    numbers = [one.text for one in session.exec(select(IssuedNumber).order_by(IssuedNumber.id))]
    session.commit()
    assert print_pending(house) == 2
    for code, number, zpl in zip(codes, numbers, printed(house), strict=True):
        assert number in zpl
        assert code in zpl
        assert zpl.count("^XZ") == 1
        assert "~JR" not in zpl
        found = scans.resolve(session, number).subject
        assert found is not None
        assert found.code == number
        assert found.item_id == scans.resolve(session, code).subject.item_id  # type: ignore[union-attr]
    assert [job.layout_version for job in jobs_of(house.database)] == [1, 1]


def test_printed_again_it_is_the_same_number_and_says_so(
    house: House, session: Session, codes: list[str], printer: LabelPrinter
) -> None:
    ask(session, codes[:1], printer)
    session.commit()
    print_pending(house)
    session.expire_all()
    with pytest.raises(Refused, match="reprint_needs_reason"):
        ask(session, codes[:1], printer)
    ask(session, codes[:1], printer, "Déchirée")
    session.commit()
    print_pending(house)
    first, again = printed(house)
    (number,) = session.exec(select(IssuedNumber.text)).all()
    assert number in first
    assert number in again
    assert ["R_C3_A9impression" in zpl for zpl in (first, again)] == [False, True]


def test_the_house_s_own_label_is_another_one(
    house: House, session: Session, codes: list[str], printer: LabelPrinter
) -> None:
    ask(session, codes[:1], printer)
    wish = Wish(printer, "thing100")
    asking.request(session, codes[:1], wish, by=SYSTEM, at=printer.created_at)
    session.commit()
    assert print_pending(house) == 2
    reprints = select(PrintJob).where(col(PrintJob.reprint_of).is_not(None))
    assert session.exec(reprints).all() == []


def test_what_cannot_be_gives_no_number(
    session: Session, codes: list[str], printer: LabelPrinter
) -> None:
    (foreign,) = make_things(session, 1, make_client(session, "Une autre usine"))
    paper = make_printer(session, "bureau", format="pdf")
    small = make_printer(session, "petit", format="zpl", media="57x32")
    for asked, where, refusal in (
        ([foreign], printer, "template_not_for_it"),
        (codes, None, "template_wants_printer"),
        (codes, paper, "template_wants_zpl"),
        (codes, small, "layout_not_on_paper"),
    ):
        with pytest.raises(Refused, match=refusal), session.begin_nested():
            ask(session, asked, where)
    service.withdraw(session, "palette", "Fini", by=SYSTEM, at=printer.created_at)
    with pytest.raises(NotFound, match="template_unknown"), session.begin_nested():
        ask(session, codes, printer)
    assert session.exec(select(IssuedNumber)).all() == []


def test_a_template_withdrawn_after_it_was_asked_says_so_on_the_label(
    house: House, session: Session, codes: list[str], printer: LabelPrinter
) -> None:
    ask(session, codes[:1], printer)
    service.withdraw(session, "palette", "Fini", by=SYSTEM, at=printer.created_at)
    session.commit()
    assert print_pending(house) == 0
    assert states(house.database) == ["failed"]
