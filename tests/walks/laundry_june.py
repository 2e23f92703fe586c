"""The twelfth of June in a laundry: two clients, two loads, one of them shared, one delivered."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.documents.models import Document
from esat.production import subjects, things
from esat.production.models import Delivery, Item, Order
from tests import factories
from tests.walks.laundry_stations import CAPTURES, Laundry
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import rounds, trips
from workshops.laundry.dispatch.models import TripStop
from workshops.laundry.dispatch.rounds import RoundFacts, Stop

JUNE = datetime(2026, 6, 12, 6, 0, tzinfo=UTC)
MAIRIE, OTHER = "Mairie de Riom", "Résidence Bellevue (démo)"
PROVEN = {"outcome": "done", "max_c": "71,4", "hold_minutes": "4", "doses": {"Lessive": "240"}}
UNPROVEN = {"outcome": "done"}


@dataclass
class June:
    """The twelfth of June: 38 kg of the mairie in two loads, one of them shared."""

    session: Session
    laundry: Laundry
    nadia: FlaskClient
    minutes: int = 0

    def play(self) -> str:
        """From the bags to the signature; answers the number of the mairie's delivery note."""
        mairie, other = (
            factories.make_client(self.session, name).id or 0 for name in (MAIRIE, OTHER)
        )
        bags = [self.bag(mairie, "9,500") for _ in range(4)] + [self.bag(other, "5,250")]
        loads = (bags[:2] + bags[4:], bags[2:4])
        for n, (load, report) in enumerate(zip(loads, (PROVEN, UNPROVEN), strict=True)):
            self.wash(n, load, report)
        self.pack(mairie, "38")
        self.pack(other, "5,250")
        self.hand_over(mairie)
        self.session.expire_all()
        return self.note(mairie)

    def then(self, minutes: int = 1) -> Any:
        self.minutes += minutes
        return clock.pinned(JUNE + timedelta(minutes=self.minutes))

    def bag(self, client: int, kg: str) -> str:
        with self.then():
            _bag, code = things.add_resource(
                self.session, "bag", "Serviettes", "laundry", "F", client_id=client
            )
            self.session.commit()
            self.laundry.scan("reception", code)
            self.laundry.act("reception", "laundry.weigh", code, kg=kg)
        return code

    def wash(self, n: int, bags: list[str], report: dict[str, Any]) -> None:
        machine, target = self.laundry.washers[n], self.laundry.bins[n]
        with self.then():
            for bag in bags:
                self.laundry.act("sorting", "laundry.sort", bag, bin=target)
            said = self.by_nadia(
                "laundry.start", target, machine=machine, programme=self.laundry.programme
            )
        with self.then(62):
            self.laundry.act("washing", "laundry.end", machine, **report)
            self.laundry.act("clean side", "laundry.open", machine)
        dryer = self.laundry.dryers[n]
        with self.then(10):
            dried = self.laundry.act("clean side", "laundry.dry_start", dryer, loads=[said["code"]])
        with self.then(40):
            self.laundry.act("clean side", "laundry.dry_end", dried["code"], outcome="dry")
            self.laundry.move("folding", dried["code"], "finish")

    def by_nadia(self, action: str, code: str, **data: Any) -> dict[str, Any]:
        """An act that a person makes under her own name."""
        sent = {
            "id": str(uuid.uuid4()), "at": clock.now().isoformat(), "kind": "act", "code": code,
            "action": action, "data": data,
        }  # fmt: skip
        answer = self.nadia.post(CAPTURES, json=sent, headers={"Origin": "http://localhost"})
        found: dict[str, Any] = answer.get_json()
        assert found["outcome"] == "ok", found
        return found

    def order(self, client: int) -> Order:
        return self.session.exec(select(Order).where(Order.client_id == client)).one()

    def pack(self, client: int, kg: str) -> None:
        self.session.expire_all()
        parcel = {"kg": kg, "lines": [{"family": "flat", "pieces": 60}]}
        with self.then():
            self.laundry.act(
                "packing", "laundry.pack", None, order=self.order(client).ref, parcels=[parcel]
            )

    def hand_over(self, client: int) -> None:
        facts = RoundFacts("Vendredi", 4, (Stop(client),))
        code = rounds.add(self.session, facts, by=SYSTEM, at=JUNE).code
        trip = trips.make(self.session, code, JUNE.date(), by=SYSTEM, at=JUNE)
        stop = self.session.exec(select(TripStop).where(TripStop.trip_id == trip.id)).one()
        parcels = self.parcels(client)
        self.session.commit()
        with self.then():
            self.laundry.act("van", "laundry.depart", None, trip=trip.id, apart=True)
            self.laundry.act(
                "van", "laundry.stop", None, stop=stop.id, items=parcels, receiver="M. Petit",
                signature=linens.PNG,
            )  # fmt: skip

    def parcels(self, client: int) -> list[str]:
        query = select(Item.id).where(Item.order_id == self.order(client).id, Item.kind == "parcel")
        found = [subjects.item(self.session, key or 0) for key in self.session.exec(query)]
        return [one.code for one in found if one is not None and one.code]

    def note(self, client: int) -> str:
        query = (
            select(Document.number)
            .join(Delivery, col(Delivery.id) == Document.delivery_id)
            .where(Delivery.order_id == self.order(client).id)
        )
        return self.session.exec(query).one()
