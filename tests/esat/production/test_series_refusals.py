"""What the page of a series refuses, and what it makes of nonsense."""

import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, func, select
from werkzeug.test import TestResponse

from esat.db import Database
from esat.production import subjects
from esat.production.journal_models import Capture, Event
from esat.production.models import Hold, Item
from tests import factories

SignedIn = Callable[..., FlaskClient]
PAGE = "/comptoir/serie"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def bags(session: Session) -> list[str]:
    owner = factories.make_client(session, "Hôtel du Parc")
    order = factories.make_order(session, items=4, client=owner)
    session.commit()
    return [item.code or "" for item in factories.items_of(session, order)]


@pytest.fixture
def nadia_at(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", workshops=("laundry",))


def rows(database: Database, table: type[Capture] | type[Event] | type[Hold]) -> int:
    with database.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def stages(database: Database, listed: list[str]) -> list[str | None]:
    with database.read() as session:
        found = subjects.by_codes(session, listed)
        return [found[code].stage for code in listed]


def ask(
    client: FlaskClient, listed: list[str], act: str = "move:receive",
    ticked: list[str] | None = None, **more: str,
) -> TestResponse:  # fmt: skip
    """The form of the list, as a browser sends it."""
    sent = {"codes": "\r\n".join(listed), "code": listed if ticked is None else ticked,
            "act": act, "key": str(uuid.uuid4())}  # fmt: skip
    return client.post(f"{PAGE}/faire", data=sent | more)


@pytest.mark.parametrize(
    "act",
    ["", "receive", "move:", "move:receive:3", "act:move.undo", "act:delivery.sign",
     "act:label.bind", "move:x;y", "act:hold.place:4"],
)  # fmt: skip
def test_what_is_no_button_of_the_page_changes_nothing(
    nadia_at: FlaskClient, bags: list[str], database: Database, act: str
) -> None:
    before = rows(database, Event)
    assert ask(nadia_at, bags, act).status_code == 422
    assert (rows(database, Capture), rows(database, Event)) == (0, before)


def test_an_act_that_no_row_offers_changes_nothing(
    nadia_at: FlaskClient, bags: list[str], database: Database
) -> None:
    page = ask(nadia_at, bags, "move:hand_over").text
    assert "Fait pour 0 sur 4" in page
    assert "Pas à cette étape (étape : Attendu)" in page
    assert rows(database, Capture) == 0


def test_nothing_ticked_is_said(nadia_at: FlaskClient, bags: list[str]) -> None:
    answer = ask(nadia_at, bags, ticked=[])
    assert answer.status_code == 409
    assert "Rien n’est coché" in answer.text


def test_too_many_codes_are_refused_and_none_of_the_text_is_lost(nadia_at: FlaskClient) -> None:
    many = "\n".join(f"{number:05d}" for number in range(501))
    answer = nadia_at.post(PAGE, data={"codes": many})
    assert answer.status_code == 409
    assert "500 codes au plus" in answer.text
    assert "00500" in answer.text
    assert nadia_at.post(f"{PAGE}/liste", data={"codes": many}, headers=HTMX).status_code == 409


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "' OR 1=1 --", "é" * 64, "\x00", "x" * 20_000, "��"],
    ids=["html", "sql", "accents", "control", "long", "broken"],
)  # fmt: skip
def test_nonsense_stands_in_the_list_as_a_problem(nadia_at: FlaskClient, text: str) -> None:
    answer = nadia_at.post(PAGE, data={"codes": text, "code": "F0000019"})
    assert answer.status_code == 200
    assert "0 objet, 2 problèmes" in answer.text
    assert "<script>alert" not in answer.text


def test_things_of_another_workshop_are_told_and_not_shown(
    signed_in: SignedIn, bags: list[str], database: Database
) -> None:
    binder = signed_in("moniteur", workshops=("bookbinding",))
    page = binder.post(PAGE, data={"codes": "\n".join(bags)}).text
    assert "Ce code est d’un autre atelier" in page
    assert "Hôtel du Parc" not in page
    assert ask(binder, bags).status_code == 409
    assert stages(database, bags) == ["expected"] * 4


@pytest.mark.parametrize("path", ["", "/liste", "/faire"])
def test_a_stranger_and_an_inspector_are_refused(
    client: FlaskClient, signed_in: SignedIn, bags: list[str], database: Database, path: str
) -> None:
    sent = {"codes": "\n".join(bags), "code": bags, "act": "move:receive"}
    assert client.post(f"{PAGE}{path}", data=sent).status_code in {302, 303, 401}
    assert signed_in("inspecteur").post(f"{PAGE}{path}", data=sent).status_code == 403
    assert stages(database, bags) == ["expected"] * 4


@pytest.mark.parametrize("path", ["/liste", "/faire"])
def test_a_get_is_refused(nadia_at: FlaskClient, path: str) -> None:
    assert nadia_at.get(f"{PAGE}{path}").status_code == 405


def test_who_may_only_hold_sees_why_nothing_moves(
    signed_in: SignedIn, bags: list[str], database: Database
) -> None:
    odile = signed_in("bureau")
    page = odile.post(PAGE, data={"codes": "\n".join(bags)}).text
    assert "ne permet pas cette action" in page
    assert "Retenir… (4)" in page
    ask(odile, bags)
    assert stages(database, bags) == ["expected"] * 4
    with database.read() as session:
        assert session.exec(select(func.count()).select_from(Item)).one() == 4


def test_names_of_clients_are_found_only_by_who_may_give_them_labels(
    signed_in: SignedIn, bags: list[str]
) -> None:
    for role, seen in (("moniteur", True), ("qualite", True), ("bureau", False)):
        page = signed_in(role).get(f"{PAGE}/clients?q=hotel", headers=HTMX)
        assert ("Hôtel du Parc" in page.text) is seen, role
    sent = {"codes": "F0000019", "q": "hotel"}
    assert "Hôtel" not in signed_in("bureau").post(f"{PAGE}/liste", data=sent).text
