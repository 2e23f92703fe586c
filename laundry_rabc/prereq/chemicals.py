"""Products, their data sheets and their lots; a wrong one is withdrawn with a reason."""

from datetime import date, timedelta
from typing import Annotated, Final, Literal, TypeVar

from pydantic import Field, StringConstraints
from sqlmodel import Session, SQLModel, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, Refused
from esat.folding import fold
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from laundry_rabc.prereq import rights
from laundry_rabc.prereq.models import Product, ProductLot, ProductSheet, Pump
from laundry_rabc.prereq.saying import the

KINDS: Final = {
    "detergent": "Lessive",
    "disinfectant": "Désinfectant",
    "neutraliser": "Neutralisant",
    "softener": "Assouplissant",
    "bleach": "Agent de blanchiment",
}
OLDEST: Final = timedelta(days=366 * 3)
FARTHEST: Final = timedelta(days=366 * 15)
Kept = TypeVar("Kept", bound=SQLModel)


class ProductIn(FormShape):
    """A product as it is declared; `dose_name` is the word that the programmes use."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
    kind: Literal["detergent", "disinfectant", "neutraliser", "softener", "bleach"]
    supplier: Annotated[str, StringConstraints(max_length=80), NoControl] = ""
    dose_name: Annotated[str, StringConstraints(max_length=60), NoControl] = ""


class LotIn(FormShape):
    """A lot as it came."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=60), NoControl]
    received_on: date
    quantity: Annotated[FrenchDecimal, Field(gt=0, max_digits=8, decimal_places=3)]
    unit: Literal["L", "kg"]
    expires_on: Annotated[date | None, Blank] = None


def add_product(session: Session, given: ProductIn, *, by: Actor) -> Product:
    """A new product. Invalid when its name is taken; flushes."""
    rights.require(by, rights.PLAN)
    names = session.exec(select(Product.name))
    if fold(given.name) in {fold(name) for name in names}:
        raise Invalid("form_invalid", {"name": "Un produit porte déjà ce nom."})
    made = Product(**given.model_dump(), created_at=clock.now(), created_by=by.account_id)
    return _kept(session, made)


def add_sheet(session: Session, product_id: int, file_id: int, *, by: Actor) -> ProductSheet:
    """A further data sheet, which is then in force; flushes."""
    rights.require(by, rights.PLAN)
    the(session, Product, product_id)
    row = ProductSheet(
        product_id=product_id, file_id=file_id, recorded_at=clock.now(), account_id=by.account_id
    )
    return _kept(session, row)


def receive(session: Session, product_id: int, given: LotIn, *, by: Actor) -> ProductLot:
    """A lot that came. Refuses `product_withdrawn`; Invalid for a number already received, a day
    to come, a year that is a mistake. Flushes.
    """
    rights.require(by, rights.DO)
    if the(session, Product, product_id).withdrawn_at is not None:
        raise Refused("product_withdrawn")
    if wrong := _wrong_days(given, clock.today()):
        raise Invalid("form_invalid", wrong)
    known = session.exec(select(ProductLot.number).where(ProductLot.product_id == product_id))
    if fold(given.number) in {fold(number) for number in known}:
        raise Invalid("form_invalid", {"number": "Ce numéro de lot est déjà reçu."})
    made = ProductLot(
        product_id=product_id,
        **given.model_dump(),
        created_at=clock.now(),
        created_by=by.account_id,
    )
    return _kept(session, made)


def open_lot(session: Session, lot_id: int, *, by: Actor) -> ProductLot:
    """The first can of a lot is opened. Refuses `lot_opened`, `lot_withdrawn`; flushes."""
    rights.require(by, rights.DO)
    lot = the(session, ProductLot, lot_id)
    if lot.withdrawn_at is not None:
        raise Refused("lot_withdrawn")
    if lot.opened_at is not None:
        raise Refused("lot_opened")
    lot.opened_at, lot.opened_by = clock.now(), by.account_id
    session.flush()
    return lot


def withdraw(session: Session, row: Product | ProductLot | Pump, reason: str, *, by: Actor) -> None:
    """Use it no more. Invalid without a reason; refuses `already_withdrawn`; flushes."""
    rights.require(by, rights.DO if isinstance(row, ProductLot) else rights.PLAN)
    if row.withdrawn_at is not None:
        raise Refused("already_withdrawn")
    if not reason.strip():
        raise Invalid("form_invalid", {"why": "Écrivez pourquoi."})
    row.withdrawn_at, row.withdrawn_by = clock.now(), by.account_id
    row.withdrawn_reason = reason.strip()[:200]
    session.flush()


def expired(lot: ProductLot, on: date) -> bool:
    """Whether it may no more be used that day; its last day still may."""
    return lot.expires_on is not None and lot.expires_on < on


def by_number(session: Session, number: str) -> list[ProductLot]:
    """The lots in use of that supplier's number, as it is scanned from the can."""
    query = select(ProductLot).where(col(ProductLot.withdrawn_at).is_(None))
    return [one for one in session.exec(query) if fold(one.number) == fold(number)]


def _wrong_days(given: LotIn, today: date) -> dict[str, str]:
    wrong = {}
    if given.received_on > today:
        wrong["received_on"] = "Ce jour n’est pas encore venu."
    elif given.received_on < today - OLDEST:
        wrong["received_on"] = "Plus de trois ans : vérifiez l’année."
    if given.expires_on is not None and not (
        given.received_on - OLDEST <= given.expires_on <= today + FARTHEST
    ):
        wrong["expires_on"] = "Vérifiez l’année."
    return wrong


def _kept(session: Session, row: Kept) -> Kept:
    session.add(row)
    session.flush()
    return row
