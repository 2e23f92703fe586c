"""A house whose desk is ready: an address, prices, brackets, a person; and a deposit made there."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.administration import contacts
from esat.administration.forms import ContactIn
from esat.clients.models import Client
from esat.files.service import Upload
from esat.files.store import Store
from esat.production import moves
from esat.production.models import Order
from esat.production.moves import Context
from tests import factories, people
from tests.esat.production.buttons import press
from tests.factories import items_of, make_client
from workshops.laundry.desk import deposits, tariff_changes
from workshops.laundry.desk.deposit_forms import read_deposit
from workshops.laundry.desk.deposits import Made
from workshops.laundry.desk.models import Bracket, DeskText, Tariff
from workshops.laundry.desk.tariff_forms import BracketIn, TariffIn, TextIn

MONDAY = date(2026, 11, 23)
SHIRT, SHEET, LINEN = "chemise.lavage", "drap.lavage", "linge-de-maison.lavage"
VALID: dict[str, object] = {"since": MONDAY, "status": "validated", "source": "Délibération 12"}
KARIM = ("comptoir", ("laundry",))
SignedIn = Callable[..., FlaskClient]
DESK = "/blanchisserie/guichet"
LINES = {"tariff_1": SHIRT, "quantity_1": "2", "tariff_2": SHEET, "quantity_2": "1"}


def karim() -> Actor:
    return people.actor("comptoir", workshops=("laundry",))


def price(session: Session, article: str, amount: str, unit: str = "pièce", **more: object) -> str:
    given = {"article": article, "service": "Lavage", "price": amount, "unit": unit, **VALID}
    made = tariff_changes.add_tariff(session, TariffIn.model_validate(given | more), by=SYSTEM)
    return made.code


def bracket(session: Session, label: str, percent: str = "", **prices: str) -> str:
    kind = "percent" if percent else "fixed"
    given = {"label": label, "kind": kind, "percent": percent, "bound": "Quotient lu", **VALID}
    fixed = {code: Decimal(amount) for code, amount in prices.items()}
    shape = BracketIn.model_validate(given)
    return tariff_changes.save_bracket(session, None, shape, fixed, by=SYSTEM).code


def ready(session: Session) -> None:
    """An address, three prices, a bracket of 25 % and one of fixed prices, a cash office."""
    contacts.set_contact(
        session, "laundry", ContactIn(address="3 rue des Lavandières\n63200 Riom"), by=SYSTEM
    )
    tariff_changes.write_text(
        session, "cash_offices", TextIn.model_validate({"body": "Régie du CCAS", **VALID}),
        by=SYSTEM,
    )  # fmt: skip
    for code, title in (("liability", "Le linge est assuré."), ("one_year", "Gardé un an.")):
        text = TextIn.model_validate({"body": title, "reason": "Relu", **VALID})
        tariff_changes.write_text(session, code, text, by=SYSTEM)
    price(session, "Chemise", "3.30")
    price(session, "Drap", "2.50")
    price(session, "Linge de maison", "3.50", "kg")
    bracket(session, "Tranche A", "25")
    tariff_changes.save_bracket(
        session, None, BracketIn.model_validate({"label": "Tranche B", "kind": "fixed", **VALID}),
        {SHIRT: Decimal("1.00")}, by=SYSTEM,
    )  # fmt: skip
    session.flush()


def person(session: Session, name: str = "Mme Aubrac Lucie", **values: object) -> Client:
    return make_client(session, name, kind="individual", **values)


def form(client: Client, *lines: tuple[str, str], **more: object) -> MultiDict[str, str]:
    """The form of a deposit as the page sends it."""
    found: MultiDict[str, str] = MultiDict({"client_id": str(client.id), "bracket": "full"})
    for n, (tariff, quantity) in enumerate(lines, 1):
        found[f"tariff_{n}"], found[f"quantity_{n}"] = tariff, quantity
    for name, value in more.items():
        found.setlist(name, value if isinstance(value, list) else [str(value)])
    return found


def left(
    session: Session, store: Store, client: Client, *lines: tuple[str, str], **more: object
) -> Made:
    """A deposit made by the counter."""
    photos = {1: [picture()]} if more.pop("photo", False) else {}
    given = read_deposit(form(client, *lines, **more), photos)
    return deposits.deposit(session, given, store, by=karim())


def picture() -> Upload:
    data = io.BytesIO()
    Image.new("RGB", (64, 48), (200, 30, 30)).save(data, "JPEG")
    return Upload("tache.jpg", data.getvalue())


def make_ready(session: Session, order: Order, *, but: int = 0) -> None:
    """Everything of an order washed and packed, but the last `but` things."""
    found = items_of(session, order)
    for first in found[: len(found) - but]:
        subject = first
        for action in ("start_wash", "end_wash", "finish", "pack"):
            subject = moves.move(session, subject, action, Context(by=SYSTEM)).subject


def ready_now(session: Session) -> None:
    """The same for a browser, whose clock does not stand still."""
    for row in _dated(session, lambda: ready(session)):
        row.since = clock.today()
    session.flush()


def change_now(session: Session, code: str, amount: str) -> None:
    """Another price of today."""
    given = {"article": "x", "service": "x", "price": amount, "unit": "kg", "reason": "Révision"}
    shape = TariffIn.model_validate(VALID | given | {"since": clock.today()})
    made = tariff_changes.change_tariff(session, code, shape, by=SYSTEM)
    made.article, made.service = "Linge de maison", "Lavage"
    session.flush()


def _dated(session: Session, work: Callable[[], None]) -> list[Tariff | Bracket | DeskText]:
    with clock.pinned(factories.AT):
        work()
    return [row for table in (Tariff, Bracket, DeskText) for row in session.exec(select(table))]


def leave(
    browser: FlaskClient, whose: Client, key: str | None = None, **more: object
) -> TestResponse:
    given = {"client_id": whose.id, "bracket": "full", "expected": "9.10", **LINES}
    return press(browser, f"{DESK}/depot", key, **given | more)


def orders_of(session: Session) -> list[Order]:
    session.expire_all()
    return list(session.exec(select(Order).order_by(Order.id)))
