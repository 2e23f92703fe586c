import io
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session

from esat import clock
from esat.accounts.models import Account
from esat.actors import SYSTEM
from esat.production import barcodes, lots, orders
from esat.production.models import Order
from esat.tracking import links
from tests.factories import items_of, make_bag, make_client, make_order
from tests.signing_in import enrol

SignedIn = Callable[..., FlaskClient]
Read = Callable[[Image.Image], list[set[str]]]
Pages = Callable[[bytes], list[Image.Image]]


@pytest.fixture
def order(session: Session, now: object) -> Order:
    owner = make_client(session, "Mairie d’Œuilly-sur-Rivière", town="Riom")
    return make_order(session, items=3, client=owner, due_on=date(2026, 12, 4))


@pytest.fixture
def desk(signed_in: SignedIn) -> FlaskClient:
    return signed_in("bureau")


def codes_of_everything(session: Session, order: Order) -> list[str]:
    first = items_of(session, order)[0]
    lot = lots.open_lot(session, "laundry", "expected", [first.item_id or 0], by=SYSTEM)
    _token, station = enrol(session)
    _bag, bag = make_bag(session)
    found = [
        barcodes.of(session, order_id=orders.key(order)),
        first.code,
        barcodes.of(session, lot_id=lots.key(lot)),
        bag,
        station.code,
        barcodes.allocate(session, "F", clock.now()),
    ]
    session.commit()
    return [code or "" for code in found]


def test_every_kind_of_label_is_read_back_by_two_readers(
    desk: FlaskClient, session: Session, order: Order, read: Read, pages: Pages
) -> None:
    for code in codes_of_everything(session, order):
        picture = desk.get(f"/impressions/etiquette/{code}.png")
        assert picture.mimetype == "image/png"
        assert read(Image.open(io.BytesIO(picture.data))) == [{code}, {code}]
        (page,) = pages(desk.get(f"/impressions/etiquette/{code.lower()}.pdf").data)
        assert read(page) == [{code}, {code}]


def test_a_label_says_whose_thing_it_is(desk: FlaskClient, session: Session, order: Order) -> None:
    code = items_of(session, order)[0].code
    session.commit()
    zpl = desk.get(f"/impressions/etiquette/{code}.zpl?dpi=300").get_data(as_text=True)
    assert "d_E2_80_99_C5_92uilly-sur-Rivi_C3_A8re" in zpl
    assert f"Commande {order.ref}" in zpl


def test_a_bag_says_for_years_whose_it_is_and_names_no_order(
    desk: FlaskClient, session: Session, order: Order
) -> None:
    _bag, code = make_bag(session, make_client(session, "Residence Bellevue"))
    session.commit()
    zpl = desk.get(f"/impressions/etiquette/{code}.zpl").get_data(as_text=True)
    assert "FDResidence^FS" in zpl
    assert "FDBellevue^FS" in zpl
    assert "Commande" not in zpl


def test_a_ticket_leads_to_the_clients_page_by_a_link_of_its_own(
    desk: FlaskClient, session: Session, order: Order, read: Read
) -> None:
    key = orders.key(order)
    links.create(session, key, "Mail", by=SYSTEM, email="a@ex.example.org")
    code = barcodes.of(session, order_id=key)
    session.commit()

    def found() -> set[str]:
        data = desk.get(f"/impressions/etiquette/{code}.png").data
        return read(Image.open(io.BytesIO(data)))[0]

    assert found() == {code}
    paper = links.create(session, key, "Ticket", by=SYSTEM)
    session.commit()
    assert any("/suivi/" in text for text in found())
    links.revoke(session, key, paper.id or 0)
    session.commit()
    assert found() == {code}


