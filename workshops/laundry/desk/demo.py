"""The counter's part of a demo: a validated tariff, invented people, deposits paid and fetched."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlmodel import Session, select

from esat import clock, config
from esat.actors import SYSTEM
from esat.administration import contacts
from esat.administration.forms import ContactIn
from esat.clients import service as clients
from esat.clients.forms import ClientIn
from esat.files.store import store_of
from esat.production import deliveries, orders
from esat.production.deliveries import Handed
from esat.production.models import Item, Order
from esat.production.rehearsal import Player, Scene
from workshops.laundry.desk import (
    deposits,
    payments,
    quoting,
    seeds,
    tariff_changes,
    tariffs,
    words,
)
from workshops.laundry.desk.deposit_forms import DepositGiven, DepositIn, LineGiven, LineIn
from workshops.laundry.desk.models import Deposit, Tariff
from workshops.laundry.desk.payments import PaymentIn
from workshops.laundry.desk.tariff_forms import BracketIn, TariffIn, TextIn

PEOPLE: Final = (
    "Mme Lavande (démo)", "M. Genêt (démo)", "Mme Bruyère (démo)", "M. Sorbier (démo)",
    "Mme Aubépine (démo)", "M. Noisetier (démo)",
)  # fmt: skip
SOURCE: Final = "Délibération de démonstration n° 12"


class Desk:
    """What the counter remembers from one simulated day to the next."""

    def __init__(self, scene: Scene) -> None:
        self.people = [_person(scene.session, name) for name in PEOPLE]
        self.received: list[int] = []
        self.packed: list[int] = []
        self.receipts = 0
        _tariff(scene)

    def play(self, scene: Scene) -> None:
        """Fetch what is ready, take in something new; the laundry washes it in between."""
        for key in self.packed[:]:
            if scene.rng.random() < 0.4:
                self.packed.remove(key)
                self._fetch(scene, key)
        self.received = [key for key in self.received if not self._ready(scene, key)]
        if scene.rng.random() < 0.6:
            self._leave(scene)

    def _leave(self, scene: Scene) -> None:
        when = scene.sometime(9, 12)
        asked = tariffs.price_list(scene.session, scene.day).tariffs
        lines = tuple(
            LineGiven(n, LineIn(tariff=one.code, quantity=Decimal(scene.rng.randint(1, 4))),
                      ("stain",) if scene.rng.random() < 0.3 else ())
            for n, one in enumerate(scene.rng.sample(asked, scene.rng.randint(1, 3)), 1)
        )  # fmt: skip
        chosen = scene.rng.choice((words.FULL, words.FULL, "tranche-a", "tranche-b"))
        what = DepositIn(
            client_id=scene.rng.choice(self.people), bracket=chosen,
            due_on=scene.day + timedelta(days=4),
        )  # fmt: skip
        with scene.moment(when):
            _, priced = quoting.price(scene.session, DepositGiven(what, lines), at=when)
            total = sum((one.amount for one in priced), Decimal(0))
            given = DepositGiven(what.model_copy(update={"expected": total}), lines)
            store = store_of(config.current())
            made = deposits.deposit(scene.session, given, store, by=SYSTEM, at=when)
            self._pay(scene, made.deposit, when)
        self.received.append(made.deposit.order_id)

    def _pay(self, scene: Scene, deposit: Deposit, when: datetime) -> None:
        if scene.rng.random() < 0.3:
            return
        given: dict[str, Any] = {"kind": "invoice"}
        if scene.rng.random() < 0.7:
            self.receipts += 1
            given = {
                "kind": "receipt", "cash_office": "Régie du CCAS (démo)",
                "receipt_no": f"{self.receipts:04d}", "amount": deposit.total,
                "paid_on": scene.day,
            }  # fmt: skip
        payments.pay(scene.session, deposit, PaymentIn(**given), by=SYSTEM, at=when)

    def _ready(self, scene: Scene, key: int) -> bool:
        """Whether the laundry has washed and packed it."""
        (item,) = _items(scene.session, key)
        if item.stage == "packed":
            self.packed.append(key)
        return item.stage == "packed"

    def _fetch(self, scene: Scene, key: int) -> None:
        session, when = scene.session, scene.sometime(14, 16)
        order = session.get_one(Order, key)
        deposit = session.get_one(Deposit, key)
        with scene.moment(when):
            if not payments.state(session, deposit).settled:
                payments.pay(session, deposit, PaymentIn(kind="invoice"), by=SYSTEM, at=when)
            items = tuple(item.id or 0 for item in _items(session, key))
            client = clients.known(session, order.client_id)
            deliveries.deliver(session, order, Handed(items, client.name), by=SYSTEM)
            orders.close_if_done(session, key, by=SYSTEM, at=when)


def demo(scene: Scene) -> Player:
    """Prepare the counter and answer its player."""
    return Desk(scene).play


def _person(session: Session, name: str) -> int:
    given = ClientIn(kind="individual", name=name, town="Riom", notify=False, fictive=True)
    return clients.create_client(session, given, by=SYSTEM).id or 0


def _tariff(scene: Scene) -> None:
    session, day = scene.session, clock.today()
    address = ContactIn(address="1 rue de la Démonstration\n63200 Riom")
    contacts.set_contact(session, "laundry", address, by=SYSTEM)
    valid: dict[str, Any] = {"since": day, "status": "validated", "source": SOURCE}
    for position, (article, service, price, unit, pictogram) in enumerate(seeds.PRICES):
        given = TariffIn.model_validate(
            {"article": article, "service": service, "price": price, "unit": unit,
             "reason": "Validé", **valid}
        )  # fmt: skip
        made = _priced(session, given)
        made.position, made.pictogram = position, pictogram
    for label, bound, percent in (
        ("Tranche A", "Quotient familial jusqu’à 400 €", "60"),
        ("Tranche B", "Quotient familial jusqu’à 800 €", "30"),
    ):
        shape = BracketIn.model_validate(
            {"label": label, "bound": bound, "kind": "percent", "percent": percent, **valid}
        )
        tariff_changes.save_bracket(session, None, shape, {}, by=SYSTEM)
    texts = {code: body for code, (body, _) in words.PROPOSED.items()}
    for code, body in (texts | {"cash_offices": "Régie du CCAS (démo)"}).items():
        text = TextIn.model_validate({"body": body, "reason": "Validé", **valid})
        tariff_changes.write_text(session, code, text, by=SYSTEM)
    session.flush()


def _priced(session: Session, given: TariffIn) -> Tariff:
    code = tariff_changes.tariff_code(given.article, given.service)
    if tariffs.following(session, Tariff, code) > 1:
        return tariff_changes.change_tariff(session, code, given, by=SYSTEM)
    return tariff_changes.add_tariff(session, given, by=SYSTEM)


def _items(session: Session, order_id: int) -> list[Item]:
    return list(session.exec(select(Item).where(Item.order_id == order_id)))
