import io
from collections.abc import Callable
from uuid import uuid4

import pypdfium2
import pytest
import zxingcpp
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM
from esat.documents import service
from esat.documents.jobs import draw_waiting
from esat.documents.models import Document
from esat.production import deliveries, moves, orders
from esat.production.deliveries import Handed
from esat.production.models import Order
from esat.production.moves import Context
from esat.tracking import links
from esat.web.door import House
from tests.esat.production.buttons import press
from tests.factories import items_of, make_client, make_order

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def order(session: Session, now: object) -> Order:
    made = make_order(session, items=2, client=make_client(session, "Crèche Pomme d’Api"))
    session.commit()
    return made


def handed_over(session: Session, order: Order) -> None:
    first, *_rest = items_of(session, order)
    subject = first
    for action in ("receive", "start_wash", "end_wash", "finish", "pack"):
        subject = moves.move(session, subject, action, Context(by=SYSTEM)).subject
    given = Handed((first.item_id or 0,), "Mme Lopez", reserves="Un bouton manque")
    deliveries.deliver(session, order, given, by=SYSTEM)
    session.commit()


def papers(session: Session) -> list[Document]:
    session.expire_all()
    return list(session.exec(select(Document).order_by(Document.id)))


def url(order: Order) -> str:
    return f"/documents/fragments/commande/{order.ref}/ticket"


def words(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_deposit_ticket_is_numbered_frozen_and_leads_to_the_clients_page(
    signed_in: SignedIn, client: FlaskClient, session: Session, house: House, order: Order
) -> None:
    desk = signed_in("comptoir", workshops=("laundry",))
    answer = press(desk, url(order))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/documents/TD26-00001.pdf")
    paper = desk.get("/documents/TD26-00001.pdf")
    assert paper.mimetype == "application/pdf"
    assert "Crèche Pomme d’Api" in words(paper.data)
    page = pypdfium2.PdfDocument(paper.data)[0]
    read = zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil().convert("L"))
    (address,) = [one.text for one in read if "/suivi/" in one.text]
    opened = client.get(address.removeprefix(house.settings.base_url))
    assert order.ref in opened.get_data(as_text=True)
    (row,) = papers(session)
    assert address.rpartition("/")[2] not in str(row.model_dump())
    session.get_one(Order, order.id).instructions = "Autre chose"
    session.commit()
    assert desk.get("/documents/TD26-00001.pdf").data == paper.data


def test_a_ticket_sent_twice_by_its_form_is_one_ticket(
    signed_in: SignedIn, session: Session, order: Order
) -> None:
    desk, key = signed_in("comptoir", workshops=("laundry",)), str(uuid4())
    first, again = press(desk, url(order), key), press(desk, url(order), key)
    assert first.headers["Location"] == again.headers["Location"]
    assert press(desk, url(order)).headers["Location"] == "/documents/TD26-00002.pdf"
    assert len(papers(session)) == 2


def test_a_hand_over_gets_its_delivery_note_at_once(
    signed_in: SignedIn, session: Session, house: House, order: Order
) -> None:
    handed_over(session, order)
    (note,) = papers(session)
    assert (note.number, note.sha256) == ("BL26-00001", None)
    desk = signed_in("bureau")
    before = desk.get("/documents/BL26-00001.pdf").data
    assert draw_waiting(house) == 1
    assert draw_waiting(house) == 0
    said = words(desk.get("/documents/BL26-00001.pdf").data)
    assert desk.get("/documents/BL26-00001.pdf").data == before
    for text in ("Mme Lopez", "Un bouton manque", items_of(session, order)[0].code or "-"):
        assert text in said
    assert (items_of(session, order)[1].code or "-") not in said


def test_a_hand_over_has_one_note(session: Session, order: Order) -> None:
    handed_over(session, order)
    (delivery,) = deliveries.of_order(session, orders.key(order))
    again = service.delivery_note(session, order, delivery, by=SYSTEM)
    assert again.number == "BL26-00001"


def test_the_papers_of_an_order_are_listed_on_its_page(
    signed_in: SignedIn, session: Session, order: Order
) -> None:
    handed_over(session, order)
    page = signed_in("bureau").get(f"/documents/fragments/commande/{order.ref}")
    assert "/documents/BL26-00001.pdf" in page.get_data(as_text=True)


def test_a_paper_is_closed_to_strangers_and_other_workshops(
    signed_in: SignedIn, client: FlaskClient, session: Session, order: Order
) -> None:
    handed_over(session, order)
    other = signed_in("moniteur", workshops=("bookbinding",))
    assert client.get("/documents/BL26-00001.pdf").status_code in {302, 303, 401}
    assert other.get("/documents/BL26-00001.pdf").status_code == 404
    assert other.get(f"/documents/fragments/commande/{order.ref}").status_code == 404
    assert signed_in("bureau").get("/documents/BL99-00001.pdf").status_code == 404
    assert press(client, url(order)).status_code in {302, 303, 401}
    assert press(other, url(order)).status_code == 404
    assert press(signed_in("inspecteur"), url(order)).status_code == 403
    assert signed_in("bureau").get(url(order)).status_code == 405
    assert [paper.number for paper in papers(session)] == ["BL26-00001"]


def test_a_cancelled_order_gets_no_ticket(
    signed_in: SignedIn, session: Session, order: Order
) -> None:
    orders.cancel(session, order, "Double", by=SYSTEM)
    session.commit()
    assert press(signed_in("bureau"), url(order)).status_code == 409
    assert papers(session) == []


def test_a_paper_whose_file_was_touched_is_found_out(
    signed_in: SignedIn, session: Session, house: House, order: Order
) -> None:
    press(signed_in("bureau"), url(order))
    assert service.faults(session, house.settings) == []
    (row,) = papers(session)
    service.papers_of(house.settings).path(row.sha256 or "").write_bytes(b"%PDF-autre")
    assert service.faults(session, house.settings) == ["TD26-00001 : contenu altéré"]
    service.papers_of(house.settings).remove(row.sha256 or "")
    assert signed_in("bureau").get("/documents/TD26-00001.pdf").status_code == 404


def test_a_revoked_link_leaves_the_paper_without_its_qr(
    session: Session, house: House, order: Order
) -> None:
    paper = service.deposit_ticket(session, order, by=SYSTEM)
    links.revoke(session, orders.key(order), paper.link_id or 0, at=clock.now())
    ready = service.ready(session, paper, house.settings)
    assert "follow.svg" not in ready.pictures
    assert service.draw(ready).startswith(b"%PDF-")
