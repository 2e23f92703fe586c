from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session, select

from esat import registry
from esat.actors import SYSTEM
from esat.app import create_app
from esat.db import Database
from esat.declarations import Workshop
from esat.files.models import StoredFile
from esat.production import moves, orders
from esat.production.models import Item, Order
from esat.production.moves import Context
from esat.registry import Registry
from esat.web.door import House
from tests import people
from tests.esat.production.buttons import OWN, events, hidden, press
from tests.factories import items_of, make_client, make_order

SignedIn = Callable[..., FlaskClient]
ACTS: dict[str, dict[str, str]] = {
    "confirmer": {},
    "date": {"due_on": "2026-12-24", "reason": "Machine en panne"},
    "annuler": {"cause": "Double"},
    "articles": {"kind": "bag", "quantity": "1"},
}


@pytest.fixture
def order(session: Session, now: object) -> Order:
    return make_order(session, items=2, due_on=date(2026, 12, 4))


@pytest.fixture
def plain(house: House, loaded: Registry, database: Database) -> Iterator[FlaskClient]:
    """The office of a house whose laundry has no order form of its own."""
    modules = [
        replace(module, order_form=None) if isinstance(module, Workshop) else module
        for module in loaded.modules
    ]
    app = create_app(house=House(house.settings, database, Registry(modules)))
    app.testing = True
    yield people.browser(app, database, "bureau", None)
    registry.install(loaded)


@pytest.fixture
def office(signed_in: SignedIn) -> FlaskClient:
    return signed_in("bureau")


@pytest.mark.parametrize(("act", "form"), ACTS.items())
def test_each_button_works(
    office: FlaskClient, session: Session, order: Order, act: str, form: dict[str, str]
) -> None:
    before = events(session)
    assert press(office, f"/commandes/{order.ref}/{act}", **form).status_code == 303
    assert events(session) == before + 1


@pytest.mark.parametrize("act", ACTS)
def test_each_button_refuses_get(office: FlaskClient, order: Order, act: str) -> None:
    assert office.get(f"/commandes/{order.ref}/{act}").status_code == 405


@pytest.mark.parametrize(("act", "form"), ACTS.items())
def test_each_button_refuses_the_stranger(
    client: FlaskClient, session: Session, order: Order, act: str, form: dict[str, str]
) -> None:
    before = events(session)
    answer = press(client, f"/commandes/{order.ref}/{act}", **form)
    assert answer.status_code in {302, 303, 401}
    assert "/connexion" in answer.headers.get("Location", "/connexion")
    assert events(session) == before


@pytest.mark.parametrize(("act", "form"), ACTS.items())
def test_each_button_refuses_another_workshops_order(
    signed_in: SignedIn, session: Session, order: Order, act: str, form: dict[str, str]
) -> None:
    before = events(session)
    stranger = signed_in("moniteur", workshops=("bookbinding",))
    assert press(stranger, f"/commandes/{order.ref}/{act}", **form).status_code == 404
    assert events(session) == before


@pytest.mark.parametrize(("act", "form"), ACTS.items())
def test_each_button_refuses_a_closed_order(
    office: FlaskClient, session: Session, order: Order, act: str, form: dict[str, str]
) -> None:
    orders.cancel(session, order, "Essai", by=SYSTEM)
    session.commit()
    before = events(session)
    assert press(office, f"/commandes/{order.ref}/{act}", **form).status_code == 409
    assert events(session) == before


@pytest.mark.parametrize(("act", "form"), ACTS.items())
def test_a_replay_of_each_button_changes_nothing(
    office: FlaskClient, session: Session, order: Order, act: str, form: dict[str, str]
) -> None:
    key = "0b7f8e9e-58d5-4e53-9d3c-54a4b6f5a001"
    first = press(office, f"/commandes/{order.ref}/{act}", key, **form)
    before = events(session)
    again = press(office, f"/commandes/{order.ref}/{act}", key, **form)
    assert (again.status_code, again.headers["Location"]) == (303, first.headers["Location"])
    assert events(session) == before


@pytest.mark.parametrize(
    ("act", "form", "words"),
    [
        ("date", {"due_on": "2026-12-24", "reason": " "}, "la raison"),
        ("date", {"due_on": "demain", "reason": "x"}, "Écrivez une date"),
        ("annuler", {"cause": ""}, "la raison"),
        ("articles", {"kind": "bag", "quantity": "-1"}, "plus grand que"),
        ("articles", {"kind": "licorne", "quantity": "1"}, "dans la liste"),
    ],
)
def test_a_wrong_field_is_told_beside_it_and_nothing_changes(
    office: FlaskClient, session: Session, order: Order, act: str, form: dict[str, str], words: str
) -> None:
    before = events(session)
    answer = press(office, f"/commandes/{order.ref}/{act}", **form)
    assert answer.status_code == 422
    assert words in answer.text
    assert events(session) == before


def test_a_begun_order_is_not_cancelled(
    office: FlaskClient, session: Session, order: Order
) -> None:
    moves.move(session, items_of(session, order)[0], "receive", Context(by=SYSTEM))
    session.commit()
    answer = press(office, f"/commandes/{order.ref}/annuler", cause="Double")
    assert answer.status_code == 409
    assert "Le travail a commencé" in answer.text


def test_photos_are_kept_and_a_file_that_is_none_is_refused(
    office: FlaskClient, session: Session, order: Order
) -> None:
    picture = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "JPEG")
    url = f"/commandes/{order.ref}/photos"
    for data, status in ((picture.getvalue(), 303), (b"MZ not a picture", 422)):
        form = {"photos": (BytesIO(data), "retour.jpg")}
        assert office.post(url, data=form, headers={"Origin": OWN}).status_code == status
    assert [row.order_id for row in session.exec(select(StoredFile))] == [order.id]
    assert "retour.jpg" in office.get(f"/commandes/{order.ref}").text


