"""Papers numbered and frozen: the words with the act that causes them, the file a moment later.

The number and the words are kept in the transaction of the act; the PDF is drawn outside it, by the
page that asked for it or by the next job, and never drawn otherwise once it is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session, col, select, update

from esat import clock
from esat.actors import Actor
from esat.config import Settings
from esat.db import Database
from esat.documents import content, typesetting
from esat.documents.kinds import NOTE, PAPERS, TICKET, Paper
from esat.documents.models import Document
from esat.errors import NotFound
from esat.files.store import Store, store_of
from esat.production import numbers, orders
from esat.production.models import Delivery, Order
from esat.tracking import links
from labels.spec import Symbol


class DocumentsHouse(Protocol):
    """What drawing needs of the composition."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...


@dataclass(frozen=True, slots=True)
class Ready:
    """A paper away from the database, with the pictures it shows."""

    id: int
    paper: Paper
    said: dict[str, Any]
    pictures: dict[str, bytes]
    at: datetime


def papers_of(settings: Settings) -> Store:
    """The folder of papers, apart from attachments: nobody sweeps it."""
    return Store(settings.data_dir / "documents")


def deposit_ticket(
    session: Session, order: Order, *, by: Actor, at: datetime | None = None
) -> Document:
    """A new ticket of an order, with a tracking link of its own. Flushes."""
    moment = at or clock.now()
    number = numbers.take(session, TICKET.series, moment)
    link = links.create(session, orders.key(order), f"{TICKET.label} {number}", by=by, at=moment)
    document = Document(
        number=number,
        kind=TICKET.code,
        order_id=orders.key(order),
        link_id=link.id,
        created_at=moment,
        created_by=by.account_id,
        content=content.of_ticket(session, order, moment),
    )
    session.add(document)
    session.flush()
    return document


def delivery_note(
    session: Session, order: Order, delivery: Delivery, *, by: Actor, at: datetime | None = None
) -> Document:
    """The note of a hand-over, once: asked again, it is the same. Flushes."""
    known = session.exec(select(Document).where(Document.delivery_id == delivery.id)).first()
    if known is not None:
        return known
    moment = at or clock.now()
    number = numbers.take(session, NOTE.series, moment)
    document = Document(
        number=number,
        kind=NOTE.code,
        order_id=orders.key(order),
        delivery_id=delivery.id,
        created_at=moment,
        created_by=by.account_id,
        content=content.of_delivery(session, order, delivery),
    )
    session.add(document)
    session.flush()
    return document


def by_number(session: Session, number: str) -> Document:
    """A paper by its number; NotFound (`paper_unknown`) otherwise."""
    found = session.exec(select(Document).where(Document.number == number)).first()
    if found is None:
        raise NotFound("paper_unknown")
    return found


def of_order(session: Session, order_id: int) -> list[Document]:
    """The papers of an order, newest first."""
    query = select(Document).where(Document.order_id == order_id)
    return list(session.exec(query.order_by(col(Document.id).desc())))


def waiting(session: Session, limit: int) -> Sequence[int]:
    """The papers whose file is still to be made, oldest first."""
    query = select(Document.id).where(col(Document.sha256).is_(None)).order_by(col(Document.id))
    return [key for key in session.exec(query.limit(limit)) if key is not None]


def ready(session: Session, document: Document, settings: Settings) -> Ready:
    """What is needed to draw a paper, without the session."""
    paper = PAPERS[document.kind]
    said = {**document.content, "number": document.number, "follows": False, "signed": False}
    pictures = {"code.svg": typesetting.symbol(Symbol.CODE128, said["code"])}
    address = None if document.link_id is None else links.address_by_id(session, document.link_id)
    if address is not None:
        said["follows"] = True
        pictures["follow.svg"] = typesetting.symbol(Symbol.QR, address)
    signature = store_of(settings).read(said["signature"]) if said.get("signature") else None
    if signature is not None:
        said["signed"] = True
        pictures["signature.png"] = signature
    return Ready(document.id or 0, paper, said, pictures, document.created_at)


def draw(given: Ready) -> bytes:
    """The PDF of a paper; slow, so never inside a write. Refuses `paper_not_made`."""
    return typesetting.pdf(given.paper.drawn_by, given.said, given.pictures, given.at)


def freeze(house: DocumentsHouse, document_id: int) -> bytes:
    """Draw a paper and keep it for good; the first to do so decides. Refuses `paper_not_made`."""
    with house.database.read() as session:
        document = session.get_one(Document, document_id)
        if document.sha256 is not None:
            return kept(house.settings, document)
        given = ready(session, document, house.settings)
    data = draw(given)
    sha256 = papers_of(house.settings).put(data)
    with house.database.write() as session:
        free = (col(Document.id) == document_id, col(Document.sha256).is_(None))
        session.exec(update(Document).where(*free).values(sha256=sha256, frozen_at=clock.now()))
        document = session.get_one(Document, document_id)
        return kept(house.settings, document)


def kept(settings: Settings, document: Document) -> bytes:
    """The frozen bytes. NotFound (`paper_gone`) when the disk lost them."""
    data = papers_of(settings).read(document.sha256) if document.sha256 else None
    if data is None:
        raise NotFound("paper_gone")
    return data


def faults(session: Session, settings: Settings) -> list[str]:
    """Papers whose bytes are missing or are no longer what was frozen."""
    store = papers_of(settings)
    query = select(Document).where(col(Document.sha256).is_not(None)).order_by(col(Document.id))
    return [
        f"{document.number} : {fault}"
        for document in session.exec(query)
        if (fault := store.fault(document.sha256 or "")) is not None
    ]