def test_all_labels_of_an_order_come_out_each_on_its_own_page(
    desk: FlaskClient, session: Session, order: Order, read: Read, pages: Pages
) -> None:
    session.commit()
    wanted = [barcodes.of(session, order_id=orders.key(order))]
    wanted += [item.code for item in items_of(session, order)]
    found = [
        read(page)[0] for page in pages(desk.get(f"/impressions/commande/{order.ref}.pdf").data)
    ]
    assert found == [{code} for code in wanted]
    seen = desk.get(f"/impressions/commande/{order.ref}").get_data(as_text=True)
    for code in wanted:
        assert f"/impressions/etiquette/{code}.png" in seen


@pytest.mark.parametrize(("grid", "start"), [("24", 1), ("21", 20)])
def test_a_sheet_begins_at_the_free_label(
    desk: FlaskClient, session: Session, order: Order, read: Read, pages: Pages,
    grid: str, start: int,
) -> None:  # fmt: skip
    session.commit()
    url = f"/impressions/commande/{order.ref}.pdf?planche={grid}&debut={start}"
    found = pages(desk.get(url).data)
    assert len(found) == (2 if start > 18 else 1)
    assert len(set().union(*(read(page)[0] for page in found))) == 4


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("etiquette/F0000000.png", 404),
        ("etiquette/F0000019.png", 404),
        ("etiquette/%3Cb%3E.png", 404),
        ("commande/L99-00001.pdf", 404),
        ("commande/L99-00001", 404),
    ],
)
def test_what_does_not_exist_is_not_printed(desk: FlaskClient, url: str, status: int) -> None:
    assert desk.get(f"/impressions/{url}").status_code == status


def test_a_wrong_layout_grid_or_start_is_refused(
    desk: FlaskClient, session: Session, order: Order
) -> None:
    code = items_of(session, order)[0].code
    session.commit()
    assert desk.get(f"/impressions/etiquette/{code}.png?gabarit=lune").status_code == 404
    assert desk.get(f"/impressions/etiquette/{code}.png?gabarit=small").status_code == 200
    place = f"/impressions/commande/{order.ref}.pdf"
    assert desk.get(f"{place}?planche=99").status_code == 422
    assert desk.get(f"{place}?planche=24&debut=25").status_code == 422
    assert "entre 1 et 24" in desk.get(f"{place}?planche=24&debut=0").get_data(as_text=True)


def test_a_revoked_code_is_not_printed(desk: FlaskClient, session: Session, order: Order) -> None:
    code = items_of(session, order)[0].code or ""
    barcodes.revoke(session, code, clock.now())
    session.commit()
    assert desk.get(f"/impressions/etiquette/{code}.png").status_code == 409


def test_labels_are_closed_to_strangers_readers_and_other_workshops(
    client: FlaskClient, signed_in: SignedIn, session: Session, order: Order
) -> None:
    codes = codes_of_everything(session, order)
    other = signed_in("moniteur", workshops=("bookbinding",))
    for code in codes[:5]:
        assert other.get(f"/impressions/etiquette/{code}.png").status_code == 404
    for url in (f"/impressions/etiquette/{codes[0]}.png", f"/impressions/commande/{order.ref}.pdf"):
        assert client.get(url).status_code in {302, 303, 401}
        assert signed_in("inspecteur").get(url).status_code == 403
        assert other.get(url).status_code == 404
    assert other.get(f"/impressions/commande/{order.ref}").status_code == 404


def test_a_badge_is_printed_by_those_who_hold_the_accounts(
    desk: FlaskClient, signed_in: SignedIn, session: Session, now: object
) -> None:
    person = Account(
        login="paul", display_name="Paul D.", password_hash="", created_at=clock.now(),
        password_changed_at=clock.now(),
    )  # fmt: skip
    session.add(person)
    session.flush()
    code = barcodes.allocate(session, "H", clock.now(), account_id=person.id or 0)
    session.commit()
    assert desk.get(f"/impressions/etiquette/{code}.png").status_code == 404
    zpl = signed_in("administrateur").get(f"/impressions/etiquette/{code}.zpl")
    assert "Paul D." in zpl.get_data(as_text=True)
