from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.clients.models import Client
from esat.errors import EsatError
from esat.production import moves
from esat.production.articles import Article
from esat.production.models import Item, Order
from esat.production.moves import Context
from tests import factories
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import packing, returns
from workshops.laundry.dispatch.packing import Line, Packed, Packing, Parcel
from workshops.laundry.dispatch.returns import Back
from workshops.laundry.plant import seeds
from workshops.laundry.stock import counted, reads, service
from workshops.laundry.stock.models import StockMove
from workshops.laundry.stock.service import MoveIn

SignedIn = Callable[..., FlaskClient]
HEADERS = {"Origin": "http://localhost"}


@pytest.fixture
def mairie(session: Session, now: datetime, nadia: Actor) -> Client:
    """A client with 100 sheets at work."""
    seeds.install(session, factories.AT)
    made = factories.make_client(session, "Mairie")
    sheet = Article(code="DRAP", label="Drap plat", workshop="laundry", unit="pièce")
    session.add(sheet)
    session.flush()
    for kind in ("found", "returned"):
        given = MoveIn.model_validate({"article": sheet.id, "kind": kind, "quantity": "100"})
        service.record(session, made.id or 0, given, by=nadia)
    return made


def packed(session: Session, client: Client, label: str = "drap PLAT") -> tuple[Order, Packed]:
    order = linens.order_of(session, client)
    linens.opened(session, order, "5", "5")
    lines = (Line(None, label, 12), Line("flat", "", 3))
    work = Packing((Parcel("Draps", Decimal(5), lines),))
    return order, packing.pack(session, order, work, by=SYSTEM, at=factories.AT)


def places(session: Session, client: Client) -> tuple[Decimal, ...]:
    today = clock.today()
    (level,) = reads.levels(session, client.id or 0, today - timedelta(days=90), today)
    return tuple(level.places[one] for one in ("client", "house", "store"))


def hand(session: Session, item: Item, action: str = "hand_over") -> None:
    moves.move(session, linens.subject(session, item), action, Context(by=SYSTEM))
    session.expire_all()


def test_counted_pieces_are_where_their_parcel_is(
    session: Session, mairie: Client, nadia: Actor
) -> None:
    order, done = packed(session, mairie)
    assert places(session, mairie) == (0, 88, 12)
    hand(session, done.parcels[0])
    assert places(session, mairie) == (12, 88, 0)
    back = returns.take_back(session, Back(done.codes[0], "stained", "to_rewash"), by=nadia)
    assert places(session, mairie) == (0, 100, 0)
    kinds = session.exec(select(StockMove.kind, StockMove.reason).where(StockMove.reason != ""))
    assert kinds.all()[:2] == [
        ("stored", f"Commande {order.ref}"), ("delivered", f"Commande {order.ref}"),
    ]  # fmt: skip
    assert back.stage == "to_rewash"


def test_what_is_put_back_to_wash_is_no_longer_clean(session: Session, mairie: Client) -> None:
    hand(session, packed(session, mairie)[1].parcels[0], "rewash")
    assert places(session, mairie) == (0, 100, 0)


def test_a_misdelivered_parcel_is_clean_again_and_a_part_of_several_kinds_is_not_guessed(
    session: Session, mairie: Client, nadia: Actor
) -> None:
    first, second = (packed(session, mairie)[1] for _ in range(2))
    for done in (first, second):
        hand(session, done.parcels[0])
    returns.take_back(session, Back(first.codes[0], "wrong_client", "packed"), by=nadia)
    assert places(session, mairie) == (12, 76, 12)
    part = replace(Back(second.codes[0], "stained", "to_rewash"), kg=Decimal(1), pieces=2)
    returns.take_back(session, part, by=nadia)
    assert places(session, mairie) == (12, 76, 12)


def test_what_is_refused_moves_nothing(session: Session, mairie: Client) -> None:
    _, done = packed(session, mairie)
    before = places(session, mairie)
    twice = session.begin_nested()
    hand(session, done.parcels[0])
    with pytest.raises(EsatError):
        hand(session, done.parcels[0])
    twice.rollback()
    session.expire_all()
    assert places(session, mairie) == before


def test_linen_that_no_article_names_and_other_clients_move_nothing(
    session: Session, mairie: Client
) -> None:
    packed(session, mairie, "Nappe ronde")
    packed(session, factories.make_client(session, "Crèche"))
    assert places(session, mairie) == (0, 100, 0)


def test_two_articles_of_one_name_are_told_apart_by_their_code(
    session: Session, mairie: Client, nadia: Actor
) -> None:
    other = Article(code="DRAP2", label="Drap plat", workshop="laundry", unit="pièce")
    session.add(other)
    session.flush()
    given = MoveIn.model_validate({"article": other.id, "kind": "bought", "quantity": "5"})
    service.record(session, mairie.id or 0, given, by=nadia)
    names = [name for _, name in counted.of_client(session, mairie.id or 0)]
    assert names == ["Drap plat (DRAP)", "Drap plat (DRAP2)"]
    assert "drap plat" not in counted.by_word(session, mairie.id or 0)


def test_the_bench_names_the_articles_of_the_client(
    session: Session, mairie: Client, signed_in: SignedIn
) -> None:
    order = linens.order_of(session, mairie)
    (linen,) = linens.opened(session, order, "5", "5")
    session.commit()
    code, here = linens.code(session, linen), f"/blanchisserie/emballage/{order.ref}"
    browser = signed_in("moniteur", ("laundry",))
    ((key, _),) = counted.of_client(session, mairie.id or 0)
    assert f"article-{key}" in browser.get(here).text
    words = {"linen": code, f"article-{key}": "douze", "weight": "5"}
    wrong = browser.post(here, data=words, headers=HEADERS)
    assert wrong.status_code == 422
    assert 'value="douze"' in wrong.text
    done = browser.post(here, data=words | {f"article-{key}": "12"}, headers=HEADERS)
    assert done.status_code == 303
    session.expire_all()
    assert places(session, mairie) == (0, 88, 12)
