"""The evening of the twelfth of June: the mairie's linen is delivered and its client has a link."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat.actors import SYSTEM
from esat.clients.models import Client, Contact
from esat.config import Settings
from esat.mailing import jobs
from esat.mailing.models import Mail
from esat.production.models import Delivery, Order
from esat.tracking import links
from esat.tracking.models import AccessLink
from laundry_rabc.proof import codes
from tests.walks import laundry_stations
from tests.walks.laundry_june import JUNE, MAIRIE, OTHER, June

EVENING = JUNE + timedelta(hours=10)
OWN = {"Origin": "http://localhost"}
MAIL = "linge@mairie.example.org"


@dataclass
class Delivered:
    """The played day, seen from the visitor's browser and from the database."""

    session: Session
    settings: Settings
    visitor: FlaskClient
    order: Order
    link: AccessLink
    seen: list[str] = field(default_factory=list)

    @property
    def token(self) -> str:
        return links.address(self.settings, self.link).rpartition("/")[2]

    @property
    def path(self) -> str:
        return f"/suivi/{self.token}/hygiene"

    def delivery(self) -> int:
        query = select(Delivery.id).where(Delivery.order_id == self.order.id)
        return self.session.exec(query).one() or 0

    def ask(self, path: str = "") -> int:
        answer = self.visitor.post(path or self.path, data={"act": "send"}, headers=OWN)
        self.seen.append(answer.text)
        answer.close()  # the code is made once the answer has left
        self.session.expire_all()
        return answer.status_code

    def mails(self) -> list[Mail]:
        query = select(Mail).where(Mail.kind == codes.KIND).order_by(col(Mail.id))
        return list(self.session.exec(query))

    def code(self, which: int = -1) -> str:
        """The code of a mail as its reader sees it."""
        out = jobs._ready(self.session, self.mails()[which])
        return re.search(r"\d{4} \d{4}", out.text).group()  # type: ignore[union-attr]

    def enter(self, code: str, path: str = "") -> int:
        answer = self.visitor.post(
            path or self.path, data={"act": "enter", "code": code}, headers=OWN
        )
        self.seen.append(answer.text)
        return answer.status_code


def play(
    session: Session, client: FlaskClient, nadia: FlaskClient, settings: Settings,
    visitor: FlaskClient,
) -> Delivered:  # fmt: skip
    """Call it with the clock pinned at JUNE."""
    laundry = laundry_stations.build(session, client, at=JUNE)
    June(session, laundry, nadia).play()
    mairie = session.exec(select(Client).where(Client.name == MAIRIE)).one()
    mairie.email = MAIL
    order = session.exec(select(Order).where(Order.client_id == mairie.id)).one()
    link = give(session, order, EVENING)
    session.commit()
    return Delivered(session, settings, visitor, order, link)


def give(session: Session, order: Order, at: datetime, email: str = "") -> AccessLink:
    return links.create(session, order.id or 0, "Accueil", by=SYSTEM, email=email, at=at)


def other_order(session: Session) -> Order:
    query = select(Order).join(Client, col(Client.id) == Order.client_id)
    return session.exec(query.where(Client.name == OTHER)).one()


def contact(session: Session, client_id: int, email: str) -> Contact:
    row = Contact(client_id=client_id, name="Lingerie", email=email)
    session.add(row)
    session.flush()
    return row
