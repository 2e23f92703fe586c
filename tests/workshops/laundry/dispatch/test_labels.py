import io
from datetime import datetime

from pypdf import PdfReader
from sqlmodel import Session, select

from esat.actors import Actor
from esat.documents import service
from esat.documents.models import Document
from esat.web.door import House
from tests import factories
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import handing, trips
from workshops.laundry.dispatch.handing import Given


def test_the_delivery_note_adds_up_what_left_unit_by_unit(
    session: Session, house: House, nadia: Actor, now: datetime
) -> None:
    client = factories.make_client(session)
    stop = trips.stops(session, linens.trip(session, client).id or 0)[0]
    order = factories.make_order(session, at=factories.AT, client=client)
    weights = ("5", "3.25")
    codes = [code for kg in weights for code in linens.packed(session, order, kg).codes]
    given = Given(tuple(codes), "Mme Lopez", signature=linens.PNG)
    handing.hand_over(session, stop, given, by=nadia)
    session.commit()
    note = session.exec(select(Document)).one()
    assert note.content["total"] == "2\u00a0colis · 20\u00a0pièces · 8,25\u00a0kg"
    drawn = PdfReader(io.BytesIO(service.freeze(house, note.id or 0)))
    said = " ".join(drawn.pages[0].extract_text().split())
    assert "Total 2 colis · 20 pièces · 8,25 kg" in said