def test_the_page_of_an_order_says_what_is_known_of_it(
    office: FlaskClient, order: Order, session: Session
) -> None:
    page = office.get(f"/commandes/{order.ref}").text
    for words in ("vendredi 4 décembre 2026", "Attendu", "0 sur 2", "Commande ouverte"):
        assert words in page
    for item in items_of(session, order):
        assert item.code in page
    assert hidden(page, "capture")


def test_an_order_is_seen_by_those_of_its_workshop_alone(signed_in: SignedIn, order: Order) -> None:
    url = f"/commandes/{order.ref}"
    assert signed_in("moniteur", workshops=("laundry",)).get(url).status_code == 200
    stranger = signed_in("moniteur", workshops=("bookbinding",))
    assert stranger.get(url).status_code == 404
    assert order.ref not in stranger.get("/commandes").text


@pytest.mark.parametrize("query", ["etat=nimporte", "atelier=nimporte"])
def test_a_list_of_nothing_known_is_not_found(office: FlaskClient, query: str) -> None:
    assert office.get(f"/commandes?{query}").status_code == 404


def test_a_clients_page_fetches_his_orders(office: FlaskClient, session: Session) -> None:
    whose = make_client(session)
    ref = make_order(session, client=whose).ref
    page = office.get(f"/commandes/fragments/client/{whose.id}").text
    assert ref in page
    assert "<html" not in page


def test_an_order_is_opened_with_its_lines_and_articles(
    plain: FlaskClient, session: Session, now: object
) -> None:
    whose = make_client(session, commitment_rule="required")
    url = f"/commandes/nouvelle?atelier=blanchisserie&client={whose.id}"
    (key,) = hidden(plain.get(url).text, "capture")
    form = {
        "atelier": "blanchisserie", "client_id": str(whose.id), "due_on": "2026-12-04",
        "client_ref": "BC-12", "line-1-label": "Draps", "line-1-quantity": "12,5",
        "line-1-unit": "kg", "line-1-place": "workshop", "kind": "bag", "count": "3",
    }  # fmt: skip
    refused = press(plain, "/commandes/nouvelle", key, **form)
    assert refused.status_code == 422
    assert "exige un numéro" in refused.text
    assert 'value="BC-12"' in refused.text
    for _ in range(2):
        done = press(plain, "/commandes/nouvelle", key, **form, commitment_no="EJ-7")
        assert done.status_code == 303
    order = session.exec(select(Order)).one()
    assert done.headers["Location"].endswith(order.ref)
    assert (order.client_ref, order.commitment_no) == ("BC-12", "EJ-7")
    assert len(session.exec(select(Item)).all()) == 3
    assert "12,5" in plain.get(done.headers["Location"]).text


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"line-1-quantity": "3"}, "line-1-label"),
        ({"line-1-label": "Draps"}, "line-1-quantity"),
        ({"line-1-label": "Draps", "line-1-quantity": "douze"}, "line-1-quantity"),
        ({"line-1-label": "Draps", "line-1-quantity": "0"}, "line-1-quantity"),
        ({"line-1-label": "Draps", "line-1-quantity": "1", "line-1-place": "lune"}, "line-1-place"),
        ({"due_on": "2020-01-01"}, "due_on"),
        ({"kind": "licorne", "count": "1"}, "kind"),
        ({"kind": "bag", "count": "100000"}, "count"),
    ],
)
def test_a_wrong_order_is_refused_whole(
    plain: FlaskClient, session: Session, now: object, line: dict[str, str], field: str
) -> None:
    whose = make_client(session)
    form = {"atelier": "blanchisserie", "client_id": str(whose.id), "kind": "bag", **line}
    answer = press(plain, "/commandes/nouvelle", **form)
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert session.exec(select(Order)).all() == []


def test_the_client_is_found_as_his_name_is_typed(office: FlaskClient, session: Session) -> None:
    make_client(session, "Hôtel du Parc")
    make_client(session, "Mairie de Billom")
    url = "/commandes/nouvelle?atelier=blanchisserie&q=hotel"
    page = office.get(url, headers={"HX-Request": "true"}).text
    assert "Hôtel du Parc" in page
    assert "Billom" not in page
    assert "<html" not in page


def test_nobody_opens_an_order_in_a_workshop_that_is_not_his(
    signed_in: SignedIn, session: Session
) -> None:
    whose = make_client(session)
    nadia = signed_in("moniteur", workshops=("bookbinding",))
    form = {"atelier": "blanchisserie", "client_id": str(whose.id), "kind": "bag"}
    assert press(nadia, "/commandes/nouvelle", **form).status_code == 403
    assert nadia.get("/commandes/nouvelle?atelier=blanchisserie").status_code == 403
    assert session.exec(select(Order)).all() == []


def test_the_inspector_reads_and_writes_nothing(signed_in: SignedIn, order: Order) -> None:
    reader = signed_in("inspecteur")
    page = reader.get(f"/commandes/{order.ref}").text
    assert "Changer la date" not in page
    assert press(reader, f"/commandes/{order.ref}/confirmer").status_code == 403


def test_a_scan_in_the_search_opens_the_thing(
    office: FlaskClient, session: Session, order: Order
) -> None:
    (item, _other) = items_of(session, order)
    for text, url in (
        (item.code or "", f"/atelier/objet/{item.code}"),
        (order.ref.lower(), f"/commandes/{order.ref}"),
    ):
        answer = office.get("/recherche", query_string={"q": text})
        assert (answer.status_code, answer.headers["Location"]) == (303, url)
        live = office.get("/recherche", query_string={"q": text}, headers={"HX-Request": "true"})
        assert live.status_code == 200
        assert url in live.text
