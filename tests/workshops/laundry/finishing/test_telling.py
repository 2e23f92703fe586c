"""What the client reads of linen discarded: on the page of the order and on the delivery note."""

import io
from datetime import datetime

from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlmodel import Session, select

from esat.actors import SYSTEM, Actor
from esat.config import Settings
from esat.documents import service
from esat.documents.models import Document
from esat.production import deliveries, moves, subjects
from esat.production.deliveries import Handed
from esat.production.models import Order
from esat.production.moves import Context
from esat.tracking import links
from esat.web.door import House
from tests.workshops.laundry.finishing import plant
from workshops.laundry.finishing import quality, telling
from workshops.laundry.finishing.amending import void_reject
from workshops.laundry.finishing.asked import RejectIn, shaped
from workshops.laundry.finishing.quality import Aside

INK = {"reason": "stain", "fault": "client", "decision": "discard", "quantity": "1.5",
       "pieces": 4, "note": "Encre"}  # fmt: skip
SAID = "Linge plat, 1,5\u00a0kg (4\u00a0pièces) : réformé le 23/11/2026. Motif : Tache, Encre."


def test_a_client_reads_what_was_discarded_until_it_is_taken_back(
    session: Session, house: House, client: FlaskClient, settings: Settings, now: datetime,
    nadia: Actor,
) -> None:  # fmt: skip
    load = plant.washed(session, {"Crèche": "8"}, now, pieces=30)
    plant.finished(session, load, now)
    row = quality.reject(session, load.first, shaped(RejectIn, INK), Aside(nadia, now))
    order = session.get_one(Order, plant.item(session, load.first).order_id)
    assert telling.to_client(session, order.id or 0) == [SAID]
    link = links.create(session, order.id or 0, "Mme Lopez", by=SYSTEM)
    session.commit()
    address = links.address(settings, link)
    page = f"/suivi/{address.rpartition('/')[2]}"
    assert SAID in client.get(page).text

    whole = subjects.by_code(session, load.first)
    assert whole is not None
    moves.move(session, subjects.lot(session, load.lot.id or 0), "pack",  # type: ignore[arg-type]
               Context(by=SYSTEM, at=now, judged=False))  # fmt: skip
    deliveries.deliver(session, order, Handed((whole.item_id or 0,), "Mme Lopez"), by=SYSTEM)
    session.commit()
    note = session.exec(select(Document)).one()
    assert note.content["told"] == [SAID]
    drawn = PdfReader(io.BytesIO(service.freeze(house, note.id or 0)))
    text = " ".join(" ".join(page.extract_text().split()) for page in drawn.pages)
    assert "Motif : Tache, Encre." in text

    void_reject(session, row.id or 0, "Retrouvé propre", by=nadia)
    session.commit()
    assert "réformé" not in client.get(page).text
